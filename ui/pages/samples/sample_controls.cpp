#include "ui/pages/samples/sample_controls.h"

#include <algorithm>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSet>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "data/store_index.h"
#include "ui/model/background.h"
#include "ui/model/cursors.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/model/words.h"
#include "ui/theme/dialog_parts.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kDrawnSeeds = 64;
constexpr int kLeastFrames = 12;
constexpr int kMostFrames = 1000;

template <typename T>
T* explained(T* widget, const char* name, const QString& accessible) {
  widget->setToolTip(accessible);
  return named(widget, name, accessible);
}

}  // namespace

SampleControls::SampleControls(StudioContext& context, QWidget* parent)
    : QWidget(parent),
      context_(context),
      runs_(explained(new QComboBox(this), "sampleRun", tr("Run"))),
      steps_(explained(new QComboBox(this), "sampleStep", tr("Checkpoint"))),
      seedText_(explained(new QLineEdit(this), "sampleSeeds", tr("Seeds, for example 1-16, 42"))),
      label_(explained(new QComboBox(this), "sampleLabel", tr("Class of all samples"))),
      truncation_(explained(new QDoubleSpinBox(this), "sampleTruncation",
                            tr("Truncation: noise beyond this many deviations is drawn again; less "
                               "variety, better pictures"))),
      frames_(explained(new QSpinBox(this), "sampleFrames",
                        tr("Length to unroll to, in frames of the last stage"))),
      seconds_(explained(new QLabel(this), "sampleSeconds", tr("Length in seconds"))) {
  setObjectName(QStringLiteral("sampleControls"));
  build();
  soon_.setSingleShot(true);
  soon_.setInterval(250);
  connect(&soon_, &QTimer::timeout, this, &SampleControls::changed);
  connect(context_.project, &ProjectModel::opened, this, &SampleControls::projectChanged);
  connect(context_.project, &ProjectModel::closed, this, &SampleControls::projectChanged);
  connect(context_.project, &ProjectModel::runsChanged, this, &SampleControls::listRuns);
  connect(context_.project, &ProjectModel::dataChanged, this, &SampleControls::loadClasses);
  connect(context_.cursors, &Cursors::runChanged, this, &SampleControls::follow);
  connect(context_.cursors, &Cursors::stepChanged, this, &SampleControls::listSteps);
  setSeedText(QStringLiteral("1-16"));
  projectChanged();
}

void SampleControls::build() {
  auto* lines = new QVBoxLayout(this);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(Theme::kGap);
  auto* first = new QHBoxLayout;
  second_ = new QHBoxLayout;
  for (QHBoxLayout* line : {first, second_}) {
    line->setSpacing(Theme::kGap);
    lines->addLayout(line);
  }
  QHBoxLayout* layout = first;
  const auto add = [&](const QString& text, QWidget* widget, int stretch = 0) {
    auto* label = new QLabel(text, this);
    label->setBuddy(widget);
    layout->addWidget(label);
    layout->addWidget(widget, stretch);
  };
  add(tr("Run"), runs_);
  add(tr("at step"), steps_);
  add(tr("Seeds"), seedText_, 1);
  seedText_->setMinimumWidth(90);
  auto* draw =
      explained(new QPushButton(this), "drawSeeds", tr("Draw %1 random seeds").arg(kDrawnSeeds));
  draw->setText(tr("Random %1").arg(kDrawnSeeds));
  layout->addWidget(draw);
  connect(draw, &QPushButton::clicked, this, &SampleControls::drawSeeds);
  layout = second_;
  add(tr("Class"), label_);
  add(tr("Truncation"), truncation_);
  truncation_->setRange(0, 10);
  truncation_->setSingleStep(0.1);
  truncation_->setDecimals(2);
  truncation_->setSpecialValueText(tr("none"));
  add(tr("Length"), frames_);
  frames_->setRange(kLeastFrames, kMostFrames);
  frames_->setValue(48);
  layout->addWidget(seconds_);
  runs_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  steps_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  label_->addItem(tr("any"), -1);

  connect(runs_, &QComboBox::activated, this,
          [this] { context_.cursors->setRun(runs_->currentText()); });
  connect(steps_, &QComboBox::activated, this,
          [this] { context_.cursors->setStep(steps_->currentData().toLongLong()); });
  connect(seedText_, &QLineEdit::textEdited, this, &SampleControls::readSeeds);
  const auto edited = [this] {
    const double rate = run_ != nullptr ? run_->recipe().frameRate : 25;
    seconds_->setText(lengthText(frames_->value() / rate));
    soon_.start();
  };
  connect(label_, &QComboBox::activated, this, edited);
  connect(truncation_, &QDoubleSpinBox::valueChanged, this, edited);
  connect(frames_, &QSpinBox::valueChanged, this, edited);
}

void SampleControls::addStatus(QWidget* status) {
  second_->addSpacing(Theme::kGap);
  second_->addWidget(status, 1);
}

void SampleControls::projectChanged() {
  loadClasses();
  listRuns();
}

void SampleControls::listRuns() {
  const QSignalBlocker blocker(runs_);
  runs_->clear();
  runs_->addItems(context_.project->runNames());
  runs_->setEnabled(runs_->count() > 0);
  follow(context_.cursors->run());
}

