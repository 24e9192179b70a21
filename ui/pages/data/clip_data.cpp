#include "ui/pages/data/clip_data.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "data/import_report.h"
#include "io/json_file.h"

namespace unroll::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr uint64_t kMostReportBytes = uint64_t{64} << 20;

void readReport(const QString& dataFolder, ClipData& found) {
  const auto text =
      readTextFile(realVfs(), dataFolder.toStdString() + "/" + data::kReportName, kMostReportBytes);
  if (!text) return;  // Synthetic data has none.
  const QJsonObject report = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object();
  for (const QJsonValue& value : report.value(QLatin1String("files")).toArray()) {
    const QJsonObject file = value.toObject();
    const QString message = file.value(QLatin1String("message")).toString();
    const QString outcome = file.value(QLatin1String("outcome")).toString();
    if (outcome == QLatin1String("accepted") || outcome == QLatin1String("known")) continue;
    found.files.append({file.value(QLatin1String("path")).toString(), outcome, message});
  }
  for (const QJsonValue& note : report.value(QLatin1String("notes")).toArray())
    found.notes.append(note.toString());
}

QList<QImage> readFrames(const data::ClipStore& store, const data::WindowRequest& request,
                         QString& problem) {
  const size_t bytes = static_cast<size_t>(request.size * request.size * 3);
  std::vector<uint8_t> pixels(bytes * static_cast<size_t>(request.frames));
  if (const auto done = store.read(request, pixels); !done) {
    problem = QString::fromStdString(done.error().message);
    return {};
  }
  QList<QImage> frames;
  const int size = static_cast<int>(request.size);
  for (qint64 t = 0; t < request.frames; ++t) {
    const QImage view(pixels.data() + static_cast<size_t>(t) * bytes, size, size, 3 * size,
                      QImage::Format_RGB888);
    frames.append(view.convertToFormat(QImage::Format_RGB32));
  }
  return frames;
}

}  // namespace

ClipData readClipData(const QString& dataFolder) {
  ClipData found;
  auto store = data::openClipStore(dataFolder.toStdString());
  if (store) {
    found.store = std::move(*store);
  } else if (store.error().kind != ErrorKind::NotFound) {
    found.problem = QString::fromStdString(store.error().message);
  }
  readReport(dataFolder, found);
  return found;
}

QList<QImage> spreadFrames(const data::ClipStore& store, qint64 clip, int count, int most) {
  const qint64 length = store.clips().at(static_cast<size_t>(clip)).frames;
  if (length <= 0) return {};
  int64_t size = store.size();
  for (int64_t parts = 2; size > most && parts <= store.size(); ++parts) {
    if (store.size() % parts == 0) size = store.size() / parts;
  }
  data::WindowRequest request;
  request.clip = clip;
  request.frames = std::min<qint64>(length, count);
  request.stride = std::max<qint64>(1, length / request.frames);
  request.size = size;
  QString problem;
  return readFrames(store, request, problem);
}

QList<QImage> windowFrames(const data::ClipStore& store, qint64 clip, qint64 frames, qint64 stride,
                           qint64 size, QString& problem) {
  const qint64 length = store.clips().at(static_cast<size_t>(clip)).frames;
  const qint64 span = (frames - 1) * stride + 1;
  if (store.size() % size != 0) {
    problem = Words::tr(
                  "The stage needs %1 pixels, which is no whole part of the stored %2: import "
                  "again at a size it divides.")
                  .arg(size)
                  .arg(store.size());
    return {};
  }
  if (length < span) {
    problem = Words::tr(
                  "This clip has %L1 frames, the stage's window reaches over %L2: the clip is "
                  "left out of its training.")
                  .arg(length)
                  .arg(span);
    return {};
  }
  data::WindowRequest request;
  request.clip = clip;
  request.start = (length - span) / 2;
  request.frames = frames;
  request.stride = stride;
  request.size = size;
  return readFrames(store, request, problem);
}

}  // namespace unroll::ui
