#include "ui/pages/train/train_page.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QToolButton>

#include "protocol/built_in_recipes.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/words.h"
#include "ui/pages/train/curve_panel.h"
#include "ui/pages/train/failure_card.h"
#include "ui/pages/train/health_line.h"
#include "ui/pages/train/memory_forecast.h"
#include "ui/pages/train/memory_remedy.h"
#include "ui/pages/train/preview_wall.h"
#include "ui/pages/train/recipe_form.h"
#include "ui/pages/train/stage_strip.h"
#include "ui/pages/train/time_slider.h"
#include "ui/player/clock_binding.h"
#include "ui/player/playback_actions.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kSaveMs = 400;
constexpr int kAgesMs = 5000;

}  // namespace

TrainPage::TrainPage(StudioContext& context, QWidget* parent) : Page(parent), context_(context) {
  setObjectName(QStringLiteral("trainPage"));
  bindClock(clock_, *context_.cursors);
  playback_ = new PlaybackActions(clock_, this);
  buildActions();
  buildBody();
  saveRecipe_.setSingleShot(true);
  saveRecipe_.setInterval(kSaveMs);
  connect(&saveRecipe_, &QTimer::timeout, this,
          [this] { context_.project->saveRecipe(form_->recipe()); });
  ages_.start(kAgesMs);
  connect(&ages_, &QTimer::timeout, this, &TrainPage::showPreviews);
  connect(context_.cursors, &Cursors::runChanged, this, &TrainPage::followRun);
  connect(context_.cursors, &Cursors::stepChanged, this, [this](qint64 step) {
    slider_->setStep(step);
    showPreviews();
  });
  connect(context_.project, &ProjectModel::opened, this, &TrainPage::showRecipe);
  connect(context_.project, &ProjectModel::recipeChanged, this, &TrainPage::showRecipe);
  connect(context_.project, &ProjectModel::opened, this, &TrainPage::followRun);
  connect(context_.project, &ProjectModel::runsChanged, this, &TrainPage::followRun);
  connect(context_.trainer, &TrainerClient::stateChanged, this, &TrainPage::showState);
  connect(context_.trainer, &TrainerClient::connected, this, &TrainPage::showState);
  connect(context_.trainer, &TrainerClient::disconnected, this, &TrainPage::showState);
  connect(context_.trainer, &TrainerClient::failed, this, &TrainPage::showState);
  connect(context_.trainer, &TrainerClient::progress, this, [this] {
    if (run_ != nullptr) stages_->setRun(run_, shownStage());
  });
  connect(context_.trainer, &TrainerClient::previewReady, this, [this] {
    if (run_ != nullptr) run_->refresh();
  });
  connect(wall_, &PreviewWall::allLoaded, this, &TrainPage::playFirst);
  if (context_.project->isOpen()) showRecipe();
  followRun();
}

TrainPage::~TrainPage() = default;

void TrainPage::playFirst() {
  // Motion starts by itself once; whoever paused it stays in peace.
  if (playedOnce_ || !isVisible() || clock_.frameCount() == 0) return;
  if (!context_.settings->value(QStringLiteral("autoplay"), true).toBool()) return;
  playedOnce_ = true;
  clock_.play();
}

void TrainPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  showHealth();
  if (std::exchange(playsWhenShown_, false)) clock_.play();
  playFirst();
}

void TrainPage::hideEvent(QHideEvent* event) {
  // A hidden page must not move the window's frame cursor.
  playsWhenShown_ = clock_.isPlaying();
  clock_.pause();
  Page::hideEvent(event);
}

QString TrainPage::title() const { return tr("Train"); }

QIcon TrainPage::icon() const { return Theme::icon("train"); }

QAction* TrainPage::addAction(const char* name, const QString& text, const char* icon,
                              const QKeySequence& keys, void (TrainPage::*slot)()) {
  auto* action = new QAction(Theme::icon(icon), text, this);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(keys);
  action->setProperty("menu", QStringLiteral("Train"));
  action->setProperty("everywhere", true);
  connect(action, &QAction::triggered, this, slot);
  return action;
}

