#pragma once

#include <optional>

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace unroll::ui {

enum class JobState { Waiting, Running, Paused, Done, Failed, Cancelled };

/// One piece of work for the engine that the person put into the queue. All but `log` is kept on
/// disk.
struct Job {
  QString id;             ///< of the queue, never used again
  QString kind;           ///< "export", "evaluate", "report" or "pack"
  QString title;          ///< for example "pair of first, seed 17"
  QStringList arguments;  ///< of the `unroll` program
  QString output;         ///< file or folder that is there when the job is done
  JobState state = JobState::Waiting;
  double created = 0;  ///< Unix seconds
  double started = 0;  ///< of the last try; 0: never
  double ended = 0;
  qint64 done = 0;          ///< frames or samples
  qint64 total = 0;         ///< 0: not known yet
  qint64 bytes = 0;         ///< written so far, or in all
  double secondsLeft = -1;  ///< below 0: not known
  QString error;            ///< one sentence, when Failed
  QString note;             ///< what the engine did beside what was asked
  QString log;              ///< what the engine said on standard error

  bool isActive() const {
    return state == JobState::Waiting || state == JobState::Running || state == JobState::Paused;
  }
};

/// "waiting", "done", … in words for people; files use jobStateKey().
QString jobStateText(JobState state);
QString jobStateKey(JobState state);

QJsonObject toJson(const Job& job);
/// Nothing when a field that a job cannot be without is missing or makes no sense.
std::optional<Job> jobFromJson(const QJsonObject& object);

}  // namespace unroll::ui
