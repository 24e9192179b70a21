#include <sys/stat.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/area_average.h"
#include "data/frame_files.h"
#include "media/clip_codec.h"

namespace unroll::data {
namespace {

/// Decoders that nobody uses just now, the latest used first. A reader takes one out for itself
/// and puts it back, so a decoder never meets two threads.
class IdleDecoders {
 public:
  std::optional<media::ClipDecoder> take(int64_t clip) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(idle_.begin(), idle_.end(),
                                    [clip](const auto& entry) { return entry.first == clip; });
    if (found == idle_.end()) return std::nullopt;
    media::ClipDecoder decoder = std::move(found->second);
    idle_.erase(found);
    return decoder;
  }

  void putBack(int64_t clip, media::ClipDecoder decoder) {
    std::list<std::pair<int64_t, media::ClipDecoder>> dropped;
    const std::lock_guard lock(mutex_);
    idle_.emplace_front(clip, std::move(decoder));
    if (idle_.size() > kMaxIdle) dropped.splice(dropped.begin(), idle_, std::prev(idle_.end()));
  }

 private:
  static constexpr size_t kMaxIdle = 32;

  std::mutex mutex_;  ///< guards idle_
  std::list<std::pair<int64_t, media::ClipDecoder>> idle_;
};

class EncodedStore final : public ClipStore {
 public:
  EncodedStore(std::string folder, StoreIndex index)
      : folder_(std::move(folder)), index_(std::move(index)) {
    for (const IndexedClip& clip : index_.clips) clips_.push_back(clip.info);
  }

  int64_t size() const override { return index_.settings.size; }
  double frameRate() const override { return index_.settings.frameRate; }
  const std::vector<std::string>& classes() const override { return index_.classes; }
  const std::vector<ClipInfo>& clips() const override { return clips_; }

  Result<void> read(const WindowRequest& request, std::span<uint8_t> out) const override {
    UNROLL_TRY(checkRequest(*this, request, out.size()));
    UNROLL_TRY_ASSIGN(decoder, decoderOf(request.clip));
    if (request.size == size()) {
      UNROLL_TRY(decoder.read(request.start, request.frames, request.stride, out));
    } else {
      const auto stored = static_cast<size_t>(size() * size() * 3);
      const auto made = static_cast<size_t>(request.size * request.size * 3);
      std::vector<uint8_t> frames(stored * static_cast<size_t>(request.frames));
      UNROLL_TRY(decoder.read(request.start, request.frames, request.stride, frames));
      for (size_t t = 0; t < static_cast<size_t>(request.frames); ++t) {
        areaAverage(std::span(frames).subspan(t * stored, stored), size(),
                    out.subspan(t * made, made), request.size);
      }
    }
    idle_.putBack(request.clip, std::move(decoder));
    return {};
  }

 private:
  Result<media::ClipDecoder> decoderOf(int64_t clip) const {
    std::optional<media::ClipDecoder> idle = idle_.take(clip);
    if (idle) return std::move(*idle);
    const std::string path = folder_ + "/" + index_.clips[static_cast<size_t>(clip)].file;
    UNROLL_TRY_ASSIGN(decoder, media::ClipDecoder::open(path, frameRate()));
    if (decoder.width() != size() || decoder.height() != size()) {
      return fail(ErrorKind::Corrupt,
                  fmt::format("'{}' is {}x{} where {} says {}x{}; restore it or import again.",
                              path, decoder.width(), decoder.height(), kIndexName, size(), size()));
    }
    return decoder;
  }

  const std::string folder_;
  const StoreIndex index_;
  std::vector<ClipInfo> clips_;
  mutable IdleDecoders idle_;
};

}  // namespace

Result<std::shared_ptr<const ClipStore>> openEncodedStore(const std::string& dataFolder,
                                                          StoreIndex index) {
  for (const IndexedClip& clip : index.clips) {
    const std::string path = dataFolder + "/" + clip.file;
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
      return fail(ErrorKind::Corrupt,
                  fmt::format("'{}' is missing or empty but {} needs it; restore it or import "
                              "again.",
                              path, kIndexName));
    }
  }
  return std::make_shared<const EncodedStore>(dataFolder, std::move(index));
}

}  // namespace unroll::data