void TrainPage::buildActions() {
  startAction_ = addAction("startTraining", tr("Start Training"), "play", QKeySequence(Qt::Key_F5),
                           &TrainPage::start);
  newAction_ = addAction("newRun", tr("New Run…"), "plus",
                         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), &TrainPage::newRun);
  branchAction_ =
      addAction("branchRun", tr("Branch From Checkpoint…"), "branch", {}, &TrainPage::branch);
  pauseAction_ =
      addAction("pauseTraining", tr("Pause"), "pause", QKeySequence(Qt::Key_F6), &TrainPage::pause);
  freeAction_ = addAction("pauseAndFree", tr("Pause and Free Memory"), "memory",
                          QKeySequence(Qt::SHIFT | Qt::Key_F6), &TrainPage::pauseAndFree);
  stopAction_ = addAction("stopTraining", tr("Stop With a Checkpoint"), "stop",
                          QKeySequence(Qt::SHIFT | Qt::Key_F5), &TrainPage::stop);
  stopNowAction_ =
      addAction("stopNow", tr("Stop Now Without Saving…"), "close", {}, &TrainPage::askStopNow);
  duplicateAction_ =
      addAction("duplicateRun", tr("Duplicate Run…"), "branch", {}, &TrainPage::duplicate);
  duplicateAction_->setProperty("menu", QStringLiteral("File"));
  checkpointAction_ =
      addAction("checkpointNow", tr("Checkpoint Now"), "checkpoint",
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K), &TrainPage::checkpoint);
  sampleAction_ = addAction("sampleNow", tr("Sample Now"), "sample-now", QKeySequence(Qt::Key_F7),
                            &TrainPage::sample);
}

QList<QAction*> TrainPage::pageActions() {
  QList<QAction*> actions = {startAction_,      newAction_,   branchAction_, duplicateAction_,
                             pauseAction_,      freeAction_,  stopAction_,   stopNowAction_,
                             checkpointAction_, sampleAction_};
  actions += slider_->actions();
  actions += playback_->all();
  return actions;
}

QUndoStack* TrainPage::undoStack() { return form_->undoStack(); }

bool TrainPage::readyToCapture() const {
  if (side_->currentIndex() == 1 && forecast_->isBusy()) return false;
  if (run_ == nullptr) return context_.project->runNames().isEmpty();
  return run_->isLoaded() && wall_->isLoaded();
}

void TrainPage::followRun() {
  RunModel* run = context_.project->run(context_.cursors->run());
  if (run != run_) {
    if (run_ != nullptr) run_->disconnect(this);
    run_ = run;
    stage_ = -1;
    if (run_ != nullptr) {
      connect(run_, &RunModel::stateChanged, this, &TrainPage::showState);
      connect(run_, &RunModel::checkpointsChanged, this, &TrainPage::showState);
      connect(run_, &RunModel::previewsChanged, this, &TrainPage::showPreviews);
      connect(run_, &RunModel::curvesChanged, this, &TrainPage::showHealth);
    }
  }
  curves_->setRun(run_);  // Both forget a run that has gone: also that there is none is told.
  if (!tabChosen_) side_->setCurrentIndex(run_ == nullptr ? 1 : 0);
  showState();
  showPreviews();
  showHealth();
}

int TrainPage::shownStage() const {
  if (run_ == nullptr) return 1;
  if (stage_ >= 0) return stage_;
  // The trained stage, or the last one that has something to show.
  if (!run_->previews(run_->stage()).isEmpty()) return run_->stage();
  const QList<int> stages = run_->previewStages();
  return stages.isEmpty() ? run_->stage() : stages.back();
}

void TrainPage::chooseStage(int stage) {
  stage_ = stage;
  context_.cursors->setStep(-1);
  showState();
  showPreviews();
  showHealth();
}

