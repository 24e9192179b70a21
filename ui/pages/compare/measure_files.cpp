#include <algorithm>
#include <cmath>

#include <QDir>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/json_file.h"
#include "ui/model/json_fields.h"
#include "ui/pages/compare/compare_model.h"

namespace unroll::ui {
namespace {

using io::Json;

std::optional<MeasuredNumber> spread(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  const double mean = io::eventNumber(jsonAt(value, "mean"));
  if (!std::isfinite(mean)) return std::nullopt;
  const double deviation = io::eventNumber(jsonAt(value, "deviation"));
  return MeasuredNumber{mean, std::isfinite(deviation) ? deviation : 0};
}

QList<double> ratioInDecibels(const QList<double>& fake, const QList<double>& real) {
  QList<double> ratio;
  if (fake.size() != real.size()) return ratio;
  for (qsizetype i = 0; i < fake.size(); ++i) ratio << 10 * std::log10(fake[i] / real[i]);
  return ratio;
}

QString protocolLine(const Json& protocol) {
  return QStringLiteral("%1, %2 clips, %3 frames of %4 pixels")
      .arg(jsonText(protocol, "network"))
      .arg(jsonInteger(protocol, "fakeClips"))
      .arg(jsonInteger(protocol, "frames"))
      .arg(jsonInteger(protocol, "size"));
}

std::optional<MeasureRecord> readRecord(const std::filesystem::path& path) {
  const auto document = io::readJsonFile(realVfs(), path, {.maxBytes = uint64_t{64} << 20});
  if (!document || !jsonAt(*document, "measures").is_array()) return std::nullopt;
  MeasureRecord record;
  record.stage = int(jsonInteger(*document, "stage"));
  record.step = jsonInteger(*document, "step");
  const Json& protocol = jsonAt(*document, "protocol");
  record.protocol = jsonText(protocol, "key");
  record.protocolLine = protocolLine(protocol);
  record.draws = jsonInteger(protocol, "draws");
  for (const Json& row : jsonAt(*document, "measures")) {
    record.entries << MeasureEntry{jsonText(row, "name"), jsonText(row, "title"),
                                   jsonText(row, "better"), spread(jsonAt(row, "fake"))};
  }
  const Json& spectrum = jsonAt(*document, "spectrum");
  record.spectrum = {record.step, jsonMeanOfRows(jsonAt(spectrum, "fake")),
                     jsonMeanOfRows(jsonAt(spectrum, "real")),
                     jsonMeanOfRows(jsonAt(spectrum, "realDeviation"))};
  const Json& curves = jsonAt(*document, "curves");
  if (!curves.is_array()) return record;
  for (const Json& curve : curves) {
    const QString name = jsonText(curve, "name");
    const QList<double> fake = jsonNumbers(jsonAt(curve, "fake"));
    const QList<double> real = jsonNumbers(jsonAt(curve, "real"));
    if (name == QLatin1String("temporal_psd")) {
      const QList<double> decibels = ratioInDecibels(fake, real);
      if (!decibels.isEmpty())
        record.lines << MeasureLine{name + QStringLiteral("_ratio"), decibels};
    } else if (!fake.isEmpty()) {
      record.lines << MeasureLine{name, fake} << MeasureLine{name + QStringLiteral("/real"), real};
    }
  }
  return record;
}

}  // namespace

QList<MeasureRecord> readMeasures(const QString& runFolder) {
  QList<MeasureRecord> records;
  const QDir folder(runFolder + QStringLiteral("/measures"));
  for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
    const auto record = readRecord(folder.filePath(name).toStdString());
    if (record) records << *record;
  }
  std::ranges::sort(records, [](const MeasureRecord& a, const MeasureRecord& b) {
    return std::pair(a.stage, a.step) < std::pair(b.stage, b.step);
  });
  return records;
}

}  // namespace unroll::ui
