// How the Train page is put together.
#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

#include "ui/model/cursors.h"
#include "ui/model/project_model.h"
#include "ui/model/words.h"
#include "ui/pages/train/curve_panel.h"
#include "ui/pages/train/failure_card.h"
#include "ui/pages/train/health_line.h"
#include "ui/pages/train/memory_forecast.h"
#include "ui/pages/train/preview_wall.h"
#include "ui/pages/train/recipe_form.h"
#include "ui/pages/train/stage_strip.h"
#include "ui/pages/train/time_slider.h"
#include "ui/pages/train/train_page.h"
#include "ui/player/playback_actions.h"
#include "ui/player/transport.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

void TrainPage::buildBody() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::kGroupGap, Theme::kGap, Theme::kGroupGap, Theme::kGap);
  layout->setSpacing(Theme::kGap);
  layout->addWidget(buildHeader());
  failure_ = new FailureCard(this);
  connect(failure_, &FailureCard::resumeWanted, this, &TrainPage::start);
  connect(failure_, &FailureCard::remedyWanted, this, &TrainPage::remedy);
  connect(failure_, &FailureCard::logWanted, this, [this] {
    if (auto* log = window()->findChild<QAction*>(QStringLiteral("showLog"))) log->setChecked(true);
  });
  layout->addWidget(failure_);
  auto* split = new QSplitter(Qt::Horizontal, this);
  split->setObjectName(QStringLiteral("trainColumns"));
  split->setChildrenCollapsible(false);
  split->addWidget(buildPreviews());
  split->addWidget(buildSide());
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 2);
  split->setSizes({820, 560});
  layout->addWidget(split, 1);
  health_ = new HealthLine(this);
  layout->addWidget(health_);
}

QWidget* TrainPage::buildHeader() {
  auto* header = new QWidget(this);
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(Theme::kGap);
  runLabel_ = new QLabel(header);
  runLabel_->setObjectName(QStringLiteral("trainRun"));
  runLabel_->setFont(Theme::titleFont());
  row->addWidget(runLabel_);
  startButton_ = new QPushButton(startAction_->text(), header);
  startButton_->setObjectName(QStringLiteral("startButton"));
  startButton_->setAccessibleName(startAction_->text());
  startButton_->setProperty("primary", true);
  connect(startButton_, &QPushButton::clicked, startAction_, &QAction::trigger);
  connect(startAction_, &QAction::enabledChanged, startButton_, &QPushButton::setEnabled);
  row->addWidget(startButton_);
  const auto tool = [header, row](QAction* action, const char* name, const QString& words = {}) {
    auto* button = new QToolButton(header);
    if (!words.isEmpty()) action->setIconText(words);
    button->setDefaultAction(action);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(action->text());
    if (!words.isEmpty()) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    explainKeys(*action);
    row->addWidget(button);
    return button;
  };
  const auto choices = [](QToolButton* button, const QList<QAction*>& actions) {
    auto* menu = new QMenu(button);
    menu->setObjectName(button->objectName() + QStringLiteral("Menu"));
    menu->addActions(actions);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::MenuButtonPopup);
  };
  pauseButton_ = tool(pauseAction_, "pauseButton", tr("Pause"));
  pauseButton_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  pauseButton_->setProperty("primary", true);
  choices(pauseButton_, {pauseAction_, freeAction_});
  stopButton_ = tool(stopAction_, "stopTrainingButton", tr("Stop"));
  stopNowAction_->setIconText(tr("Stop Now"));
  choices(stopButton_, {stopAction_, stopNowAction_});
  tool(checkpointAction_, "checkpointNowButton", tr("Checkpoint"));
  tool(sampleAction_, "sampleNowButton", tr("Sample"));
  freeButton_ = tool(freeAction_, "pauseAndFreeButton");
  tool(newAction_, "newRunButton");
  tool(branchAction_, "branchRunButton");
  row->addStretch(1);
  stages_ = new StageStrip(header);
  connect(stages_, &StageStrip::stageChosen, this, &TrainPage::chooseStage);
  row->addWidget(stages_);
  return header;
}

QWidget* TrainPage::buildPreviews() {
  auto* box = new QWidget(this);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  wall_ = new PreviewWall(clock_, box);
  layout->addWidget(wall_, 1);
  caption_ = new QLabel(box);
  caption_->setObjectName(QStringLiteral("previewCaption"));
  caption_->setProperty("role", QStringLiteral("caption"));
  caption_->setFont(Theme::captionFont());
  layout->addWidget(caption_);
  layout->addWidget(new Transport(clock_, *playback_, box));
  slider_ = new TimeSlider(box);
  connect(slider_, &TimeSlider::stepChosen, context_.cursors, &Cursors::setStep);
  layout->addWidget(slider_);
  return box;
}

QWidget* TrainPage::buildSide() {
  side_ = new QTabWidget(this);
  side_->setObjectName(QStringLiteral("trainTabs"));
  side_->setAccessibleName(tr("Curves and recipe"));
  side_->tabBar()->setObjectName(QStringLiteral("trainTabBar"));
  side_->tabBar()->setAccessibleName(tr("Curves and recipe"));
  curves_ = new CurvePanel(context_, side_);
  connect(curves_, &CurvePanel::stepChosen, context_.cursors, &Cursors::setStep);
  side_->addTab(curves_, tr("Curves"));
  auto* recipe = new QWidget(side_);
  auto* layout = new QVBoxLayout(recipe);
  layout->setContentsMargins(0, 8, 0, 0);
  auto* note =
      new QLabel(tr("For the next new run. What differs from the recipe is marked ●."), recipe);
  note->setProperty("role", QStringLiteral("caption"));
  note->setWordWrap(true);
  layout->addWidget(note);
  forecast_ = new MemoryForecast(context_, recipe);
  layout->addWidget(forecast_);
  form_ = new RecipeForm(recipe);
  connect(form_, &RecipeForm::changed, this, [this] { saveRecipe_.start(); });
  layout->addWidget(form_, 1);
  side_->addTab(recipe, tr("Recipe"));
  connect(side_, &QTabWidget::tabBarClicked, this, [this] { tabChosen_ = true; });
  return side_;
}

}  // namespace unroll::ui
