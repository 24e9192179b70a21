#pragma once

#include <optional>

#include <QObject>
#include <QTimer>

#include "ui/model/run_data.h"
#include "ui/model/run_state.h"

class QThread;

namespace unroll::ui {

class RunFollower;
struct RunChange;
struct RunNews;

/// How training is doing, from the last points of the curves.
struct Health {
  struct Item {
    enum class Level { Fine, Warning, Bad };
    QString text;  ///< "critic gradient 45"
    QString why;   ///< one sentence
    Level level = Level::Fine;
  };
  QList<Item> items;
};

/// One run as the window knows it: curves followed from events.jsonl, previews, checkpoints, state.
/// Files are read on the project's thread; what is read stays here.
/// Threads: GUI only.
class RunModel : public QObject {
  Q_OBJECT
 public:
  /// Reading happens on `thread`, which must outlive this object.
  RunModel(RunInfo info, QThread& thread, QObject* parent);
  ~RunModel() override;

  QString name() const { return info_.name; }
  QString folder() const { return info_.folder; }
  const RunInfo& info() const { return info_; }
  const Recipe& recipe() const { return info_.recipe; }
  void setInfo(RunInfo info);  ///< by ProjectModel

  bool isLoaded() const { return loaded_; }  ///< all that was on disk has been read once

  const CurveMap& curves() const { return curves_; }
  /// The curve; null when the run has none of that name and stage.
  const Curve* curve(const QString& name, int stage) const;

  /// Previews of one stage (0: joint) by step, ascending.
  const QList<Preview>& previews(int stage) const;
  QList<int> previewStages() const { return previews_.keys(); }
  /// The newest one made at or before `step`; a negative step: the newest. Null: none.
  const Preview* previewAt(int stage, qint64 step) const;

  /// Spectra of each stage (0: joint) by step, ascending.
  const QMap<int, QList<Spectrum>>& spectra() const { return spectra_; }
  /// The newest one measured at or before `step`; a negative step: the newest. Null: none.
  const Spectrum* spectrumAt(int stage, qint64 step) const;

  const QList<Checkpoint>& checkpoints() const { return checkpoints_; }
  /// The one of any stage that was written last, by the log; files that it does not speak of come
  /// before all others. Null: none.
  const Checkpoint* lastCheckpoint() const;

  /// By the last event, and by the lock: a run that nobody holds is not running.
  protocol::RunState state() const;
  QString stateText() const;  ///< in words for the person
  bool isLive() const { return info_.live; }
  /// The trainer ended without saying so: it was killed.
  bool diedSilently() const;
  QString failure() const { return failure_; }  ///< the reason, while state() is Failed
  /// Memory ran out, by the trainer's own word.
  bool ranOutOfMemory() const;
  int stage() const { return stage_; }   ///< last trained; 0: joint
  qint64 step() const { return step_; }  ///< of that stage
  /// Steps that the last training of `stage` (0: joint) was asked for; else the recipe's.
  qint64 stepsWanted(int stage) const;
  const QList<LogEntry>& log() const { return log_; }

  /// Health of `stage` by its newest points.
  Health health(int stage) const;

  /// Looks at the disk soon.
  void refresh();

 Q_SIGNALS:
  void curvesChanged();
  void stateChanged();
  void previewsChanged();
  void checkpointsChanged();
  void logChanged();
  void loaded();                             ///< once
  void unreadable(const QString& sentence);  ///< once, until it can be read again

 private:
  void take(const RunNews& news);
  void takeChange(const RunChange& change);
  void putScalar(const RunChange& change);
  void abandonAfter(int stage, qint64 step);
  void takeCheckpoints(const QList<Checkpoint>& found);

  RunInfo info_;
  RunFollower* follower_;  ///< lives on the reading thread
  QTimer timer_;
  CurveMap curves_;
  QMap<int, QList<Preview>> previews_;
  QMap<int, QList<Spectrum>> spectra_;
  QList<Checkpoint> checkpoints_;
  QHash<QString, double> savedTimes_;  ///< by the log; file name -> Unix seconds
  QList<LogEntry> log_;
  protocol::RunState state_ = protocol::RunState::Idle;
  QString failure_, failureKind_;
  int stage_ = 1;
  qint64 step_ = 0;
  QMap<int, qint64> stepsWanted_;
  bool loaded_ = false;
};

}  // namespace unroll::ui
