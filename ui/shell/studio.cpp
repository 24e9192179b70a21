#include "ui/shell/studio.h"

#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/serve_client.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"

namespace unroll::ui {

Studio::Studio(const QString& settingsFile, QObject* parent) : QObject(parent) {
  context_.settings = settingsFile.isEmpty()
                          ? new QSettings(QSettings::IniFormat, QSettings::UserScope,
                                          QStringLiteral("unroll"), QStringLiteral("studio"), this)
                          : new QSettings(settingsFile, QSettings::IniFormat, this);
  context_.cursors = new Cursors(this);
  context_.notices = new Notices(this);
  context_.project = new ProjectModel(this);
  context_.launcher = new EngineLauncher(this);
  context_.serve = new ServeClient(*context_.launcher, this);
  context_.trainer = new TrainerClient(this);
  context_.jobs = new JobQueue(*context_.launcher, this);
  bindJobs(*context_.jobs, *context_.project, *context_.notices);
  connect(context_.cursors, &Cursors::runChanged, this, &Studio::followRun);
  connect(context_.project, &ProjectModel::opened, this, [this] {
    context_.cursors->setRun({});
    chooseRun();
  });
  connect(context_.project, &ProjectModel::closed, this, [this] { context_.cursors->setRun({}); });
  connect(context_.project, &ProjectModel::runsChanged, this, &Studio::chooseRun);
  connect(context_.project, &ProjectModel::openFailed, context_.notices,
          [this](const QString&, const QString& sentence) { context_.notices->error(sentence); });
  connect(context_.project, &ProjectModel::saveFailed, context_.notices,
          [this](const QString& sentence) { context_.notices->error(sentence); });
  connect(context_.project, &ProjectModel::runUnreadable, context_.notices,
          [this](const QString& sentence) { context_.notices->error(sentence); });
  connect(context_.trainer, &TrainerClient::refused, context_.notices,
          [this](const QString& sentence) { context_.notices->error(sentence); });
}

Studio::~Studio() = default;

void Studio::followRun() {
  const RunInfo* run = context_.project->runInfo(context_.cursors->run());
  context_.cursors->setStep(-1);
  // A run that was just started is not in the model yet: whoever started it attached the client.
  if (run != nullptr && context_.trainer->runFolder() == run->folder) return;
  context_.trainer->attach(run == nullptr ? QString() : run->folder);
}

void Studio::chooseRun() {
  const ProjectModel& project = *context_.project;
  if (project.runInfo(context_.cursors->run()) != nullptr) return;
  // A run that trains now, or else the newest.
  const RunInfo* best = nullptr;
  for (const QString& name : project.runNames()) {
    const RunInfo* run = project.runInfo(name);
    if (best == nullptr || run->live > best->live ||
        (run->live == best->live && run->created > best->created)) {
      best = run;
    }
  }
  if (best != nullptr) context_.cursors->setRun(best->name);
}

}  // namespace unroll::ui
