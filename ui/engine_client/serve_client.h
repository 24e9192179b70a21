#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <memory>

#include "ui/engine_client/messages.h"

class QProcess;

namespace unroll::ui {

class EngineLauncher;
class RpcConnection;

/// Makes samples and measures them with one `unroll serve`, a process of its own, started with the
/// first request and again after it died (its requests then fail, saying so). A request with a
/// `slot` replaces the one before it in that slot: ask for what is on screen, stale work is
/// dropped.
///
/// Clips come as .npy files in the service's own folder unless the request names one; they are
/// removed when the service ends.
/// Threads: the GUI thread; never blocks.
class ServeClient : public QObject {
  Q_OBJECT
 public:
  explicit ServeClient(EngineLauncher& launcher, QObject* parent = nullptr);
  ~ServeClient() override;

  /// Asks for samples; the number names them in every signal. Signals come later, never from
  /// within this call.
  quint64 sample(const SampleRequest& request);
  /// Asks for measures of a run's checkpoints; stageMeasured names a file that holds all of them.
  quint64 measure(const protocol::MeasureRequest& request);
  /// requestFailed with "cancelled" follows if it had not ended.
  void cancel(quint64 id);

  /// CPU threads of the service, from its next start on; 0: one a core.
  void setThreads(int threads) { threads_ = threads; }
  bool isRunning() const;
  int pending() const { return static_cast<int>(work_.size()); }  ///< requests that have not ended
  void shutdown();  ///< ends the service; the next request starts it again

 Q_SIGNALS:
  void sampleProgress(quint64 id, qint64 done, qint64 total);  ///< frames
  void sampleReady(quint64 id, const unroll::protocol::SampleReady& sample);
  void sampleDone(quint64 id);
  void measureProgress(quint64 id, qint64 done, qint64 total);  ///< videos of one stage
  void stageMeasured(quint64 id, const unroll::protocol::StageMeasured& measured);
  void measureDone(quint64 id);
  /// `kind` is unroll::name(ErrorKind); "cancelled" also for replaced requests.
  void requestFailed(quint64 id, const QString& sentence, const QString& kind);

 private:
  struct Work {
    QString method;  ///< "sample" or "measure"
    protocol::Json params;
    std::string slot;
    qint64 remote = 0;  ///< the service's number; 0: not accepted yet
    bool sent = false;
    bool cancelled = false;
  };

  quint64 ask(const QString& method, const protocol::Json& params, const std::string& slot);
  void start();
  void tryConnect();
  void sendWaiting();
  void send(quint64 id);
  void onMessage(const protocol::Message& message);
  void onNotification(const protocol::Notification& notification);
  void fail(quint64 id, const QString& sentence, const QString& kind);
  void failAll(const QString& sentence);
  void lost();
  quint64 idOf(qint64 remote) const;

  EngineLauncher& launcher_;
  QProcess* process_ = nullptr;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<RpcConnection> connection_;
  QHash<quint64, Work> work_;
  QHash<qint64, quint64> sent_;  ///< number of a request on the wire -> id
  QList<quint64> waiting_;       ///< in order, until the service says hello
  quint64 next_ = 1;
  bool greeted_ = false;
  int threads_ = 0;
};

}  // namespace unroll::ui
