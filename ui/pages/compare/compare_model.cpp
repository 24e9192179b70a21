#include "ui/pages/compare/compare_model.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "protocol/recipe_schema.h"
#include "ui/model/checkpoints.h"

namespace unroll::ui {
namespace {

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

constexpr double kTwoSided95 = 1.96;

template <typename Owner, typename Fields>
void addRows(QList<SettingRow>& rows, const Fields& fields, const QString& prefix,
             const QList<const Owner*>& owners) {
  for (const auto& field : fields) {
    SettingRow row;
    row.key = prefix + QString::fromUtf8(field.info.key.data(), qsizetype(field.info.key.size()));
    for (const Owner* owner : owners) {
      row.values << (owner == nullptr ? QStringLiteral("-")
                                      : QString::fromStdString(toText(field.value(*owner))));
    }
    row.differs = std::ranges::any_of(
        row.values, [&](const QString& value) { return value != row.values.front(); });
    rows << row;
  }
}

}  // namespace

QList<SettingRow> settingRows(const QList<Recipe>& recipes) {
  QList<SettingRow> rows;
  QList<const Recipe*> owners;
  size_t stages = 0;
  for (const Recipe& recipe : recipes) {
    owners << &recipe;
    stages = std::max(stages, recipe.stages.size());
  }
  addRows<Recipe>(rows, recipeFields(), QString(), owners);
  for (size_t stage = 0; stage < stages; ++stage) {
    QList<const StageRecipe*> parts;
    for (const Recipe& recipe : recipes) {
      parts << (stage < recipe.stages.size() ? &recipe.stages[stage] : nullptr);
    }
    addRows<StageRecipe>(rows, stageFields(), QStringLiteral("stage%1.").arg(stage + 1), parts);
  }
  return rows;
}

const MeasureEntry* MeasureRecord::entry(const QString& name) const {
  for (const MeasureEntry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

const MeasureRecord* measuresAt(const QList<MeasureRecord>& records, int stage, qint64 step) {
  const MeasureRecord* found = nullptr;
  for (const MeasureRecord& record : records) {
    if (record.stage != stage || (step >= 0 && record.step > step)) continue;
    if (found == nullptr || record.step > found->step) found = &record;
  }
  return found;
}

std::optional<MeasureDifference> measureDifference(const MeasureRecord& baseline,
                                                   const MeasureRecord& other,
                                                   const QString& name) {
  const MeasureEntry* one = baseline.entry(name);
  const MeasureEntry* two = other.entry(name);
  if (one == nullptr || two == nullptr || !one->value || !two->value) return std::nullopt;
  MeasureDifference result;
  result.comparable = !baseline.protocol.isEmpty() && baseline.protocol == other.protocol;
  result.difference = two->value->mean - one->value->mean;
  const double scatter = std::hypot(one->value->deviation, two->value->deviation);
  result.hasInterval = result.comparable && scatter > 0 && std::isfinite(scatter);
  if (result.hasInterval) {
    result.low = result.difference - kTwoSided95 * scatter;
    result.high = result.difference + kTwoSided95 * scatter;
  }
  return result;
}

QString verdict(const MeasureRecord& baseline, const MeasureRecord& other,
                const QString& baselineName, const QString& otherName) {
  QStringList better, worse, open;
  for (const MeasureEntry& entry : baseline.entries) {
    const auto found = measureDifference(baseline, other, entry.name);
    if (!found || !found->hasInterval) continue;
    const bool lower = entry.better == QLatin1String("lower");
    if (!lower && entry.better != QLatin1String("higher")) continue;
    if (found->low <= 0 && found->high >= 0) {
      open << entry.title;
    } else {
      ((found->difference < 0) == lower ? better : worse) << entry.title;
    }
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
  made.start.run = base;
  for (int number = 2; taken.contains(made.start.run); ++number) {
    made.start.run = QStringLiteral("%1-%2").arg(base).arg(number);
  }
  const bool onTop = !joint && stages == 2;
  if (onTop) {
    // Stage 1 has no matching critic: the counterpart takes it over and trains stage 2 anew.
    made.start.from = run.name;
    made.start.stage = QStringLiteral("2");
  } else {
    made.start.stage = joint ? stageName(0) : QStringLiteral("all");
    // A new run begins with the project's recipe: everything that this run changed is said again.
    for (const SettingRow& row : settingRows({projectRecipe, run.recipe})) {
      if (!row.differs || row.key.endsWith(QLatin1String(".matchingCritic"))) continue;
      if (row.values[1] == QLatin1String("-")) continue;
      made.start.settings << row.key + QLatin1Char('=') + row.values[1];
    }
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
