#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/seeds.h"
#include "data/area_average.h"
#include "data/frame_files.h"
#include "data/store_index.h"
#include "data/synthetic_scenes.h"

namespace unroll::data {
namespace {

constexpr size_t kMaxCachedBytes = size_t{512} << 20;

using Picture = std::shared_ptr<const std::vector<uint8_t>>;

/// Rendered frames by (clip, frame), the least recently used dropped beyond kMaxCachedBytes: after
/// one epoch of a small set a training step waits for no rendering.
class PictureCache {
 public:
  using Key = std::pair<int64_t, int64_t>;

  Picture find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    byUse_.splice(byUse_.begin(), byUse_, found->second);
    return found->second->second;
  }

  void insert(const Key& key, Picture picture) {
    const std::lock_guard lock(mutex_);
    if (places_.contains(key)) return;
    bytes_ += picture->size();
    byUse_.emplace_front(key, std::move(picture));
    places_[key] = byUse_.begin();
    while (bytes_ > kMaxCachedBytes) {
      bytes_ -= byUse_.back().second->size();
      places_.erase(byUse_.back().first);
      byUse_.pop_back();
    }
  }

 private:
  std::mutex mutex_;  ///< guards all below
  std::list<std::pair<Key, Picture>> byUse_;
  std::map<Key, std::list<std::pair<Key, Picture>>::iterator> places_;
  size_t bytes_ = 0;
};

class SyntheticStore final : public ClipStore {
 public:
  explicit SyntheticStore(const SyntheticOptions& options) : options_(options) {
    const auto classCount = static_cast<int64_t>(classes().size());
    for (int64_t i = 0; i < options.clips; ++i) {
      ClipInfo clip;
      clip.source = fmt::format("{} {}", options.scenes, i);
      clip.sourceId = fmt::format("{}-{}-{}", options.scenes, options.seed, i);
      clip.label = i % classCount;
      clip.frames = options.framesPerClip;
      // The first scene of each class always trains, however few there are.
      const bool first = i < classCount;
      clip.split = first ? Split::Train : splitOf(clip.sourceId, options.heldShare);
      clips_.push_back(std::move(clip));
    }
  }

  int64_t size() const override { return options_.size; }
  double frameRate() const override { return options_.frameRate; }
  const std::vector<std::string>& classes() const override { return sceneClasses(); }
  const std::vector<ClipInfo>& clips() const override { return clips_; }

  Result<void> read(const WindowRequest& request, std::span<uint8_t> out) const override {
    UNROLL_TRY(checkRequest(*this, request, out.size()));
    const auto made = static_cast<size_t>(request.size * request.size * 3);
    for (int64_t t = 0; t < request.frames; ++t) {
      const Picture picture = frame(request.clip, request.start + t * request.stride);
      areaAverage(*picture, size(), out.subspan(static_cast<size_t>(t) * made, made), request.size);
    }
    return {};
  }

 private:
  Picture frame(int64_t clip, int64_t number) const {
    const PictureCache::Key key{clip, number};
    Picture picture = cache_.find(key);
    if (picture != nullptr) return picture;
    auto drawn = std::make_shared<std::vector<uint8_t>>(static_cast<size_t>(size() * size() * 3));
    const uint64_t seed = streamSeed(options_.seed, "scene", static_cast<uint64_t>(clip));
    renderScene(clips_[static_cast<size_t>(clip)].label, seed,
                static_cast<double>(number) / options_.frameRate, size(), *drawn);
    picture = std::move(drawn);
    cache_.insert(key, picture);
    return picture;
  }

  const SyntheticOptions options_;
  std::vector<ClipInfo> clips_;
  mutable PictureCache cache_;
};

Result<void> checkOptions(const SyntheticOptions& options) {
  UNROLL_TRY(checkSettings(options.size, options.frameRate));
  const auto refuse = [](std::string message) {
    return fail(ErrorKind::Usage, std::move(message));
  };
  if (options.scenes != SyntheticOptions().scenes) {
    return refuse(fmt::format("There are no synthetic scenes '{}'; use '{}'.", options.scenes,
                              SyntheticOptions().scenes));
  }
  if (options.framesPerClip < 1 || options.framesPerClip > 1'000'000) {
    return refuse(
        fmt::format("Frames per clip must be from 1 to 1,000,000, not {}.", options.framesPerClip));
  }
  if (options.clips < 1 || options.clips > 10'000'000) {
    return refuse(fmt::format("Clips must be from 1 to 10,000,000, not {}.", options.clips));
  }
  if (!(options.heldShare >= 0 && options.heldShare <= 1)) {
    return refuse(fmt::format("The held share must be from 0 to 1, not {}.", options.heldShare));
  }
  return {};
}

}  // namespace

std::shared_ptr<const ClipStore> openSyntheticStore(const SyntheticOptions& options) {
  return std::make_shared<const SyntheticStore>(options);
}

Result<void> createSynthetic(const std::string& dataFolder, const SyntheticOptions& options) {
  UNROLL_TRY(checkOptions(options));
  UNROLL_TRY(makeFolders(realVfs(), dataFolder));
  const Result<StoreIndex> there = readIndex(dataFolder);
  if (there && there->settings.kind != StoreKind::Synthetic && !there->clips.empty()) {
    return fail(ErrorKind::Refused,
                fmt::format("'{}' holds {} imported clips; use a new project for synthetic scenes.",
                            dataFolder, there->clips.size()));
  }
  if (!there && there.error().kind != ErrorKind::NotFound) {
    return tl::unexpected(there.error());
  }
  StoreIndex index;
  index.settings = {StoreKind::Synthetic, options.size, options.frameRate};
  index.synthetic = options;
  return writeIndex(dataFolder, index);
}

}  // namespace unroll::data
