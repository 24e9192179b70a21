#pragma once

#include <memory>

#include <QList>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "ui/engine_client/engine_job.h"
#include "ui/export/job.h"
#include "ui/model/json_writer.h"

class QLockFile;

namespace unroll::ui {

class EngineLauncher;

/// The project's exports and evaluations, worked through one at a time by `unroll`, in order. Kept
/// in PROJECT/exports/queue.json, so that a killed window finds it again: what was running starts
/// over, unless its file is whole by then. One window works through a project's queue at a time.
///
/// Threads: GUI; files are written, and sizes looked at, on other threads.
class JobQueue : public QObject {
  Q_OBJECT

 public:
  explicit JobQueue(EngineLauncher& launcher, QObject* parent = nullptr);
  ~JobQueue() override;

  /// Turns to the queue of a project's folder; empty: none. What runs in the old one is stopped and
  /// starts over when that project is opened again.
  void setProject(const QString& folder);
  QString project() const { return project_; }
  /// Why nothing can be queued (another window, an unreadable file); empty when all is well.
  QString problem() const { return problem_; }

  const QList<Job>& jobs() const { return jobs_; }
  const Job* job(const QString& id) const;

  /// Appends a job and starts it when its turn comes; its id, or empty when problem() says why not.
  QString add(const Job& job);
  void cancel(const QString& id);
  void retry(const QString& id);   ///< a failed or cancelled one goes to the end of the queue
  void remove(const QString& id);  ///< takes an ended job off the list; its file stays
  void removeEnded();
  void pause(const QString& id);  ///< running: stops where it is; waiting: is passed over
  void resume(const QString& id);
  void move(const QString& id, int places);  ///< among those that wait; negative: earlier
  void setAllPaused(bool paused);
  bool allPaused() const { return allPaused_; }

  /// Whether a job that is not ended will write `path`.
  bool isPromised(const QString& path) const;
  int activeCount() const;
  const Job* running() const;  ///< the job whose turn it is (running or stopped); null: none
  /// For the status bar: "export 1/3  42 %", or empty.
  QString summary() const;

 Q_SIGNALS:
  void listChanged();                  ///< jobs came, went or changed places
  void jobChanged(const QString& id);  ///< state or progress
  void jobEnded(const QString& id);    ///< done, failed or cancelled: say so in a toast
  void summaryChanged();
  void problemChanged();

 private:
  qsizetype indexOf(const QString& id) const;  ///< -1: there is none
  Job* find(const QString& id);
  void load();
  void save();
  void startNext();
  void start(Job& job);
  void takeProgress(const JobProgress& progress);
  void takeEnd();
  void measurePart();
  void measureWhole(const Job& job);
  void setBytes(const QString& id, qint64 bytes);
  EngineJob* letGo();
  void setProblem(const QString& sentence);
  void setState(Job& job, JobState state);

  EngineLauncher& launcher_;
  QString project_;
  QString problem_;
  std::unique_ptr<QLockFile> lock_;
  QList<Job> jobs_;
  bool allPaused_ = false;
  QPointer<EngineJob> work_;
  QString workId_;
  QTimer sizes_;
  bool measuring_ = false;
  JsonWriter writer_;
};

}  // namespace unroll::ui
