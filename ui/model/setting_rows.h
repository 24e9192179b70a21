#pragma once

#include <QList>
#include <QStringList>

#include "protocol/recipe.h"

namespace unroll::ui {

/// One key of the recipe in which runs differ; a value for each run.
struct SettingRow {
  QString key;  ///< "stage2.matchingCritic"
  QStringList values;
  bool differs = false;
};
/// All settings of the runs, in the order of the recipe. A stage that a run does not have shows
/// "-".
QList<SettingRow> settingRows(const QList<Recipe>& recipes);

/// The words of --set that make `recipe` out of `base`; nothing for a stage that it does not have.
QStringList settingsThatMake(const Recipe& recipe, const Recipe& base);

/// `base`, shortened to what a run may be called, or with the first number from 2 on that is free.
QString freeRunName(const QString& base, const QStringList& taken);

}  // namespace unroll::ui
