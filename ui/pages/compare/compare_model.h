#pragma once

#include <optional>

#include <QList>
#include <QString>

#include "ui/engine_client/engine_launcher.h"
#include "ui/model/measure_record.h"

namespace unroll::ui {

/// A measure of two runs and what lies between them.
struct MeasureDifference {
  /// Which run is better, beyond what repeated draws scatter by. Unknown: no interval, or nothing
  /// says which way is better.
  enum class Better { Unknown, Neither, Baseline, Other };
  double difference = 0;     ///< other less baseline
  double low = 0, high = 0;  ///< interval of 95 %, from the scatter of the draws
  bool hasInterval = false;
  bool comparable = false;  ///< measured in the same way
  Better better = Better::Unknown;
};
std::optional<MeasureDifference> measureDifference(const MeasureRecord& baseline,
                                                   const MeasureRecord& other, const QString& name);

/// The sentence under the table: what the differences come to, over training windows (the table has
/// those of the last windows of long videos too). Empty when no interval is known, as
/// a difference without one says nothing.
QString verdict(const MeasureRecord& baseline, const MeasureRecord& other,
                const QString& baselineName, const QString& otherName);

/// Why measures of these runs' stage do not belong on one axis: they make pictures of other sizes
/// or windows of other lengths, or were measured by other protocols. Empty when they do.
/// `protocols`: of each run, those its records name; may be empty.
QString unlikeMeasures(const QStringList& runs, const QList<Recipe>& recipes,
                       const QList<QStringList>& protocols, int stage);

/// The step at which each run is shown: the newest that all have, at or before `wanted` (negative:
/// the newest); without one, each run's own newest. -1: a run has none at all.
struct ChosenSteps {
  QList<qint64> steps;
  bool same = false;
};
ChosenSteps chooseSteps(const QList<QList<qint64>>& available, qint64 wanted);

/// Whether any stage of the recipe has the matching critic.
bool hasMatchingCritic(const Recipe& recipe);

/// How to train the run that is the same but for the matching critic.
struct Counterpart {
  TrainingStart start;
  bool matching = false;  ///< the counterpart has the critic
};
/// Nothing where a recipe has one stage: there is nothing to match. `joint`: the run was trained
/// jointly. `taken`: names that exist.
std::optional<Counterpart> counterpartOf(const QString& project, const Recipe& projectRecipe,
                                         const RunInfo& run, bool joint, const QStringList& taken);

}  // namespace unroll::ui
