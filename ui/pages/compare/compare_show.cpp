// What the compare page shows of the chosen runs.
#include <algorithm>
#include <functional>
#include <tuple>

#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabWidget>

#include "protocol/serve_messages.h"
#include "ui/model/checkpoints.h"
#include "ui/model/cursors.h"
#include "ui/model/curve_words.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/compare/compare_rows.h"
#include "ui/pages/compare/measure_panel.h"
#include "ui/pages/compare/setting_panel.h"
#include "ui/plots/plot_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kColumns = 4;  // Seeds beside one another.
constexpr double kSecondsAnHour = 3600;
constexpr double kBytesAMegabyte = 1e6;

/// `names` are the items' data; `title` says what each is called, `about` what it is.
void fill(QComboBox* box, const QStringList& names, const QString& current,
          const std::function<QString(const QString&)>& title = {},
          const std::function<QString(const QString&)>& about = {}) {
  const QSignalBlocker quiet(box);
  QStringList shown;
  for (int i = 0; i < box->count(); ++i) shown << box->itemData(i).toString();
  if (shown != names) {
    box->clear();
    for (const QString& name : names) {
      box->addItem(title ? title(name) : name, name);
      if (about) box->setItemData(box->count() - 1, about(name), Qt::ToolTipRole);
    }
  }
  box->setCurrentIndex(int(names.indexOf(current)));
}

const QString kReal = QStringLiteral("/real");

bool isMeasure(const QString& name) { return name.startsWith(QLatin1String("measure/")); }

/// The curve of a stage, or that of the joint training.
const Curve* curveOf(const RunModel& run, const QString& name, int stage) {
  const Curve* own = run.curve(name, stage);
  return own != nullptr ? own : run.curve(name, 0);
}

}  // namespace

RunModel* ComparePage::run(const QString& name) const { return context_.project->run(name); }

int ComparePage::stage() const { return stage_->currentData().toInt(); }

QString ComparePage::titleOf(const QString& name) const {
  const RunInfo* info = context_.project->runInfo(name);
  if (info == nullptr || info->recipe.stages.size() < 2) return {};
  return hasMatchingCritic(info->recipe) ? tr("with matching critic")
                                         : tr("without matching critic");
}

void ComparePage::changed() {
  soon_.stop();
  // A hidden page asks for nothing, as sampling takes time from training: showEvent() comes here.
  if (!isVisible()) return;
  chooseDefaults();
  fillBoxes();
  for (const QString& name : std::as_const(runs_)) {
    RunModel* model = run(name);
    if (model == nullptr) continue;
    const auto start = qOverload<>(&QTimer::start);
    connect(model, &RunModel::loaded, &soon_, start, Qt::UniqueConnection);
    connect(model, &RunModel::checkpointsChanged, &soon_, start, Qt::UniqueConnection);
    connect(model, &RunModel::curvesChanged, this, &ComparePage::curvesChanged,
            Qt::UniqueConnection);
  }
  stack_->setCurrentIndex(runs_.size() >= 2 ? 1 : 0);
  if (runs_.size() < 2) return;
  const auto isNew = [this](const QString& name) { return !measures_.contains(name); };
  if (std::exchange(measuresStale_, false) || std::ranges::any_of(runs_, isNew)) readAllMeasures();
  showRows();
  fillCurveBox();
  showCurves();
  showLines();
  showTables();
}

void ComparePage::curvesChanged() {
  if (!isVisible()) return;
  fillCurveBox();
  showCurves();
}

void ComparePage::fillBoxes() {
  const QStringList known = context_.project->runNames();
  fill(baseline_, known, runs_.value(0));
  fill(other_, known, runs_.value(1));
  QStringList more{tr("Add run…")};
  for (const QString& name : known) {
    if (!runs_.contains(name)) more << name;
  }
  fill(add_, more, more.front());
  add_->setVisible(more.size() > 1 && runs_.size() < kMostRuns);
  fewer_->setVisible(runs_.size() > 2);

  size_t stages = 0;
  for (const QString& name : std::as_const(runs_)) {
    if (const RunInfo* info = context_.project->runInfo(name)) {
      stages = std::max(stages, info->recipe.stages.size());
    }
  }
  if (stage_->count() != int(stages)) {
    const QSignalBlocker quiet(stage_);
    stage_->clear();
    for (size_t stage = 1; stage <= stages; ++stage) {
      stage_->addItem(tr("Stage %1").arg(stage), int(stage));
    }
    stage_->setCurrentIndex(int(stages) - 1);
  }
  const RunInfo* base = context_.project->runInfo(runs_.value(0));
  const bool possible =
      base != nullptr && base->recipe.stages.size() > 1 && context_.launcher != nullptr;
  counterpart_->setVisible(possible);
  if (possible) {
    const bool has = hasMatchingCritic(base->recipe);
    const QString about = has ? tr("Train “%1” without matching critic").arg(base->name)
                              : tr("Train “%1” with matching critic").arg(base->name);
    counterpart_->setToolTip(about);
    counterpart_->setAccessibleName(about);
  }
  blind_->setVisible(context_.serve != nullptr);
}

