#include "ui/model/setting_rows.h"

#include <algorithm>

#include "protocol/recipe_schema.h"

namespace unroll::ui {
namespace {

constexpr qsizetype kMostBase = 56;  ///< of the 64 characters that a run's name may have
const QString kNothing = QStringLiteral("-");

template <typename Owner, typename Fields>
void addRows(QList<SettingRow>& rows, const Fields& fields, const QString& prefix,
             const QList<const Owner*>& owners) {
  for (const auto& field : fields) {
    SettingRow row;
    row.key = prefix + QString::fromUtf8(field.info.key.data(), qsizetype(field.info.key.size()));
    for (const Owner* owner : owners) {
      row.values << (owner == nullptr ? kNothing
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

QStringList settingsThatMake(const Recipe& recipe, const Recipe& base) {
  QStringList words;
  for (const SettingRow& row : settingRows({base, recipe})) {
    const QString& value = row.values.at(1);
    if (row.differs && value != kNothing) words.append(row.key + QLatin1Char('=') + value);
  }
  return words;
}

QString freeRunName(const QString& base, const QStringList& taken) {
  const QString start = base.left(kMostBase);
  QString name = start;
  for (int number = 2; taken.contains(name); ++number)
    name = QStringLiteral("%1-%2").arg(start).arg(number);
  return name;
}

}  // namespace unroll::ui
