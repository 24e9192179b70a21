#include "ui/shell/sample_project.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/model/notices.h"

namespace unroll::ui {

SampleProject::SampleProject(StudioContext& context, QObject* parent)
    : QObject(parent), context_(context) {}

void SampleProject::open(const QString& folder) {
  if (busy_) return;
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  path_ = folder.isEmpty() ? documents + QStringLiteral("/Unroll/moving-scenes") : folder;
  if (QFileInfo::exists(path_ + QStringLiteral("/data/clips.json"))) {
    Q_EMIT ready(path_);
    return;
  }
  QDir().mkpath(QFileInfo(path_).path());
  busy_ = true;
  Q_EMIT step(tr("Making the sample project…"));
  if (QFileInfo::exists(path_ + QStringLiteral("/project.json"))) {
    import();  // An earlier attempt was cut short.
  } else {
    run({QStringLiteral("new"), path_, QStringLiteral("--recipe"), QStringLiteral("demo-32")},
        &SampleProject::import);
  }
}

void SampleProject::run(const QStringList& arguments, void (SampleProject::*next)()) {
  EngineJob* job = context_.launcher->run(arguments, this);
  connect(job, &EngineJob::finished, this, [this, job, next](EngineJob::Outcome outcome) {
    job->deleteLater();
    if (outcome == EngineJob::Outcome::Done) {
      (this->*next)();
      return;
    }
    busy_ = false;
    Q_EMIT failed(job->error());
  });
}

void SampleProject::import() {
  run({QStringLiteral("import"), path_, QStringLiteral("--synthetic"),
       QStringLiteral("moving-scenes"), QStringLiteral("--clips"), QStringLiteral("200")},
      &SampleProject::train);
}

void SampleProject::train() {
  busy_ = false;
  TrainingStart start;
  start.project = path_;
  start.run = QStringLiteral("first");
  // Somebody is waiting to see something.
  start.settings = {QStringLiteral("previewEvery=20"), QStringLiteral("logEvery=5")};
  const auto pid = context_.launcher->startTraining(start);
  if (!pid) context_.notices->error(QString::fromStdString(pid.error().message));
  Q_EMIT ready(path_);
}

}  // namespace unroll::ui
