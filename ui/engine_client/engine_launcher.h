#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "base/error.h"
#include "ui/engine_client/engine_job.h"

namespace unroll::ui {

/// What a person asks of a training; the options of `unroll train`.
struct TrainingStart {
  QString project;       ///< folder
  QString run;           ///< name
  QString stage;         ///< "1", "2", "all", "joint"; "": all
  qint64 steps = 0;      ///< of each stage; 0: the recipe's
  QStringList settings;  ///< "key=value", for a new run
  QString recipe;        ///< file or name, for a new run; "": the project's
  bool resume = false;
  bool allowInexact = false;
  QString from;     ///< "RUN@STEP", "RUN" or ""
  int threads = 0;  ///< 0: one a core
  QString device;   ///< "": auto
};

/// Starts the engine's program, `unroll`. Looked for beside the window's program, then in PATH.
/// Threads: the GUI thread.
class EngineLauncher : public QObject {
  Q_OBJECT
 public:
  explicit EngineLauncher(QObject* parent = nullptr);
  /// For tests: another program, or one that is not there.
  EngineLauncher(QString program, QObject* parent);

  /// Full path; "" when there is none.
  QString program() const { return program_; }
  bool available() const { return !program_.isEmpty(); }
  /// The sentence that says what is missing and where it was looked for.
  QString whyMissing() const;

  /// Starts a training in a session of its own: closing or killing the window leaves it running.
  /// What it says goes to PROJECT/runs/NAME/trainer.log. Gives the process id, for
  /// TrainerClient::attach(). Errors: NotFound (no program), Usage (name), Disk, Internal.
  Result<qint64> startTraining(const TrainingStart& start);

  /// The words of `unroll train` for `start`.
  static QStringList trainingArguments(const TrainingStart& start);

  /// Runs `unroll ARGUMENTS --json --progress json` beside the window. Its signals come later,
  /// never from within this call. The job belongs to `parent`.
  EngineJob* run(const QStringList& arguments, QObject* parent);

 private:
  QString program_;
};

}  // namespace unroll::ui
