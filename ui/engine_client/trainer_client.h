#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "ui/engine_client/messages.h"
#include "ui/engine_client/run_watch.h"

namespace unroll::ui {

class RpcConnection;

/// One run's trainer: finds its control socket, follows what it says, sends it commands. Works for
/// every trainer of the run, whoever started it, one after the other: it connects when a lock
/// appears, and again after the connection broke. A trainer that dies is noticed within five
/// seconds, by its lock.
///
/// Curves are read from events.jsonl (RunModel), not from here: nothing is missed when the window
/// comes later.
/// Threads: the GUI thread; disk and locks are looked at elsewhere.
class TrainerClient : public QObject {
  Q_OBJECT
 public:
  explicit TrainerClient(QObject* parent = nullptr);
  ~TrainerClient() override;

  /// Follows the run in `runFolder` (it need not exist yet); an empty path follows none.
  /// `startedPid`: a trainer that was just started for it; if it dies before the run is there, its
  /// last words in trainer.log are the reason.
  void attach(const QString& runFolder, qint64 startedPid = 0);
  QString runFolder() const { return runFolder_; }

  bool isConnected() const;
  /// Connected to the trainer of that run and no other.
  bool speaksFor(const QString& runFolder) const {
    return isConnected() && runFolder_ == runFolder;
  }
  RunState state() const { return state_; }
  /// Why the trainer paused by itself, one sentence; empty when it did not.
  QString pauseReason() const { return pauseReason_; }
  /// The newest of each, while it is known.
  const std::optional<Progress>& lastProgress() const { return progress_; }
  const std::optional<PreviewReady>& lastPreview() const { return preview_; }
  const std::optional<Failure>& lastFailure() const { return failure_; }
  const std::optional<protocol::CheckpointSaved>& lastCheckpoint() const { return checkpoint_; }
  /// Process that trains the run now; 0: none.
  qint64 trainerPid() const { return pid_; }
  /// Seconds since the training last gave a sign of life; -1 when nobody trains.
  double silentSeconds() const;

  // Each is sent to the trainer; false when there is none to take it.
  bool pause(bool freeMemory = false);
  bool resume();
  bool stop();
  bool checkpoint();
  bool preview();
  /// Ends the trainer's process at once, also one that no longer answers: what it did since its
  /// last checkpoint is lost. False when there is none, or when it is being done already.
  /// refused() says why it did not go.
  bool stopNow();

 Q_SIGNALS:
  void connected();
  void disconnected();
  void stateChanged(unroll::protocol::RunState state);
  void progress(const unroll::protocol::Progress& progress);
  void metric(const unroll::protocol::Metric& metric);
  void previewReady(const unroll::protocol::PreviewReady& preview);
  void checkpointSaved(const unroll::protocol::CheckpointSaved& checkpoint);
  void message(const QString& sentence);  ///< for the log
  void failed(const unroll::protocol::Failure& failure);
  /// A command was refused by the trainer: one sentence.
  void refused(const QString& sentence);

 private:
  void look();
  void looked(const RunLook& look);
  void connectTo(const QString& socket);
  void onMessage(const protocol::Message& message);
  void onNotification(const protocol::Notification& notification);
  void onStatus(const protocol::Json& result);
  void onLost();
  void setState(RunState state);
  void setState(const protocol::StateChange& change);
  void setFailure(const Failure& failure);
  bool send(const QString& method, const protocol::Json& params = protocol::Json::object());

  QString runFolder_;
  qint64 startedPid_ = 0;
  qint64 pid_ = 0;
  RunState state_ = RunState::Idle;
  QString pauseReason_;
  std::optional<Progress> progress_;
  std::optional<PreviewReady> preview_;
  std::optional<Failure> failure_;
  std::optional<protocol::CheckpointSaved> checkpoint_;
  std::unique_ptr<RpcConnection> connection_;
  bool greeted_ = false;
  bool looking_ = false;
  bool killing_ = false;  ///< stopNow() is at work: an end without words is no failure
  double startedAt_ = 0;  ///< Unix seconds of attach()
  quint64 epoch_ = 0;     ///< looks of an earlier attach() are dropped
  QDateTime heard_;
};

}  // namespace unroll::ui
