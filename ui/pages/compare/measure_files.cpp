#include <algorithm>
#include <cmath>

#include <QDir>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/json_file.h"
#include "ui/pages/compare/compare_model.h"

namespace unroll::ui {
namespace {

using io::Json;

const Json& at(const Json& object, const char* key) {
  static const Json nothing;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? nothing : *found;
}

QString text(const Json& value) {
  return value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
}

qint64 whole(const Json& value) { return value.is_number_integer() ? value.get<qint64>() : 0; }

std::optional<MeasuredNumber> spread(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  const double mean = io::eventNumber(at(value, "mean"));
  if (!std::isfinite(mean)) return std::nullopt;
  const double deviation = io::eventNumber(at(value, "deviation"));
  return MeasuredNumber{mean, std::isfinite(deviation) ? deviation : 0};
}

QList<double> numbers(const Json& list) {
  QList<double> values;
  if (!list.is_array()) return values;
  for (const Json& value : list) values << io::eventNumber(value);
  return values;
}

/// Mean over the rows of a table whose rows are frames.
QList<double> meanRow(const Json& table) {
  QList<double> mean;
  if (!table.is_array()) return mean;
  for (const Json& row : table) {
    const QList<double> values = numbers(row);
    if (mean.isEmpty()) mean.fill(0, values.size());
    if (values.size() != mean.size()) return {};
    for (qsizetype i = 0; i < values.size(); ++i) mean[i] += values[i];
  }
  for (double& value : mean) value /= double(table.size());
  return mean;
}

QList<double> ratioInDecibels(const QList<double>& fake, const QList<double>& real) {
  QList<double> ratio;
  if (fake.size() != real.size()) return ratio;
  for (qsizetype i = 0; i < fake.size(); ++i) ratio << 10 * std::log10(fake[i] / real[i]);
  return ratio;
}

QString protocolLine(const Json& protocol) {
  return QStringLiteral("%1, %2 clips, %3 frames of %4 pixels")
      .arg(text(at(protocol, "network")))
      .arg(whole(at(protocol, "fakeClips")))
      .arg(whole(at(protocol, "frames")))
      .arg(whole(at(protocol, "size")));
}

std::optional<MeasureRecord> readRecord(const std::filesystem::path& path) {
  const auto document = io::readJsonFile(realVfs(), path, {.maxBytes = uint64_t{64} << 20});
  if (!document || !at(*document, "measures").is_array()) return std::nullopt;
  MeasureRecord record;
  record.stage = int(whole(at(*document, "stage")));
  record.step = whole(at(*document, "step"));
  const Json& protocol = at(*document, "protocol");
  record.protocol = text(at(protocol, "key"));
  record.protocolLine = protocolLine(protocol);
  record.draws = whole(at(protocol, "draws"));
  for (const Json& row : at(*document, "measures")) {
    record.entries << MeasureEntry{text(at(row, "name")), text(at(row, "title")),
                                   text(at(row, "better")), spread(at(row, "fake"))};
  }
  const Json& spectrum = at(*document, "spectrum");
  const QList<double> ratio =
      ratioInDecibels(meanRow(at(spectrum, "fake")), meanRow(at(spectrum, "real")));
  if (!ratio.isEmpty()) record.lines << MeasureLine{QStringLiteral("psd_ratio"), ratio};
  const Json& curves = at(*document, "curves");
  if (!curves.is_array()) return record;
  for (const Json& curve : curves) {
    const QString name = text(at(curve, "name"));
    const QList<double> fake = numbers(at(curve, "fake"));
    const QList<double> real = numbers(at(curve, "real"));
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
