#include "ui/engine_client/engine_launcher.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include "base/file_system.h"
#include "io/project.h"

namespace unroll::ui {
namespace {

QString findProgram() {
  const QString name = QStringLiteral("unroll");
  const QString beside =
      QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
  return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

}  // namespace

EngineLauncher::EngineLauncher(QObject* parent) : EngineLauncher(findProgram(), parent) {}

EngineLauncher::EngineLauncher(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)) {}

QString EngineLauncher::whyMissing() const {
  return tr("The engine's program 'unroll' is neither in '%1' nor in a folder of PATH: install it, "
            "or build it with packaging/build.sh.")
      .arg(QDir::toNativeSeparators(QCoreApplication::applicationDirPath()));
}

QStringList EngineLauncher::trainingArguments(const TrainingStart& start) {
  QStringList words{QStringLiteral("train"), start.project, QStringLiteral("--run"), start.run};
  const auto add = [&words](const char* option, const QString& value) {
    words << QLatin1String(option) << value;
  };
  if (!start.stage.isEmpty()) add("--stage", start.stage);
  if (start.steps > 0) add("--steps", QString::number(start.steps));
  if (!start.recipe.isEmpty()) add("--recipe", start.recipe);
  for (const QString& setting : start.settings) add("--set", setting);
  if (start.resume) words << QStringLiteral("--resume");
  if (start.resume && start.allowInexact) words << QStringLiteral("--allow-inexact");
  if (!start.from.isEmpty()) add("--from", start.from);
  if (start.threads > 0) add("--threads", QString::number(start.threads));
  if (!start.device.isEmpty()) add("--device", start.device);
  return words;
}

Result<qint64> EngineLauncher::startTraining(const TrainingStart& start) {
  if (!available()) return unroll::fail(ErrorKind::NotFound, whyMissing().toStdString());
  UNROLL_TRY(io::checkRunName(start.run.toStdString()));
  // A project's folder is there before its run's, which the trainer makes a run of.
  const QDir project(start.project);
  if (!project.exists(QStringLiteral("project.json"))) {
    return unroll::fail(ErrorKind::NotFound,
                        tr("'%1' is not a project.").arg(start.project).toStdString());
  }
  const QString folder = project.absoluteFilePath(QStringLiteral("runs/") + start.run);
  UNROLL_TRY(makeFolders(realVfs(), folder.toStdString()));
  QProcess process;
  process.setProgram(program_);
  process.setArguments(trainingArguments(start));
  process.setStandardInputFile(QProcess::nullDevice());
  process.setStandardOutputFile(QProcess::nullDevice());
  process.setStandardErrorFile(folder + QStringLiteral("/trainer.log"));
  qint64 pid = 0;
  if (!process.startDetached(&pid)) {
    return unroll::fail(
        ErrorKind::Internal,
        tr("The trainer could not be started: %1.").arg(process.errorString()).toStdString());
  }
  return pid;
}

EngineJob* EngineLauncher::run(const QStringList& arguments, QObject* parent) {
  return new EngineJob(program_, arguments, parent);
}

}  // namespace unroll::ui