void SampleControls::follow(const QString& name) {
  RunModel* now = name.isEmpty() ? nullptr : context_.project->run(name);
  runs_->setCurrentIndex(runs_->findText(name));
  if (now == run_) return listSteps();
  if (run_ != nullptr) disconnect(run_, nullptr, this, nullptr);
  run_ = now;
  if (run_ != nullptr) {
    connect(run_, &RunModel::checkpointsChanged, this, &SampleControls::listSteps);
    connect(run_, &RunModel::loaded, this, &SampleControls::listSteps);
    connect(run_, &QObject::destroyed, this, [this] { run_ = nullptr; });
    const Recipe& recipe = run_->recipe();
    const QSignalBlocker truncation(truncation_);
    truncation_->setValue(recipe.truncation);
    if (!recipe.stages.empty()) {
      frames_->setValue(static_cast<int>(
          std::clamp<int64_t>(recipe.stages.back().frames * 2, kLeastFrames, kMostFrames)));
    }
  }
  listSteps();
}

void SampleControls::listSteps() {
  const QSignalBlocker blocker(steps_);
  steps_->clear();
  if (run_ != nullptr) {
    const QList<qint64> steps = sampleSteps(*run_);
    if (!steps.isEmpty())
      steps_->addItem(tr("newest (%1)").arg(QLocale().toString(steps.first())), -1);
    for (const qint64 step : steps) steps_->addItem(QLocale().toString(step), step);
    // A step without a checkpoint (of a preview, say) shows the newest checkpoint before it.
    const qint64 wanted = context_.cursors->step();
    const auto before =
        std::find_if(steps.begin(), steps.end(), [&](qint64 step) { return step <= wanted; });
    if (wanted >= 0 && !steps.isEmpty()) {
      steps_->setCurrentIndex(steps_->findData(before != steps.end() ? *before : steps.last()));
    }
  }
  steps_->setEnabled(steps_->count() > 0);
  soon_.start();
}

void SampleControls::stepBy(int places) {
  if (run_ == nullptr || steps_->count() < 2) return;
  // Entry 0 stands for the newest, entry 1 is the newest by its number; older ones follow.
  const int now = std::max(1, steps_->currentIndex());
  const int then = std::clamp(now - places, 1, steps_->count() - 1);
  context_.cursors->setStep(steps_->itemData(then).toLongLong());
}

/// Class names come from the data's index, read on a worker thread.
void SampleControls::loadClasses() {
  const QString folder = context_.project->isOpen() ? context_.project->dataFolder() : QString();
  const auto read = [folder] {
    QStringList names;
    if (const auto index = folder.isEmpty() ? fail(ErrorKind::NotFound, "")
                                            : data::readIndex(folder.toStdString())) {
      for (const std::string& name : index->classes) names.append(QString::fromStdString(name));
    }
    return names;
  };
  inBackground(this, read, [this, folder, box = label_](const QStringList& names) {
    // Of a project that was closed meanwhile: the newer reading tells what there is now.
    const bool open = context_.project->isOpen();
    if (folder != (open ? context_.project->dataFolder() : QString())) return;
    const QVariant kept = box->currentData();
    box->clear();
    box->addItem(tr("any"), -1);
    for (int label = 0; label < names.size(); ++label) box->addItem(names[label], label);
    box->setCurrentIndex(std::max(0, box->findData(kept)));
    box->setEnabled(box->count() > 2);
  });
}

void SampleControls::setSeedText(const QString& text) {
  seedText_->setText(text);
  readSeeds();
}

void SampleControls::readSeeds() {
  seeds_ = seedsFromText(seedText_->text(), kMostSeeds);
  soon_.start();
}

void SampleControls::drawSeeds() {
  QSet<quint64> drawn;
  while (drawn.size() < kDrawnSeeds) {
    drawn.insert(static_cast<quint64>(QRandomGenerator::global()->bounded(1, 1'000'000)));
  }
  QList<quint64> seeds = drawn.values();
  std::sort(seeds.begin(), seeds.end());
  setSeedText(textFromSeeds(seeds));
}

SampleChoice SampleControls::choice() const {
  SampleChoice choice;
  if (run_ == nullptr || !context_.project->isOpen()) return choice;
  choice.project = context_.project->path();
  choice.run = run_->name();
  choice.step = steps_->count() > 0 ? steps_->currentData().toLongLong() : -1;
  choice.label = label_->currentData().toLongLong();
  choice.truncation = truncation_->value();
  choice.frames = frames_->value();
  choice.weights = weightsAt(*run_, choice.step);
  return choice;
}

bool SampleControls::isLoading() const {
  return context_.project->isOpening() || (run_ != nullptr && !run_->isLoaded()) ||
         soon_.isActive();
}

QString SampleControls::problem() const {
  if (!context_.project->isOpen()) return tr("Open a project to see samples of its runs.");
  if (run_ == nullptr) return tr("This project has no run yet: start one on the Train page.");
  if (!run_->isLoaded()) return tr("Reading run '%1'…").arg(run_->name());
  if (trainedStages(*run_) == 0) {
    return tr("Run '%1' has no checkpoint yet: the first one makes samples possible.")
        .arg(run_->name());
  }
  if (seeds_.isEmpty()) {
    return tr("'%1' names no seeds: write numbers and ranges such as 1-16, 42, at most %2 seeds.")
        .arg(seedText_->text())
        .arg(kMostSeeds);
  }
  return {};
}

}  // namespace unroll::ui
