// What the Train page's actions do: runs that begin, go on, branch, pause and end.
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>

#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/model/checkpoints.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/words.h"
#include "ui/pages/train/memory_remedy.h"
#include "ui/pages/train/new_run_dialog.h"
#include "ui/pages/train/recipe_form.h"
#include "ui/pages/train/train_page.h"

namespace unroll::ui {

bool TrainPage::canGoOn(const RunModel& run) {
  return run.state() != RunState::Finished && !run.checkpoints().isEmpty();
}

void TrainPage::start() {
  if (!context_.project->isOpen()) return;
  if (context_.trainer->isConnected()) {
    context_.trainer->resume();
    return;
  }
  if (run_ == nullptr || !canGoOn(*run_)) {
    newRun();
    return;
  }
  TrainingStart start;
  start.project = context_.project->path();
  start.run = run_->name();
  start.resume = true;
  start.stage = stagesTrained();
  launch(start);
}

void TrainPage::remedy() {
  if (run_ == nullptr || !context_.project->isOpen()) return;
  const auto remedy =
      memoryRemedy(*run_, context_.project->path(), stagesTrained(), context_.project->runNames());
  if (remedy) return launch(remedy->start);
  showPart(QStringLiteral("recipe"));
}

QString TrainPage::stagesTrained() const {
  // By its own curves: checkpoints of the lower stages may be its parent's.
  const auto trained = [this](int stage) {
    return run_->curve(QStringLiteral("loss/critic"), stage) != nullptr;
  };
  if (trained(0) || run_->stage() == 0) return stageName(0);
  const bool all = trained(1) || run_->checkpoints().isEmpty();
  return all ? QStringLiteral("all") : QString::number(run_->stage());
}

void TrainPage::newRun() {
  if (!context_.project->isOpen()) return;
  if (!context_.project->hasData()) {
    context_.notices->info(
        tr("There is no data to train on yet: import videos on the Data page, or "
           "make synthetic scenes there."));
    return;
  }
  if (!form_->problem().isEmpty()) {
    side_->setCurrentIndex(1);
    context_.notices->error(form_->problem());
    return;
  }
  auto* dialog = new NewRunDialog(context_, {}, this);
  connect(dialog, &NewRunDialog::wanted, this, &TrainPage::launch);
  dialog->open();
}

void TrainPage::branch() {
  if (run_ == nullptr || run_->checkpoints().isEmpty()) return;
  // The checkpoint at the step cursor, or else the newest.
  qint64 step = -1;
  for (const Checkpoint& checkpoint : run_->checkpoints()) {
    if (checkpoint.step == context_.cursors->step()) step = checkpoint.step;
  }
  const QString at = step < 0 ? QStringLiteral("latest") : QString::number(step);
  auto* dialog = new NewRunDialog(context_, QStringLiteral("%1@%2").arg(run_->name(), at), this);
  connect(dialog, &NewRunDialog::wanted, this, &TrainPage::launch);
  dialog->open();
}

void TrainPage::saveNow() {
  if (!saveRecipe_.isActive()) return;
  saveRecipe_.stop();
  context_.project->saveRecipe(form_->recipe());
}

void TrainPage::showPart(const QString& part) {
  tabChosen_ = true;
  side_->setCurrentIndex(part == QLatin1String("recipe") ? 1 : 0);
}

void TrainPage::launch(const TrainingStart& start) {
  saveNow();
  const auto pid = context_.launcher->startTraining(start);
  if (!pid) {
    context_.notices->error(QString::fromStdString(pid.error().message));
    return;
  }
  const QString folder = start.project + QStringLiteral("/runs/") + start.run;
  context_.trainer->attach(folder, *pid);
  tabChosen_ = false;  // What training does is worth more now than what it was asked for.
  context_.cursors->setStep(-1);
  context_.project->refresh();
  if (context_.project->runInfo(start.run) != nullptr) {
    context_.cursors->setRun(start.run);
    return;
  }
  // The run appears on the disk in a moment; the cursor follows it then.
  auto* wait = new QObject(this);
  connect(context_.project, &ProjectModel::runsChanged, wait, [this, wait, run = start.run] {
    if (context_.project->runInfo(run) == nullptr) return;
    context_.cursors->setRun(run);
    wait->deleteLater();
  });
  connect(context_.trainer, &TrainerClient::failed, wait, &QObject::deleteLater);
  context_.notices->info(
      tr("Training '%1' is starting; it goes on when this window is closed.").arg(start.run));
}

void TrainPage::pause() {
  if (context_.trainer->state() == RunState::Paused ||
      context_.trainer->state() == RunState::PausedFreed) {
    context_.trainer->resume();
  } else {
    context_.trainer->pause(false);
  }
}

void TrainPage::pauseAndFree() { context_.trainer->pause(true); }

void TrainPage::stop() { context_.trainer->stop(); }

void TrainPage::askStopNow() {
  const auto& progress = context_.trainer->lastProgress();
  const Checkpoint* kept = run_ == nullptr ? nullptr : run_->lastCheckpoint();
  const QString lost =
      kept == nullptr ? tr("There is no checkpoint yet: all that it learned is lost.")
      : !progress ? tr("The last checkpoint is of %1, step %L2: all that it learned since is lost.")
                        .arg(kept->stage)
                        .arg(kept->step)
      : kept->stage == QString::fromStdString(progress->training)
          ? tr("The last checkpoint is of step %L1, %2: %Ln step(s) are lost.", nullptr,
               static_cast<int>(std::max<qint64>(0, progress->step - kept->step)))
                .arg(kept->step)
                .arg(ageText(kept->saved))
          : tr("The last checkpoint is of %1, step %L2: all steps of %3 are lost.")
                .arg(kept->stage)
                .arg(kept->step)
                .arg(QString::fromStdString(progress->training));
  auto* box =
      new QMessageBox(QMessageBox::Warning, tr("Stop now"),
                      tr("Training is ended at once, in the middle of its step. %1 Use this "
                         "when it does not answer any more.")
                          .arg(lost),
                      QMessageBox::Cancel, this);
  box->setObjectName(QStringLiteral("stopNowQuestion"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto* now = box->addButton(tr("Stop now"), QMessageBox::DestructiveRole);
  now->setObjectName(QStringLiteral("stopNowYes"));
  box->setDefaultButton(QMessageBox::Cancel);
  connect(now, &QAbstractButton::clicked, context_.trainer, &TrainerClient::stopNow);
  box->open();
}

void TrainPage::duplicate() {
  if (run_ == nullptr) return;
  auto* dialog = new NewRunDialog(context_, run_->info(), stagesTrained(), this);
  connect(dialog, &NewRunDialog::wanted, this, &TrainPage::launch);
  dialog->open();
}

void TrainPage::checkpoint() { context_.trainer->checkpoint(); }

void TrainPage::sample() { context_.trainer->preview(); }

}  // namespace unroll::ui
