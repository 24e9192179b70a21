#include "ui/pages/compare/compare_page.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/compare_rows.h"
#include "ui/pages/compare/measure_panel.h"
#include "ui/pages/compare/setting_panel.h"
#include "ui/pages/view_history.h"
#include "ui/player/clock_binding.h"
#include "ui/player/playback_actions.h"
#include "ui/player/transport.h"
#include "ui/plots/plot_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

QComboBox* box(QWidget* parent, const char* name, const QString& accessible) {
  auto* made = new QComboBox(parent);
  made->setObjectName(QLatin1String(name));
  made->setAccessibleName(accessible);
  made->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return made;
}

QPushButton* button(QWidget* parent, const char* name, const QString& text) {
  auto* made = new QPushButton(text, parent);
  made->setObjectName(QLatin1String(name));
  made->setAccessibleName(text);
  return made;
}

/// Whether letters belong to a text that is being written.
bool isWriting() {
  const QWidget* focus = QApplication::focusWidget();
  return qobject_cast<const QLineEdit*>(focus) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(focus) != nullptr;
}

}  // namespace

ComparePage::ComparePage(StudioContext& context, QWidget* parent)
    : Page(parent), context_(context) {
  setObjectName(QStringLiteral("comparePage"));
  bindClock(clock_, *context_.cursors);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::kGroupGap, Theme::kGroupGap, Theme::kGroupGap, Theme::kGap);
  layout->setSpacing(Theme::kGap);
  stack_ = new QStackedWidget(this);
  layout->addWidget(stack_, 1);

  auto* empty = new QWidget(stack_);
  auto* emptyLayout = new QVBoxLayout(empty);
  auto* sentence = new QLabel(empty);
  sentence->setObjectName(QStringLiteral("compareEmpty"));
  sentence->setWordWrap(true);
  sentence->setAlignment(Qt::AlignCenter);
  sentence->setText(
      tr("Comparing needs two runs. Train one on the Train page; then one button here "
         "trains the same run without the matching critic."));
  emptyLayout->addStretch();
  emptyLayout->addWidget(sentence);
  emptyLayout->addStretch();
  stack_->addWidget(empty);

  auto* page = new QWidget(stack_);
  auto* pageLayout = new QVBoxLayout(page);
  pageLayout->setContentsMargins(0, 0, 0, 0);
  pageLayout->setSpacing(Theme::kGap);
  pageLayout->addWidget(buildBar());
  note_ = new QLabel(page);
  note_->setObjectName(QStringLiteral("compareNote"));
  note_->setWordWrap(true);
  note_->setFont(Theme::captionFont());
  pageLayout->addWidget(note_);
  splitter_ = new QSplitter(Qt::Vertical, page);
  splitter_->setObjectName(QStringLiteral("compareSplitter"));
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(buildPictures());
  splitter_->addWidget(buildNumbers());
  splitter_->setStretchFactor(0, 3);
  splitter_->setStretchFactor(1, 2);
  splitter_->setSizes({600, 400});  // Shares: the pictures come first.
  pageLayout->addWidget(splitter_, 1);
  verdict_ = new QLabel(page);
  verdict_->setObjectName(QStringLiteral("compareVerdict"));
  verdict_->setWordWrap(true);
  pageLayout->addWidget(verdict_);
  playback_ = new PlaybackActions(clock_, this);
  pageLayout->addWidget(new Transport(clock_, *playback_, page));
  stack_->addWidget(page);

  keepChoices();
  addActions();
  soon_.setSingleShot(true);
  soon_.setInterval(30);
  connect(&soon_, &QTimer::timeout, this, &ComparePage::changed);
  const auto later = [this] { soon_.start(); };
  connect(context_.cursors, &Cursors::stepChanged, this, later);
  connect(context_.cursors, &Cursors::seedChanged, this, later);
  connect(context_.project, &ProjectModel::opened, this, &ComparePage::projectChanged);
  connect(context_.project, &ProjectModel::closed, this, &ComparePage::projectChanged);
  connect(context_.project, &ProjectModel::runsChanged, this, later);
  connect(measurePanel_, &MeasurePanel::measured, this, [this] {
    measuresStale_ = true;
    soon_.start();
  });
  connect(measurePanel_, &MeasurePanel::failed, this, [this](const QString& why) {
    if (context_.notices != nullptr) context_.notices->error(why);
  });
  connect(&Theme::instance(), &Theme::changed, this, &ComparePage::curvesChanged);
  projectChanged();
}

