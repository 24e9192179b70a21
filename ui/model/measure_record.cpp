#include "ui/model/measure_record.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDir>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/json_file.h"
#include "ui/model/json_fields.h"

namespace unroll::ui {
namespace {

using io::Json;

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

std::optional<MeasuredNumber> spread(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  const double mean = io::eventNumber(jsonAt(value, "mean"));
  if (!std::isfinite(mean)) return std::nullopt;
  const double deviation = io::eventNumber(jsonAt(value, "deviation"));
  return MeasuredNumber{mean, std::isfinite(deviation) ? deviation : 0};
}

/// On which checkpoints of the stages below a later stage was measured; empty for stage 1, and
/// where all were trained jointly.
QString standsOn(const Json& document) {
  const QList<double> steps = jsonNumbers(jsonAt(document, "steps"));
  if (jsonText(document, "checkpoint") == QLatin1String("joint")) return {};
  QStringList below;
  for (qsizetype stage = 0; stage + 1 < steps.size(); ++stage)
    below << tr("on stage %1 at step %2").arg(stage + 1).arg(qint64(steps[stage]));
  return below.join(QStringLiteral(", "));
}

QString protocolText(const Json& protocol) {
  const qint64 size = jsonInteger(protocol, "size");
  const QString clips = tr("%1 made and %2 real clips of %3 frames, %4 x %4 pixels")
                            .arg(jsonInteger(protocol, "fakeClips"))
                            .arg(jsonInteger(protocol, "realClips"))
                            .arg(jsonInteger(protocol, "frames"))
                            .arg(size);
  const QString network = jsonText(protocol, "network");
  return network.isEmpty() ? clips : network + QStringLiteral(", ") + clips;
}

}  // namespace

const MeasureEntry* MeasureRecord::entry(const QString& name) const {
  const auto found = std::ranges::find(entries, name, &MeasureEntry::name);
  return found == entries.end() ? nullptr : &*found;
}

const MeasureLine* MeasureRecord::line(const QString& name) const {
  const auto found = std::ranges::find(lines, name, &MeasureLine::name);
  return found == lines.end() ? nullptr : &*found;
}

std::optional<MeasureRecord> readMeasureFile(const QString& path) {
  const auto document =
      io::readJsonFile(realVfs(), path.toStdString(), {.maxBytes = uint64_t{64} << 20});
  if (!document || !jsonAt(*document, "measures").is_array()) return std::nullopt;
  MeasureRecord record;
  record.stage = int(jsonInteger(*document, "stage"));
  record.step = jsonInteger(*document, "step");
  const Json& protocol = jsonAt(*document, "protocol");
  record.protocol = jsonText(protocol, "key");
  record.protocolLine = protocolText(protocol);
  const QString below = standsOn(*document);
  if (!below.isEmpty()) record.protocolLine += QStringLiteral(", ") + below;
  record.draws = jsonInteger(protocol, "draws");
  record.madeClips = jsonInteger(protocol, "fakeClips");
  record.realClips = jsonInteger(protocol, "realClips");
  for (const Json& row : jsonAt(*document, "measures")) {
    MeasureEntry entry{jsonText(row, "name"), jsonText(row, "title"), jsonText(row, "better"),
                       spread(jsonAt(row, "fake")), std::nullopt};
    if (const auto real = spread(jsonAt(row, "floor"))) entry.real = real->mean;
    record.entries << entry;
  }
  const Json& spectrum = jsonAt(*document, "spectrum");
  record.spectrum = {record.step, jsonMeanOfRows(jsonAt(spectrum, "fake")),
                     jsonMeanOfRows(jsonAt(spectrum, "real")),
                     jsonMeanOfRows(jsonAt(spectrum, "realDeviation"))};
  const Json& curves = jsonAt(*document, "curves");
  if (!curves.is_array()) return record;
  for (const Json& curve : curves) {
    const QList<double> made = jsonNumbers(jsonAt(curve, "fake"));
    if (made.isEmpty()) continue;
    record.lines << MeasureLine{jsonText(curve, "name"), jsonText(curve, "unit"), made,
                                jsonNumbers(jsonAt(curve, "real"))};
  }
  return record;
}

QList<MeasureRecord> readMeasures(const QString& runFolder) {
  QList<MeasureRecord> records;
  const QDir folder(runFolder + QStringLiteral("/measures"));
  for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
    const auto record = readMeasureFile(folder.filePath(name));
    if (record) records << *record;
  }
  std::ranges::sort(records, [](const MeasureRecord& a, const MeasureRecord& b) {
    return std::pair(a.stage, a.step) < std::pair(b.stage, b.step);
  });
  return records;
}

QString lineTitle(const QString& name) {
  if (name == QLatin1String("motion")) return tr("Motion along a window");
  if (name == QLatin1String("unroll_motion")) return tr("Motion over the unroll");
  if (name == QLatin1String("flow")) return tr("Optical flow along a window");
  if (name == QLatin1String("psd_high_share")) return tr("Share of fine detail along a window");
  if (name == QLatin1String("psd_high_db")) return tr("Fine detail along a window");
  if (name == QLatin1String("unroll_high_db")) return tr("Fine detail over the unroll");
  if (name == QLatin1String("grounding_db")) return tr("Grounding over the unroll");
  if (name == QLatin1String("grounding_ssim")) return tr("Grounding over the unroll, by structure");
  return name;
}

QString lineUnit(const QString& unit) {
  if (unit == QLatin1String("levels of 255 a frame")) return tr("levels of 255 a frame");
  if (unit == QLatin1String("pixels a frame")) return tr("pixels a frame");
  if (unit == QLatin1String("share of the power")) return tr("share of the power");
  return unit;
}

const MeasureRecord* measuresAt(const QList<MeasureRecord>& records, int stage, qint64 step) {
  const auto found = std::ranges::find_if(records, [&](const MeasureRecord& record) {
    return record.stage == stage && record.step == step;
  });
  return found == records.end() ? nullptr : &*found;
}

}  // namespace unroll::ui
