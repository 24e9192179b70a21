#include "ui/model/run_follower.h"

#include <QDir>
#include <QRegularExpression>

#include "io/checkpoint_store.h"

namespace unroll::ui {
namespace {

constexpr size_t kChangesAtOnce = 20000;
constexpr int kLooksBetweenLists = 20;

QString text(const io::Json& fields, const char* key) {
  const auto found = fields.find(key);
  return found != fields.end() && found->is_string()
             ? QString::fromStdString(found->get<std::string>())
             : QString();
}

qint64 integer(const io::Json& fields, const char* key, qint64 fallback) {
  const auto found = fields.find(key);
  return found != fields.end() && found->is_number_integer() ? found->get<qint64>() : fallback;
}

/// `probe-3.npy` holds the trained stage itself; `probe-3-stage1.npy` and `probe-3-real.npy` what
/// belongs to it.
QList<PreviewFile> previewFiles(const QString& folder, const QString& ownPart) {
  static const QRegularExpression kName(
      QStringLiteral("^probe-(\\d+)(?:-(stage\\d+|real))?\\.npy$"));
  QList<PreviewFile> files;
  for (const QString& name : QDir(folder).entryList(QDir::Files, QDir::Name)) {
    const QRegularExpressionMatch match = kName.match(name);
    if (!match.hasMatch()) continue;
    const QString part = match.captured(2);
    files.append({match.captured(1).toInt(), part.isEmpty() ? ownPart : part,
                  folder + QLatin1Char('/') + name});
  }
  return files;
}

QList<double> numbers(const io::Json& fields, const char* key) {
  QList<double> values;
  const auto found = fields.find(key);
  if (found == fields.end() || !found->is_array()) return values;
  for (const io::Json& value : *found) values.append(io::eventNumber(value));
  return values;
}

/// The table of "fake" holds a row for each time step; the mean over them is one curve.
QList<double> meanOfRows(const io::Json& fields, const char* key) {
  QList<double> mean;
  const auto found = fields.find(key);
  if (found == fields.end() || !found->is_array() || found->empty()) return mean;
  for (const io::Json& row : *found) {
    if (!row.is_array()) return {};
    if (mean.isEmpty()) mean.resize(static_cast<qsizetype>(row.size()));
    if (static_cast<qsizetype>(row.size()) != mean.size()) return {};
    for (qsizetype i = 0; i < mean.size(); ++i)
      mean[i] += io::eventNumber(row[static_cast<size_t>(i)]) / static_cast<double>(found->size());
  }
  return mean;
}

std::optional<RunChange> changeOf(const io::Event& event, const QString& runFolder) {
  RunChange change;
  change.stage = static_cast<int>(integer(event.fields, "stage", 0));
  change.step = integer(event.fields, "step", -1);
  change.time = event.time;
  if (event.type == "scalar") {
    const auto value = event.fields.find("value");
    change.text = text(event.fields, "name");
    if (value == event.fields.end() || change.text.isEmpty() || change.step < 0) return {};
    change.value = io::eventNumber(*value);
  } else if (event.type == "resumed") {
    change.kind = RunChange::Kind::Resumed;
  } else if (event.type == "state") {
    const auto state = protocol::runStateFromWord(text(event.fields, "state").toStdString());
    if (!state) return {};
    change.kind = RunChange::Kind::State;
    change.state = *state;
    change.text = text(event.fields, "training");
  } else if (event.type == "failed" || event.type == "log") {
    change.kind = event.type == "failed" ? RunChange::Kind::Failed : RunChange::Kind::Log;
    change.text = text(event.fields, "message");
  } else if (event.type == "preview") {
    change.kind = RunChange::Kind::Preview;
    const QString name = QDir(text(event.fields, "folder")).dirName();
    change.preview.stage = change.stage;
    change.preview.step = change.step;
    change.preview.time = event.time;
    change.preview.folder = runFolder + QStringLiteral("/previews/") + name;
    change.preview.files =
        previewFiles(change.preview.folder, name.section(QStringLiteral("-step-"), 0, 0));
    if (name.isEmpty() || change.preview.files.isEmpty()) return {};
  } else if (event.type == "spectrum") {
    change.kind = RunChange::Kind::Spectrum;
    change.spectrum = {change.step, meanOfRows(event.fields, "fake"), numbers(event.fields, "real"),
                       numbers(event.fields, "realDeviation")};
    if (change.spectrum.made.isEmpty()) return {};
  } else {
    return {};
  }
  return change;
}

QList<Checkpoint> checkpointsIn(const QString& folder) {
  QList<Checkpoint> found;
  const auto listed = io::CheckpointStore(realVfs(), folder.toStdString()).list();
  if (!listed) return found;
  for (const io::CheckpointEntry& entry : *listed) {
    found.append({QString::fromStdString(entry.stage), entry.step,
                  QString::fromStdString(entry.path.string()), entry.bytes,
                  static_cast<double>(entry.saved), entry.starred, entry.best});
  }
  return found;
}

}  // namespace

RunFollower::RunFollower(const QString& folder)
    : folder_(folder), reader_(realVfs(), folder.toStdString() + "/events.jsonl") {
  qRegisterMetaType<RunNews>();
}

void RunFollower::look() {
  for (bool more = true; more;) {
    const auto events = reader_.poll(kChangesAtOnce);
    if (!events) {
      Q_EMIT unreadable(QString::fromStdString(events.error().message));
      return;
    }
    more = events->size() >= kChangesAtOnce;
    RunNews found;
    found.whole = !more;
    bool saved = !looked_ || ++looksSinceList_ >= kLooksBetweenLists;
    for (const io::Event& event : *events) {
      saved = saved || event.type == "checkpoint";
      if (std::optional<RunChange> change = changeOf(event, folder_)) {
        found.changes.append(std::move(*change));
      }
    }
    if (saved && !more) {
      found.checkpoints = checkpointsIn(folder_);
      looksSinceList_ = 0;
    }
    if (!looked_ || !found.changes.isEmpty() || found.checkpoints) Q_EMIT news(found);
    looked_ = looked_ || !more;
  }
}

}  // namespace unroll::ui
