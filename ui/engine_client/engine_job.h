#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>

class QProcess;

namespace unroll::ui {

/// How far a job of the engine is, as it says itself.
struct JobProgress {
  QString title;            ///< "Importing"
  qint64 done = 0;          ///< units
  qint64 total = 0;         ///< 0: not known
  QString note;             ///< "frames", losses, …
  double secondsLeft = -1;  ///< below 0: not known
};

/// One run of `unroll` beside the window: import, export, evaluation, …. Ends with finished(),
/// once, also when the program could not be started. Deleting it ends the program.
/// Threads: the GUI thread; never blocks but in the destructor (3 s at most).
class EngineJob : public QObject {
  Q_OBJECT
 public:
  enum class Outcome { Running, Done, Failed, Cancelled };

  ~EngineJob() override;

  /// Asks for a clean stop (Ctrl-C); nothing half-made stays under its name.
  void cancel();

  Outcome outcome() const { return outcome_; }
  int exitCode() const { return exitCode_; }  ///< -1 while it runs or when it crashed
  const JobProgress& lastProgress() const { return progress_; }
  const QJsonObject& result() const { return result_; }  ///< the document of --json
  QString error() const { return error_; }               ///< the sentence, "" unless Failed
  QString errorKind() const { return errorKind_; }       ///< "not_found", …; "" when unknown
  QString log() const { return log_; }                   ///< its standard error, at most 1 MB
  QStringList arguments() const { return arguments_; }
  qint64 processId() const;

 Q_SIGNALS:
  void progress(const unroll::ui::JobProgress& progress);
  void note(const QString& sentence);
  void finished(unroll::ui::EngineJob::Outcome outcome);

 private:
  friend class EngineLauncher;
  EngineJob(const QString& program, const QStringList& arguments, QObject* parent);
  void readErrors();
  void takeLine(const QByteArray& line);
  void end(int code, bool crashed);

  QProcess* process_;
  QStringList arguments_;
  JobProgress progress_;
  QByteArray output_, errors_;
  QJsonObject result_;
  QString error_, errorKind_, log_;
  Outcome outcome_ = Outcome::Running;
  int exitCode_ = -1;
  bool cancelled_ = false;
};

}  // namespace unroll::ui

Q_DECLARE_METATYPE(unroll::ui::JobProgress)