void ComparePage::showRows() {
  QList<QList<qint64>> available;
  for (const QString& name : std::as_const(runs_)) {
    const RunModel* model = run(name);
    available << (model == nullptr ? QList<qint64>() : stepsOf(model->checkpoints(), stage()));
  }
  const ChosenSteps chosen = chooseSteps(available, context_.cursors->step());
  QList<CompareRow> rows;
  shownSteps_.clear();
  for (qsizetype i = 0; i < runs_.size(); ++i) {
    const QString title = titleOf(runs_[i]);
    const QString line = isDashed(int(i)) ? tr("dashed line") : tr("solid line");
    rows << CompareRow{runs_[i], title.isEmpty() ? line : title + QLatin1Char('\n') + line,
                       chosen.steps.value(i, -1)};
    shownSteps_[runs_[i]] = chosen.steps.value(i, -1);
  }
  QList<quint64> seeds;
  for (int i = 0; i < kColumns; ++i) seeds << quint64(context_.cursors->seed() + i);
  rows_->show(context_.project->path(), rows, stage(), seeds);
  QStringList without;
  for (const CompareRow& row : std::as_const(rows)) {
    if (row.step < 0) without << row.run;
  }
  note_->setVisible(!chosen.same);
  note_->setText(
      without.isEmpty()
          ? tr("The runs have no checkpoint at the same step: each shows the step that "
               "stands beside it, so differences may come from the training time.")
          : tr("No checkpoint of this stage yet: %1.").arg(without.join(QStringLiteral(", "))));
}

void ComparePage::fillCurveBox() {
  QStringList names;
  for (const QString& name : std::as_const(runs_)) {
    const RunModel* model = run(name);
    if (model == nullptr) continue;
    for (auto curve = model->curves().cbegin(); curve != model->curves().cend(); ++curve) {
      // What real clips come to is drawn beside what it stands for.
      if (isMeasure(curve.key()) && curve.key().endsWith(kReal)) continue;
      const bool here = curve->contains(stage()) || curve->contains(0);
      if (here && !names.contains(curve.key())) names << curve.key();
    }
  }
  std::ranges::sort(names, {}, [](const QString& name) {
    const bool measure = isMeasure(name);
    return std::tuple(!measure, measure ? measureRank(name.section(u'/', 1, 1)) : 0, name);
  });
  QString current = curve_->currentData().toString();
  if (!names.contains(current)) {
    current.clear();
    for (const char* wanted :
         {"measure/fvd", "measure/fd_small", "measure/fd", "measure/", "loss/generator"}) {
      for (const QString& name : std::as_const(names)) {
        if (current.isEmpty() && name.startsWith(QLatin1String(wanted))) current = name;
      }
    }
    if (current.isEmpty()) current = names.value(0);
  }
  fill(
      curve_, names, current, [](const QString& name) { return curveWords(name).fullTitle(); },
      [](const QString& name) { return aboutCurve(curveWords(name), name); });
}

PlotSeries ComparePage::seriesOf(int index) const {
  PlotSeries series;
  series.name = runs_[index];
  series.role = Theme::stageRole(stage());
  series.dash = isDashed(index) ? Qt::DashLine : Qt::SolidLine;
  series.hollow = isDashed(index);
  series.faded = index > 1;
  return series;
}

const MeasureRecord* ComparePage::recordOf(const QString& name) const {
  const auto found = measures_.constFind(name);
  return found == measures_.cend() ? nullptr
                                   : measuresAt(*found, stage(), shownSteps_.value(name, -1));
}

QStringList ComparePage::protocolsOf(const QString& name) const {
  QStringList protocols;
  for (const MeasureRecord& record : measures_.value(name)) {
    if (record.stage == stage() && !protocols.contains(record.protocol))
      protocols << record.protocol;
  }
  return protocols;
}

QList<Recipe> ComparePage::recipesOfRuns() const {
  QList<Recipe> recipes;
  for (const QString& name : runs_) {
    if (const RunInfo* info = context_.project->runInfo(name)) recipes << info->recipe;
  }
  return recipes;
}

