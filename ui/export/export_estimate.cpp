#include "ui/export/export_estimate.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QTemporaryDir>

#include "media/image.h"
#include "media/video_writer.h"
#include "ui/export/written_bytes.h"
#include "ui/model/background.h"

namespace unroll::ui {
namespace {

constexpr int kMeasuredFrames = 24;
constexpr int64_t kMostPixels = 4'000'000;  ///< of one measured picture

ClipPtr partOf(const PairRecord& record, int stage) {
  for (const PairPart& part : record.parts) {
    if (part.role == stageRole(stage) && part.clip) return part.clip;
  }
  return nullptr;
}

media::Image pictureOf(const Clip& clip, int index, int factor) {
  return media::enlarge(media::toImage(clip.frameBytes(index), clip.width, clip.height), factor);
}

struct Measured {
  ClipPtr left;  ///< of a pair only
  ClipPtr main;
  ExportSource source;
  ExportSettings settings;
};

/// Bytes of a file with the first `frames` frames; below 0 when it cannot be written.
double encode(const Measured& work, int frames) {
  const QTemporaryDir folder;
  if (!folder.isValid()) return -1;
  std::optional<media::VideoWriter> writer;
  for (int frame = 0; frame < frames; ++frame) {
    media::Image image = pictureOf(*work.main, frame, work.settings.scale);
    if (work.left) {
      const int times = work.main->width / std::max(1, work.left->width);
      const media::Image both[] = {
          pictureOf(*work.left, work.left->indexAt(frame, work.main->frameRate),
                    work.settings.scale * times),
          std::move(image)};
      image = media::sideBySide(both, 4);
    }
    if (!writer) {
      media::WriterSettings settings;
      settings.width = image.width;
      settings.height = image.height;
      settings.rate = media::FrameRate::from(exportRate(work.source, work.settings));
      settings.preset = work.settings.preset;
      const QString ending = presetEnding(work.settings.preset);
      const QString path = folder.filePath(ending.isEmpty() ? QStringLiteral("out")
                                                            : QStringLiteral("out.") + ending);
      auto opened = media::VideoWriter::open(path.toStdString(), settings);
      if (!opened) return -1;
      writer.emplace(std::move(*opened));
    }
    if (!writer->write(image.rgb)) return -1;
  }
  if (!writer || !writer->finish()) return -1;
  return static_cast<double>(bytesAt(folder.path()));
}

std::optional<ExportEstimate> measure(const Measured& work) {
  const int frames = std::min({kMeasuredFrames, work.main->frameCount, work.settings.frames});
  if (frames < 1) return {};
  const double whole = encode(work, frames);
  if (whole < 0) return {};
  const double videos = work.settings.what == QLatin1String("grid") ? work.settings.count : 1;
  const auto total = static_cast<double>(exportFrames(work.settings));
  ExportEstimate estimate{whole * videos, frames};
  if (total <= frames) return estimate;
  // The slope between half of the frames and all of them leaves headers out.
  const int half = frames / 2;
  const double part = half > 0 ? encode(work, half) : -1;
  const double each = part >= 0 ? std::max(0.0, (whole - part) / (frames - half)) : whole / frames;
  estimate.bytes = (whole + each * (total - frames)) * videos;
  return estimate;
}

}  // namespace

void estimateExport(const PairRecord& record, const ExportSource& source,
                    const ExportSettings& settings, QObject* context,
                    std::function<void(std::optional<ExportEstimate>)> done) {
  Measured work{nullptr, partOf(record, countedStage(source, settings)), source, settings};
  const bool pair = settings.what == QLatin1String("pair");
  if (pair) work.left = partOf(record, 1);
  const QSize size = exportSize(source, settings);
  const int64_t pixels = int64_t{size.width()} * size.height() /
                         (settings.what == QLatin1String("grid") ? std::max(1, settings.count) : 1);
  if (!work.main || (pair && !work.left) || pixels > kMostPixels) {
    QMetaObject::invokeMethod(
        context, [done = std::move(done)] { done({}); }, Qt::QueuedConnection);
    return;
  }
  inBackground(
      context, [work = std::move(work)] { return measure(work); }, std::move(done));
}

}  // namespace unroll::ui
