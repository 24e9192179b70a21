#pragma once

#include <optional>

#include <QFuture>
#include <QList>
#include <QString>

#include "ui/engine_client/engine_launcher.h"
#include "ui/model/run_data.h"

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

/// A measured number and how far repeated draws of it scatter.
struct MeasuredNumber {
  double mean = 0;
  double deviation = 0;
};

/// One measure of one stage at one step.
struct MeasureEntry {
  QString name;    ///< "fd_small"
  QString title;   ///< "Fréchet distance (features-small)"
  QString better;  ///< "lower", "higher", "near real"
  std::optional<MeasuredNumber> value;
};

/// Numbers along frames or frequencies.
struct MeasureLine {
  QString name;  ///< "motion", "motion/real", …
  QList<double> values;
};

/// What `unroll evaluate` kept of one stage at one checkpoint.
struct MeasureRecord {
  int stage = 0;
  qint64 step = 0;
  QString protocol;      ///< equal texts: the numbers may be compared
  QString protocolLine;  ///< the same for people
  qint64 draws = 0;
  QList<MeasureEntry> entries;
  QList<MeasureLine> lines;  ///< along the frames, and "temporal_psd_ratio"
  Spectrum spectrum;         ///< of the frames; empty lists where it was not measured

  const MeasureEntry* entry(const QString& name) const;
};

/// The records in RUNFOLDER/measures, by stage and step. Files that are none are passed over.
/// Blocks; any thread.
QList<MeasureRecord> readMeasures(const QString& runFolder);

/// The newest record of `stage` at or before `step` (negative: the newest). Null: there is none.
const MeasureRecord* measuresAt(const QList<MeasureRecord>& records, int stage, qint64 step);

/// A measure of two runs and what lies between them.
struct MeasureDifference {
  double difference = 0;     ///< other less baseline
  double low = 0, high = 0;  ///< interval of 95 %, from the scatter of the draws
  bool hasInterval = false;
  bool comparable = false;  ///< measured in the same way
};
std::optional<MeasureDifference> measureDifference(const MeasureRecord& baseline,
                                                   const MeasureRecord& other, const QString& name);

/// The sentence under the table: what the differences come to. Empty when no interval is known, as
/// a difference without one says nothing.
QString verdict(const MeasureRecord& baseline, const MeasureRecord& other,
                const QString& baselineName, const QString& otherName);

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