void ComparePage::showCurves() {
  const QString name = curve_->currentData().toString();
  const bool byStep = align_->currentIndex() == 0;
  QList<PlotSeries> all;
  PlotSeries real;
  const auto putPoints = [&](PlotSeries& series, const Curve& curve) {
    series.id += QLatin1Char('/') + name + QString::number(stage());
    series.smoothable = !isMeasure(name);
    series.y = curve.values;
    if (name.startsWith(QLatin1String("memory/"))) {
      for (double& value : series.y) value /= kBytesAMegabyte;
    }
    if (byStep) {
      series.x = curve.steps;
      return;
    }
    for (const double time : curve.times) {
      series.x << (time - curve.times.front()) / kSecondsAnHour;
    }
  };
  for (qsizetype i = 0; i < runs_.size(); ++i) {
    const RunModel* model = run(runs_[i]);
    const Curve* curve = model == nullptr ? nullptr : curveOf(*model, name, stage());
    if (curve == nullptr || curve->steps.isEmpty()) continue;
    PlotSeries series = seriesOf(int(i));
    series.id = runs_[i];
    putPoints(series, *curve);
    all << series;
    // The runs learn from the same clips: what those come to is drawn once.
    const Curve* ofReal = isMeasure(name) ? curveOf(*model, name + kReal, stage()) : nullptr;
    if (ofReal == nullptr || !real.x.isEmpty()) continue;
    real.id = QStringLiteral("real");
    real.name = tr("real");
    real.role = Role::Real;
    putPoints(real, *ofReal);
  }
  // Losses are nobody's measure; measures stand on one axis only where they mean the same.
  QString unlike;
  if (isMeasure(name) && all.size() > 1) {
    QList<QStringList> protocols;
    // Those taken while training have no file of their own that says how.
    if (!name.startsWith(QLatin1String("measure/live_"))) {
      for (const QString& one : std::as_const(runs_)) protocols << protocolsOf(one);
    }
    unlike = unlikeMeasures(runs_, recipesOfRuns(), protocols, stage());
  }
  unlike_->setVisible(!unlike.isEmpty());
  unlike_->setText(unlike);
  const CurveWords words = curveWords(name);
  curve_->setToolTip(curve_->currentData(Qt::ToolTipRole).toString());
  curves_->setTitle(words.fullTitle(), betterText(words.better));
  curves_->setAbout(aboutCurve(words, name));
  curves_->setAxisLabels(byStep ? tr("training step") : tr("hours since its first point"),
                         words.unit);
  if (!real.x.isEmpty()) all << real;
  curves_->setSeries(all);
  const qint64 step = context_.cursors->step();
  curves_->setMarker(byStep && step >= 0 ? std::optional<double>(double(step)) : std::nullopt);
  noteChoices();
}

bool ComparePage::isDashed(int index) const {
  // Solid is with the matching critic, dashed without; where all are alike, the baseline is dashed.
  bool with = false, without = false;
  for (const QString& name : runs_) {
    const RunInfo* info = context_.project->runInfo(name);
    if (info == nullptr) continue;
    (hasMatchingCritic(info->recipe) ? with : without) = true;
  }
  if (!(with && without)) return index == 0;
  const RunInfo* info = context_.project->runInfo(runs_.value(index));
  return info != nullptr && !hasMatchingCritic(info->recipe);
}

void ComparePage::showTables() {
  QList<MeasuredRun> measured;
  QList<UnmeasuredCheckpoint> missing;
  for (const QString& name : std::as_const(runs_)) {
    const MeasureRecord* record = recordOf(name);
    const qint64 step = shownSteps_.value(name, -1);
    measured << MeasuredRun{name, record == nullptr ? std::nullopt : std::optional(*record)};
    const RunInfo* info = context_.project->runInfo(name);
    if (info == nullptr || step < 0 || record != nullptr) continue;
    // Longer than a training window: motion and grounding are then known over the unroll too.
    const qint64 frames =
        std::min(protocol::kMostMeasuredFrames, 2 * info->recipe.stages.back().frames);
    missing << UnmeasuredCheckpoint{name, stage(), step, frames};
  }
  measurePanel_->show(context_.project->path(), measured, missing);
  const QList<Recipe> recipes = recipesOfRuns();
  if (recipes.size() != runs_.size()) return;
  settingPanel_->show(runs_, settingRows(recipes));
  tabs_->setTabText(1, tr("Settings (%n differ)", nullptr, settingPanel_->different()));

  QStringList sentences;
  for (qsizetype other = 1; other < measured.size(); ++other) {
    const auto& base = measured[0].record;
    const auto& one = measured[other].record;
    if (!base || !one) continue;
    if (base->protocol != one->protocol) {
      sentences
          << tr("%1 and %2 were measured differently (%3; %4): their numbers cannot be compared.")
                 .arg(measured[0].run, measured[other].run, base->protocolLine, one->protocolLine);
      continue;
    }
    const QString said = verdict(*base, *one, measured[0].run, measured[other].run);
    if (!said.isEmpty()) sentences << said;
  }
  verdict_->setVisible(!sentences.isEmpty());
  verdict_->setText(sentences.join(QLatin1Char(' ')));
}

}  // namespace unroll::ui
