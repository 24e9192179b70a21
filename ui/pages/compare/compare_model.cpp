#include "ui/pages/compare/compare_model.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QSet>

#include "ui/model/checkpoints.h"
#include "ui/model/curve_words.h"
#include "ui/model/setting_rows.h"

namespace unroll::ui {
namespace {

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

constexpr double kTwoSided95 = 1.96;

}  // namespace

std::optional<MeasureDifference> measureDifference(const MeasureRecord& baseline,
                                                   const MeasureRecord& other,
                                                   const QString& name) {
  using Better = MeasureDifference::Better;
  const MeasureEntry* one = baseline.entry(name);
  const MeasureEntry* two = other.entry(name);
  if (one == nullptr || two == nullptr || !one->value || !two->value) return std::nullopt;
  MeasureDifference result;
  result.comparable = !baseline.protocol.isEmpty() && baseline.protocol == other.protocol;
  result.difference = two->value->mean - one->value->mean;
  const double scatter = std::hypot(one->value->deviation, two->value->deviation);
  result.hasInterval = result.comparable && scatter > 0 && std::isfinite(scatter);
  if (!result.hasInterval) return result;
  const double half = kTwoSided95 * scatter;
  result.low = result.difference - half;
  result.high = result.difference + half;
  // How much worse the other is: by the number itself, or by how far it is from real clips.
  double worse = result.difference;
  if (one->better == QLatin1String("higher")) {
    worse = -worse;
  } else if (one->better != QLatin1String("lower")) {
    if (!one->real || !two->real) return result;
    worse = std::abs(two->value->mean - *two->real) - std::abs(one->value->mean - *one->real);
  }
  result.better = worse > half ? Better::Baseline : worse < -half ? Better::Other : Better::Neither;
  return result;
}

QString verdict(const MeasureRecord& baseline, const MeasureRecord& other,
                const QString& baselineName, const QString& otherName) {
  QStringList better, worse, open;
  for (const MeasureEntry& entry : baseline.entries) {
    const auto found = measureDifference(baseline, other, entry.name);
    if (!found || !found->hasInterval) continue;
    // Measures that should be near real clips' have a row in the table; the sentence stays short.
    if (entry.better != QLatin1String("lower") && entry.better != QLatin1String("higher")) continue;
    if (entry.name.endsWith(QLatin1String("_late"))) continue;
    using Better = MeasureDifference::Better;
    (found->better == Better::Other      ? better
     : found->better == Better::Baseline ? worse
                                         : open)
        << measureWords(entry.name, entry.title).shortTitle();
  }
  if (better.isEmpty() && worse.isEmpty() && open.isEmpty()) return {};
  QStringList parts;
  const QString comma = QStringLiteral(", ");
  if (!better.isEmpty()) parts << tr("%1 is better in %2").arg(otherName, better.join(comma));
  if (!worse.isEmpty()) parts << tr("%1 is better in %2").arg(baselineName, worse.join(comma));
  if (!open.isEmpty()) {
    const QString names = open.join(comma);
    parts << (parts.isEmpty() ? tr("No clear difference in %1").arg(names)
                              : tr("no clear difference in %1").arg(names));
  }
  return tr("%1 (95 % intervals from %2 draws).")
      .arg(parts.join(QStringLiteral("; ")))
      .arg(std::min(baseline.draws, other.draws));
}

QString unlikeMeasures(const QStringList& runs, const QList<Recipe>& recipes,
                       const QList<QStringList>& protocols, int stage) {
  const size_t index = size_t(std::max(1, stage)) - 1;
  QStringList shapes, kinds;
  for (qsizetype i = 0; i < recipes.size(); ++i) {
    if (index >= recipes[i].stages.size()) continue;
    const StageRecipe& one = recipes[i].stages[index];
    const QString shape =
        tr("%1: %2 frames of %3 x %3 pixels").arg(runs.value(i)).arg(one.frames).arg(one.size);
    const QString kind = QStringLiteral("%1 %2").arg(one.frames).arg(one.size);
    if (!kinds.contains(kind)) {
      kinds << kind;
      shapes << shape;
    }
  }
  if (kinds.size() > 1) {
    return tr("These runs cannot be compared by number: their clips differ in shape (%1).")
        .arg(shapes.join(QStringLiteral("; ")));
  }
  QSet<QString> all;
  for (const QStringList& of : protocols) all += QSet<QString>(of.begin(), of.end());
  if (all.size() > 1) {
    return tr(
        "Points of this curve were measured in different ways: their heights cannot be "
        "compared.");
  }
  return {};
}

ChosenSteps chooseSteps(const QList<QList<qint64>>& available, qint64 wanted) {
  ChosenSteps chosen;
  if (available.isEmpty()) return chosen;
  const auto fits = [wanted](qint64 step) { return wanted < 0 || step <= wanted; };
  qint64 common = -1;
  for (const qint64 step : available.front()) {
    const bool everywhere = std::ranges::all_of(
        available, [step](const QList<qint64>& steps) { return steps.contains(step); });
    if (everywhere && fits(step)) common = std::max(common, step);
  }
  chosen.same = common >= 0;
  for (const QList<qint64>& steps : available) {
    qint64 own = common;
    if (!chosen.same) {
      for (const qint64 step : steps) {
        if (fits(step)) own = std::max(own, step);
      }
      // Nothing so early: the first there is.
      if (own < 0 && !steps.isEmpty()) own = *std::ranges::min_element(steps);
    }
    chosen.steps << own;
  }
  return chosen;
}

bool hasMatchingCritic(const Recipe& recipe) {
  return std::ranges::any_of(recipe.stages,
                             [](const StageRecipe& stage) { return stage.matchingCritic; });
}

std::optional<Counterpart> counterpartOf(const QString& project, const Recipe& projectRecipe,
                                         const RunInfo& run, bool joint, const QStringList& taken) {
  const size_t stages = run.recipe.stages.size();
  if (stages < 2) return std::nullopt;
  Counterpart made;
  made.matching = !hasMatchingCritic(run.recipe);
  made.start.project = project;
  const QString base =
      run.name.left(48) + (made.matching ? QStringLiteral("-md-on") : QStringLiteral("-md-off"));
  made.start.run = freeRunName(base, taken);
  const bool onTop = !joint && stages == 2;
  if (onTop) {
    // Stage 1 has no matching critic: the counterpart takes it over and trains stage 2 anew.
    made.start.from = run.name;
    made.start.stage = QStringLiteral("2");
  } else {
    made.start.stage = joint ? stageName(0) : QStringLiteral("all");
    // A new run begins with the project's recipe: everything that this run changed is said again.
    made.start.settings = settingsThatMake(run.recipe, projectRecipe);
    made.start.settings.removeIf(
        [](const QString& word) { return word.contains(QLatin1String(".matchingCritic=")); });
  }
  for (size_t stage = 1; stage < stages; ++stage) {
    made.start.settings << QStringLiteral("stage%1.matchingCritic=%2")
                               .arg(stage + 1)
                               .arg(made.matching ? QStringLiteral("true")
                                                  : QStringLiteral("false"));
  }
  return made;
}

}  // namespace unroll::ui
