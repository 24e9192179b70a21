#include "ui/model/run_follower.h"

#include <utility>

#include <QDir>
#include <QRegularExpression>

#include "io/checkpoint_store.h"
#include "ui/model/json_fields.h"

namespace unroll::ui {
namespace {

constexpr size_t kChangesAtOnce = 20000;
constexpr int kLooksBetweenLists = 20;

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

std::optional<RunChange> changeOf(const io::Event& event, const QString& runFolder) {
  RunChange change;
  change.stage = static_cast<int>(jsonInteger(event.fields, "stage"));
  change.step = jsonInteger(event.fields, "step", -1);
  change.time = event.time;
  if (event.type == "scalar") {
    const io::Json& value = jsonAt(event.fields, "value");
    change.text = jsonText(event.fields, "name");
    if (value.is_null() || change.text.isEmpty() || change.step < 0) return {};
    change.value = io::eventNumber(value);
  } else if (event.type == "resumed") {
    change.kind = RunChange::Kind::Resumed;
  } else if (event.type == "state") {
    const auto state = protocol::runStateFromWord(jsonText(event.fields, "state").toStdString());
    if (!state) return {};
    change.kind = RunChange::Kind::State;
    change.state = *state;
    change.steps = jsonInteger(event.fields, "steps", 0);
    change.text = jsonText(event.fields, "training");
  } else if (event.type == "failed" || event.type == "log") {
    change.kind = event.type == "failed" ? RunChange::Kind::Failed : RunChange::Kind::Log;
    change.text = jsonText(event.fields, "message");
    change.failureKind = jsonText(event.fields, "kind");
  } else if (event.type == "preview") {
    change.kind = RunChange::Kind::Preview;
    const QString name = QDir(jsonText(event.fields, "folder")).dirName();
    change.preview.stage = change.stage;
    change.preview.step = change.step;
    change.preview.time = event.time;
    change.preview.folder = runFolder + QStringLiteral("/previews/") + name;
    change.preview.files =
        previewFiles(change.preview.folder, name.section(QStringLiteral("-step-"), 0, 0));
    if (name.isEmpty() || change.preview.files.isEmpty()) return {};
  } else if (event.type == "checkpoint") {
    change.kind = RunChange::Kind::Checkpoint;
    change.text = jsonText(event.fields, "file");
    if (change.text.isEmpty()) return {};
  } else if (event.type == "spectrum") {
    change.kind = RunChange::Kind::Spectrum;
    change.spectrum = {change.step, jsonMeanOfRows(jsonAt(event.fields, "fake")),
                       jsonNumbers(jsonAt(event.fields, "real")),
                       jsonNumbers(jsonAt(event.fields, "realDeviation"))};
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
    const auto modified = static_cast<double>(entry.saved);
    found.append({QString::fromStdString(entry.stage), entry.step,
                  QString::fromStdString(entry.path.string()), entry.bytes, modified, false,
                  modified, entry.starred, entry.best});
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
      const QString sentence = QString::fromStdString(events.error().message);
      if (std::exchange(complaint_, sentence) != sentence) Q_EMIT unreadable(sentence);
      return;
    }
    complaint_.clear();
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
