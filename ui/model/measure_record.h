#pragma once

#include <optional>

#include <QList>
#include <QString>

#include "ui/model/run_data.h"

namespace unroll::ui {

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
  std::optional<double> real;  ///< what real clips come to in their place
};

/// Numbers along frames or frequencies.
struct MeasureLine {
  QString name;        ///< "motion", "temporal_psd", …
  QString unit;        ///< as the engine writes it: "levels of 255 a frame"
  QList<double> made;  ///< of generated clips
  QList<double> real;  ///< empty: there is nothing real to compare with
};

/// What the engine measured of one stage at one checkpoint: a file of `unroll evaluate`, or of the
/// service's "measure".
struct MeasureRecord {
  int stage = 0;
  qint64 step = 0;
  QString protocol;      ///< equal texts: the numbers may be compared
  QString protocolLine;  ///< the same for people, in their language
  qint64 draws = 0;
  qint64 madeClips = 0;
  qint64 realClips = 0;
  QList<MeasureEntry> entries;
  QList<MeasureLine> lines;
  Spectrum spectrum;  ///< of the frames; empty lists where it was not measured

  const MeasureEntry* entry(const QString& name) const;
  const MeasureLine* line(const QString& name) const;  ///< null: not measured
};

/// One file; empty when it is none. Blocks; any thread.
std::optional<MeasureRecord> readMeasureFile(const QString& path);

/// The records in RUNFOLDER/measures, by stage and step. Files that are none are passed over.
/// Blocks; any thread.
QList<MeasureRecord> readMeasures(const QString& runFolder);

/// What a line is called and counted in, in the person's language; names and units that are not
/// known stay as they are.
QString lineTitle(const QString& name);
QString lineUnit(const QString& unit);

/// The record of `stage` at exactly `step`: numbers of another checkpoint tell nothing of this one.
/// Null: there is none.
const MeasureRecord* measuresAt(const QList<MeasureRecord>& records, int stage, qint64 step);

}  // namespace unroll::ui