ComparePage::~ComparePage() { qApp->removeEventFilter(this); }

QString ComparePage::title() const { return tr("Compare"); }
QIcon ComparePage::icon() const { return Theme::icon("compare"); }

QWidget* ComparePage::buildBar() {
  auto* bar = new QWidget(this);
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::kGap);
  layout->addWidget(new QLabel(tr("Baseline"), bar));
  baseline_ = box(bar, "compareBaseline", tr("Baseline run"));
  layout->addWidget(baseline_);
  layout->addWidget(new QLabel(tr("vs"), bar));
  other_ = box(bar, "compareOther", tr("Run that is compared with the baseline"));
  layout->addWidget(other_);
  add_ = box(bar, "compareAdd", tr("Add another run"));
  layout->addWidget(add_);
  fewer_ = button(bar, "compareFewer", tr("Remove the last"));
  layout->addWidget(fewer_);
  layout->addSpacing(Theme::kGroupGap);
  stage_ = box(bar, "compareStage", tr("Stage that is compared"));
  layout->addWidget(stage_);
  layout->addWidget(new QLabel(tr("align by"), bar));
  align_ = box(bar, "compareAlign", tr("What the curves are drawn along"));
  align_->addItem(tr("step"), QStringLiteral("step"));
  align_->addItem(tr("wall time"), QStringLiteral("time"));
  layout->addWidget(align_);
  layout->addStretch(1);
  counterpart_ = button(bar, "compareCounterpart", tr("Train the counterpart"));
  layout->addWidget(counterpart_);

  connect(baseline_, &QComboBox::activated, this, [this] {
    QStringList runs = runs_;
    const QString chosen = baseline_->currentText();
    // Choosing the run that it is compared with swaps the two.
    const qsizetype there = runs.indexOf(chosen);
    if (there > 0) runs.replace(there, runs.front());
    runs.replace(0, chosen);
    chooseRuns(runs);
  });
  connect(other_, &QComboBox::activated, this, [this] {
    QStringList runs = runs_;
    const QString chosen = other_->currentText();
    const qsizetype there = runs.indexOf(chosen);
    if (there >= 0 && there != 1) runs.replace(there, runs.at(1));
    runs.replace(1, chosen);
    chooseRuns(runs);
  });
  connect(add_, &QComboBox::activated, this, [this](int index) {
    if (index > 0) chooseRuns(runs_ + QStringList{add_->itemText(index)});
  });
  connect(fewer_, &QPushButton::clicked, this,
          [this] { chooseRuns(runs_.first(runs_.size() - 1)); });
  connect(counterpart_, &QPushButton::clicked, this, &ComparePage::trainCounterpart);
  return bar;
}