void TrainPage::showState() {
  const bool live = run_ == nullptr ? context_.trainer->isConnected()
                                    : context_.trainer->speaksFor(run_->folder());
  const RunState state = live              ? context_.trainer->state()
                         : run_ != nullptr ? run_->state()
                                           : RunState::Idle;
  const bool paused = state == RunState::Paused || state == RunState::PausedFreed;
  const bool works = live && !paused && state != RunState::Stopping;
  const bool goesOn = run_ != nullptr && !live && !run_->isLive() && canGoOn(*run_);
  startAction_->setEnabled(context_.project->isOpen() && (paused || !live) &&
                           (run_ == nullptr || !run_->isLive() || paused));
  startAction_->setText(paused   ? tr("Go On")
                        : goesOn ? tr("Resume %1").arg(run_->name())
                                 : tr("Start Training"));
  startButton_->setText(startAction_->text());
  startButton_->setAccessibleName(startAction_->text());
  // One primary button at a time.
  startButton_->setVisible(!works);
  pauseAction_->setEnabled(works);
  freeAction_->setEnabled(live && state != RunState::PausedFreed && state != RunState::Stopping);
  stopAction_->setEnabled(live && state != RunState::Stopping);
  stopNowAction_->setEnabled(context_.trainer->trainerPid() > 0);
  // A trainer that was told to stop and does not come to it can still be stopped at once.
  const bool onlyNow = state == RunState::Stopping && stopNowAction_->isEnabled();
  stopButton_->setDefaultAction(onlyNow ? stopNowAction_ : stopAction_);
  stopButton_->setAccessibleName(stopButton_->defaultAction()->text());
  duplicateAction_->setEnabled(run_ != nullptr);
  checkpointAction_->setEnabled(works && state == RunState::Running);
  sampleAction_->setEnabled(live && state != RunState::PausedFreed);
  branchAction_->setEnabled(run_ != nullptr && !run_->checkpoints().isEmpty());
  pauseButton_->setVisible(works);
  freeButton_->setVisible(state == RunState::Paused);
  runLabel_->setText(run_ == nullptr ? tr("No run yet") : run_->name());
  stages_->setRun(run_, shownStage());

  const bool failed = !live && run_ != nullptr && run_->state() == RunState::Failed;
  if (failed) {
    const Checkpoint* kept = run_->lastCheckpoint();
    const auto& failure = context_.trainer->lastFailure();
    QString reason = run_->failure();
    if (reason.isEmpty() && failure) reason = QString::fromStdString(failure->message);
    if (reason.isEmpty() || run_->diedSilently()) {
      reason = context_.project->isWritable()
                   ? tr("The trainer ended without a word: it was killed, or the machine ran out "
                        "of memory (then a smaller batch or size helps).")
                   : tr("The project's folder cannot be written to, so the trainer could neither "
                        "save nor say why it ended: make the folder writable and resume.");
    }
    failure_->setFailure(reason,
                         kept == nullptr ? tr("No checkpoint was written yet.")
                                         : tr("The last good checkpoint is %1, step %L2, %3.")
                                               .arg(kept->stage)
                                               .arg(kept->step)
                                               .arg(ageText(kept->saved)),
                         kept != nullptr);
    showRemedy();
  } else if (!live && run_ == nullptr && context_.trainer->lastFailure()) {
    failure_->setFailure(QString::fromStdString(context_.trainer->lastFailure()->message), {},
                         false);
    failure_->setRemedy({});
  } else {
    failure_->hide();
  }
}

void TrainPage::showRemedy() {
  // A trainer that could not write ended for that, and smaller batches cannot be written either.
  const bool maybe = run_->diedSilently() && context_.project->isWritable();
  if (!run_->ranOutOfMemory() && !maybe) return failure_->setRemedy({});
  const auto remedy =
      memoryRemedy(*run_, context_.project->path(), stagesTrained(), context_.project->runNames());
  if (remedy) return failure_->setRemedy(remedy->button, remedy->about);
  if (run_->ranOutOfMemory()) {
    failure_->setRemedy(tr("Change the recipe"),
                        tr("No batch is small enough: choose fewer channels, frames or pixels, "
                           "then start a new run."));
  } else {
    failure_->setRemedy({});
  }
}

void TrainPage::showPreviews() {
  const int stage = shownStage();
  QList<qint64> steps;
  const Preview* preview = nullptr;
  QString reason = tr("Previews of fixed probe seeds appear here while a run trains.");
  if (run_ != nullptr) {
    for (const Preview& made : run_->previews(stage)) steps.append(made.step);
    preview = run_->previewAt(stage, context_.cursors->step());
    if (preview == nullptr && !steps.isEmpty()) preview = &run_->previews(stage).front();
    if (run_->isLoaded() && steps.isEmpty()) {
      reason = run_->recipe().previewEvery > 0
                   ? tr("The first preview of this stage comes at step %L1.")
                         .arg(run_->recipe().previewEvery)
                   : tr("The recipe says 'never' to previews: Sample Now (F7) makes one.");
    }
  }
  slider_->setSteps(steps);
  slider_->setStep(context_.cursors->step());
  wall_->setPreview(preview, run_ == nullptr ? context_.project->recipe() : run_->recipe(), reason);
  if (preview == nullptr) {
    caption_->clear();
    return;
  }
  const qint64 every = run_->recipe().previewEvery;
  QString text =
      tr("Step %L1, %2, averaged weights").arg(preview->step).arg(ageText(preview->time));
  if (context_.trainer->isConnected() && every > 0)
    text += tr("; the next preview comes at step %L1").arg((preview->step / every + 1) * every);
  caption_->setText(text);
}

void TrainPage::showRecipe() {
  if (!context_.project->isOpen() || saveRecipe_.isActive()) return;
  const Recipe& recipe = context_.project->recipe();
  const auto base = builtInRecipe(recipe.name);
  form_->setRecipe(recipe, base ? *base : recipe, QString::fromStdString(recipe.name));
}

void TrainPage::showHealth() {
  if (!isVisible()) return;
  health_->setHealth(run_ == nullptr ? Health{} : run_->health(shownStage()));
}

}  // namespace unroll::ui
