#include "ui/player/clip.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <utility>

#include <fmt/format.h>
#include <QCache>
#include <QDateTime>
#include <QFileInfo>

#include "base/file_system.h"
#include "io/npy.h"
#include "ui/model/background.h"

namespace unroll::ui {
namespace {

constexpr uint64_t kMostClipBytes = uint64_t{2} << 30;
constexpr qsizetype kCacheKilobytes = 384 * 1024;

/// Clips read lately, by path, time of change and rate. The mutex guards the cache.
struct ClipCache {
  std::mutex mutex;
  QCache<QString, ClipPtr> clips{kCacheKilobytes};
};

ClipCache& clipCache() {
  static ClipCache cache;
  return cache;
}

QString cacheKey(const QString& path, double frameRate) {
  const QFileInfo file(path);
  return path % QLatin1Char('|') % QString::number(file.lastModified().toMSecsSinceEpoch()) %
         QLatin1Char('|') % QString::number(file.size()) % QLatin1Char('|') %
         QString::number(frameRate);
}

Result<ClipPtr> readCached(const QString& path, double frameRate) {
  const QString key = cacheKey(path, frameRate);
  ClipCache& cache = clipCache();
  {
    const std::lock_guard lock(cache.mutex);
    if (const ClipPtr* found = cache.clips.object(key)) return *found;
  }
  Result<ClipPtr> clip = readClip(path, frameRate);
  if (clip) {
    const auto kilobytes = static_cast<qsizetype>((*clip)->pixels.size() / 1024 + 1);
    const std::lock_guard lock(cache.mutex);
    cache.clips.insert(key, std::make_unique<ClipPtr>(*clip).release(), kilobytes);
  }
  return clip;
}

}  // namespace

ClipRole stageRole(int number) { return static_cast<ClipRole>(std::clamp(number, 1, 4) - 1); }

std::span<const uint8_t> Clip::bytes() const {
  return {static_cast<const uint8_t*>(static_cast<const void*>(pixels.data())), pixels.size()};
}

std::span<const uint8_t> Clip::frameBytes(int index) const {
  const size_t one = static_cast<size_t>(width) * static_cast<size_t>(height) * 3;
  return bytes().subspan(static_cast<size_t>(index) * one, one);
}

int Clip::indexAt(int cursor, double cursorRate) const {
  if (frameCount <= 0) return 0;
  const double ratio = cursorRate > 0 ? frameRate / cursorRate : 1;
  // Rates such as 12.5 and 25 divide exactly; others get a little room for rounding.
  const double index = std::floor(cursor * ratio + 1e-6);
  return static_cast<int>(std::clamp(index, 0.0, static_cast<double>(frameCount - 1)));
}

int Clip::lengthAt(double cursorRate) const {
  if (frameRate <= 0) return frameCount;
  return static_cast<int>(std::lround(frameCount * cursorRate / frameRate));
}

QImage frameImage(const ClipPtr& clip, int index) {
  if (!clip || index < 0 || index >= clip->frameCount) return {};
  auto* owner = std::make_unique<ClipPtr>(clip).release();
  const std::span<const uint8_t> frame = clip->frameBytes(index);
  return QImage(
      frame.data(), clip->width, clip->height, clip->width * 3, QImage::Format_RGB888,
      [](void* kept) { std::unique_ptr<ClipPtr>{static_cast<ClipPtr*>(kept)}; }, owner);
}

Result<ClipPtr> readClip(const QString& path, double frameRate) {
  UNROLL_TRY_ASSIGN(array, io::readNpy(realVfs(), path.toStdString(), kMostClipBytes));
  constexpr int64_t kMost = 1 << 24;
  const auto fits = [](int64_t extent) { return extent > 0 && extent < kMost; };
  if (array.type != io::NpyType::Uint8 || array.shape.size() != 4 || array.shape[3] != 3 ||
      !fits(array.shape[0]) || !fits(array.shape[1]) || !fits(array.shape[2])) {
    return fail(ErrorKind::Unsupported,
                fmt::format("'{}' is no RGB clip: it must be uint8, frames x height x width x 3.",
                            path.toStdString()));
  }
  auto clip = std::make_shared<Clip>();
  clip->frameCount = static_cast<int>(array.shape[0]);
  clip->height = static_cast<int>(array.shape[1]);
  clip->width = static_cast<int>(array.shape[2]);
  clip->frameRate = frameRate;
  clip->pixels = std::move(array.bytes);
  return ClipPtr(std::move(clip));
}

void loadClip(const QString& path, double frameRate, QObject* context,
              std::function<void(Result<ClipPtr>)> done) {
  inBackground(
      context, [path, frameRate] { return readCached(path, frameRate); }, std::move(done));
}

}  // namespace unroll::ui