QWidget* ComparePage::buildPictures() {
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(QStringLiteral("comparePictures"));
  scroll->setAccessibleName(tr("Clips of the compared runs, a row each"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  rows_ = new CompareRows(context_.serve, clock_, scroll);
  scroll->setWidget(rows_);
  connect(rows_, &CompareRows::seedChosen, this,
          [this](quint64 seed) { context_.cursors->setSeed(static_cast<qint64>(seed)); });
  return scroll;
}

QWidget* ComparePage::buildNumbers() {
  auto* numbers = new QSplitter(Qt::Horizontal, this);
  numbers->setObjectName(QStringLiteral("compareNumbers"));
  numbers->setChildrenCollapsible(false);
  const auto panel = [&](QComboBox* choice, PlotView* plot) {
    auto* side = new QWidget(numbers);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap / 2);
    layout->addWidget(choice);
    plot->setTitleShown(false);  // The choice above says it.
    layout->addWidget(plot, 1);
    numbers->addWidget(side);
  };
  curve_ = box(numbers, "compareCurve", tr("Curve that is drawn"));
  curves_ = new PlotView(numbers);
  curves_->setObjectName(QStringLiteral("compareCurves"));
  curves_->setEmptyText(tr("The runs have no points of this yet."));
  panel(curve_, curves_);
  unlike_ = new QLabel(numbers);
  unlike_->setObjectName(QStringLiteral("compareUnlike"));
  unlike_->setWordWrap(true);
  unlike_->setFont(Theme::captionFont());
  curves_->parentWidget()->layout()->addWidget(unlike_);
  line_ = box(numbers, "compareLine", tr("Spectrum or curve along the frames"));
  lines_ = new PlotView(numbers);
  lines_->setObjectName(QStringLiteral("compareLines"));
  lines_->setEmptyText(tr("Drawn once both runs are measured."));
  panel(line_, lines_);

  tabs_ = new QTabWidget(numbers);
  tabs_->setObjectName(QStringLiteral("compareTabs"));
  tabs_->setAccessibleName(tr("Measures and settings"));
  measurePanel_ = new MeasurePanel(context_.serve, tabs_);
  tabs_->addTab(measurePanel_, tr("Measures"));
  settingPanel_ = new SettingPanel(context_.settings, tabs_);
  tabs_->addTab(settingPanel_, tr("Settings"));
  blind_ = button(tabs_, "compareBlind", tr("Blind test…"));
  tabs_->setCornerWidget(blind_);
  connect(blind_, &QPushButton::clicked, this, &ComparePage::openBlindTest);
  numbers->addWidget(tabs_);
  numbers->setSizes({270, 270, 460});
  connect(settingPanel_, &SettingPanel::changed, this, &ComparePage::showTables);
  connect(curves_, &PlotView::clicked, this, [this](double x) {
    if (align_->currentIndex() == 0) context_.cursors->setStep(static_cast<qint64>(x));
  });
  return numbers;
}

void ComparePage::addActions() {
  const auto add = [this](const char* name, const QString& text, auto slot) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setProperty("menu", QStringLiteral("Compare"));
    connect(action, &QAction::triggered, this, slot);
    actions_ << action;
    return action;
  };
  add("actionSwapBaseline", tr("Set Baseline to the Other Run"), [this] {
    if (runs_.size() > 1) chooseRuns(QStringList{runs_[1], runs_[0]} + runs_.mid(2));
  });
  blink_ = add("actionBlinkRows", tr("Blink Rows (hold B)"), [this] { holdBlink(false); });
  blink_->setCheckable(true);
  add("actionCounterpart", tr("Train the Counterpart"), [this] { trainCounterpart(); });
  add("actionMeasureRuns", tr("Measure What Is Missing"),
      [this] { measurePanel_->measureMissing(); });
  add("actionBlindTest", tr("Blind Test…"), [this] { openBlindTest(); });
  QAction* copy = add("actionCopyNumbers", tr("Copy Numbers"), [this] { copyNumbers(); });
  copy->setProperty("menu", QStringLiteral("Edit"));
  copy->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);  // As on the Samples page.
  actions_ += playback_->all();
}

void ComparePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  qApp->installEventFilter(this);
  measuresStale_ = true;
  soon_.start();
}

void ComparePage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  qApp->removeEventFilter(this);
  clock_.pause();
  blink_->setChecked(false);
  holdBlink(false);
}

void ComparePage::holdBlink(bool held) { rows_->setSwapped(held != blink_->isChecked()); }

bool ComparePage::eventFilter(QObject* watched, QEvent* event) {
  // The key is let go of elsewhere once another window has come to the front.
  if (event->type() == QEvent::WindowDeactivate && watched == window()) holdBlink(false);
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() != Qt::Key_B || key->modifiers() != Qt::NoModifier || isWriting()) return false;
  const QObject* first = QApplication::focusWidget();
  if (first == nullptr) first = window();
  if (watched != first) return false;
  if (!key->isAutoRepeat()) holdBlink(event->type() == QEvent::KeyPress);
  return true;  // A list of runs would look for a name that begins with it.
}

void ComparePage::chooseRuns(const QStringList& runs) {
  const ViewHistory::Values before = history_->now();
  setRuns(runs);
  history_->changed(tr("compared runs"), before);
}

void ComparePage::keepChoices() {
  history_ = new ViewHistory(*this, [this] { return undoStack(); });
  history_->keep(
      QStringLiteral("runs"), [this] { return runs_; },
      [this](const QVariant& runs) { setRuns(runs.toStringList()); });
  const auto box = [this](QComboBox* one, const QString& name, void (ComparePage::*draw)()) {
    history_->keep(
        one->objectName(), [one] { return one->currentData(); },
        [this, one, draw](const QVariant& chosen) {
          const int index = one->findData(chosen);
          if (index >= 0) one->setCurrentIndex(index);
          (this->*draw)();
        });
    // The box says what was chosen when it is too late to ask what was shown.
    connect(one, &QComboBox::activated, this, [this, one, name, draw] {
      const QString key = one->objectName();
      history_->changed(name, {{key, shownChoices_.value(key)}});
      (this->*draw)();
    });
  };
  box(stage_, tr("choice of the stage"), &ComparePage::changed);
  box(align_, tr("choice of the axis"), &ComparePage::showCurves);
  box(curve_, tr("choice of the curve"), &ComparePage::showCurves);
  box(line_, tr("choice of the spectrum"), &ComparePage::showLines);
  settingPanel_->keepChoices(*history_);
}

void ComparePage::noteChoices() { shownChoices_ = history_->now(); }

void ComparePage::projectChanged() {
  runs_.clear();
  measures_.clear();
  shownSteps_.clear();
  chosen_ = false;
  measuresStale_ = true;
  changed();
}

void ComparePage::setRuns(const QStringList& runs) {
  runs_.clear();
  const QStringList known = context_.project->runNames();
  for (const QString& name : runs) {
    if (known.contains(name) && !runs_.contains(name) && runs_.size() < kMostRuns) runs_ << name;
  }
  if (context_.settings != nullptr && context_.project->isOpen()) {
    context_.settings->setValue(QStringLiteral("compare/runs"), runs_);
  }
  measuresStale_ = true;
  changed();
}

void ComparePage::chooseDefaults() {
  const QStringList known = context_.project->runNames();
  runs_.removeIf([&](const QString& name) { return !known.contains(name); });
  if (runs_.size() >= 2 || known.size() < 2) return;
  if (!chosen_ && context_.settings != nullptr) {
    for (const QString& name :
         context_.settings->value(QStringLiteral("compare/runs")).toStringList()) {
      if (known.contains(name) && !runs_.contains(name)) runs_ << name;
    }
  }
  chosen_ = true;
  // Without the matching critic is the baseline; the run under the cursor belongs in.
  const QString cursor = context_.cursors->run();
  if (runs_.isEmpty() && known.contains(cursor)) runs_ << cursor;
  if (runs_.isEmpty()) runs_ << known.front();
  // The run that is most like it: the other critic first, then the fewest settings apart.
  const auto recipeOf = [this](const QString& name) -> const Recipe& {
    return context_.project->runInfo(name)->recipe;
  };
  QString best;
  qsizetype fewest = 0;
  for (const QString& name : known) {
    if (runs_.size() >= 2 || runs_.contains(name)) continue;
    const QList<SettingRow> rows = settingRows({recipeOf(runs_[0]), recipeOf(name)});
    qsizetype apart = std::ranges::count_if(rows, &SettingRow::differs);
    if (hasMatchingCritic(recipeOf(runs_[0])) == hasMatchingCritic(recipeOf(name))) {
      apart += rows.size();
    }
    if (best.isEmpty() || apart < fewest) {
      best = name;
      fewest = apart;
    }
  }
  if (!best.isEmpty()) runs_ << best;
  if (hasMatchingCritic(recipeOf(runs_[0])) && !hasMatchingCritic(recipeOf(runs_[1]))) {
    runs_.swapItemsAt(0, 1);
  }
}

bool ComparePage::readyToCapture() const {
  if (soon_.isActive() || reading_) return false;
  for (const QString& name : runs_) {
    const RunModel* model = run(name);
    if (model == nullptr || !model->isLoaded()) return false;
  }
  return rows_->isReady();
}

}  // namespace unroll::ui
