#include "data/window_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "base/seeds.h"
#include "data/area_average.h"

namespace unroll::data {
namespace {

/// A permutation of 0 .. count-1 computed point by point: six Feistel rounds over the next even
/// power of two, walked until the result is in range. Nothing is kept, whatever the epoch's size.
int64_t permuted(int64_t position, int64_t count, uint64_t seed) {
  int halfBits = 4;
  while ((int64_t{1} << (2 * halfBits)) < count) ++halfBits;
  const uint64_t mask = (uint64_t{1} << halfBits) - 1;
  auto value = static_cast<uint64_t>(position);
  do {
    uint64_t left = value >> halfBits;
    uint64_t right = value & mask;
    for (uint64_t round = 0; round < 6; ++round) {
      const uint64_t mixed = Random(seed ^ (round << 56) ^ right).next() >> 20;
      left = std::exchange(right, left ^ (mixed & mask));
    }
    value = (left << halfBits) | right;
  } while (value >= static_cast<uint64_t>(count));
  return static_cast<int64_t>(value);
}

int64_t spanOf(int64_t frames, int64_t stride) { return (frames - 1) * stride + 1; }

Result<void> checkSpec(const ClipStore& store, const WindowSpec& spec) {
  if (spec.batch < 1 || spec.frames < 1 || spec.stride < 1 || !(spec.flip >= 0 && spec.flip <= 1)) {
    return fail(
        ErrorKind::Usage,
        fmt::format("A batch of {} windows of {} frames, {} apart, mirrored with probability "
                    "{} cannot be drawn.",
                    spec.batch, spec.frames, spec.stride, spec.flip));
  }
  if (spec.size < 1 || spec.size > store.size() || store.size() % spec.size != 0) {
    return fail(ErrorKind::Refused,
                fmt::format("Pictures of {0}x{0} cannot be averaged from clips stored at {1}x{1}; "
                            "import at a multiple of {0}.",
                            spec.size, store.size()));
  }
  return {};
}

}  // namespace

int64_t windowSlots(int64_t frames, int64_t span) {
  if (frames < span) return 0;
  return std::llround(4 * std::sqrt(static_cast<double>(frames) / static_cast<double>(span)));
}

WindowSampler::WindowSampler(std::shared_ptr<const ClipStore> store, WindowSpec spec,
                             std::vector<int64_t> usable, std::vector<int64_t> slotEnds)
    : store_(std::move(store)),
      spec_(spec),
      usable_(std::move(usable)),
      slotEnds_(std::move(slotEnds)) {}

Result<WindowSampler> WindowSampler::create(std::shared_ptr<const ClipStore> store,
                                            WindowSpec spec) {
  UNROLL_TRY(checkSpec(*store, spec));
  const int64_t span = spanOf(spec.frames, spec.stride);
  const std::vector<ClipInfo>& clips = store->clips();
  std::vector<int64_t> usable, slotEnds;
  int64_t longest = 0, slots = 0;
  for (size_t i = 0; i < clips.size(); ++i) {
    if (clips[i].split != spec.split) continue;
    longest = std::max(longest, clips[i].frames);
    const int64_t visits = windowSlots(clips[i].frames, span);
    if (visits == 0) continue;
    slots += visits;
    usable.push_back(static_cast<int64_t>(i));
    slotEnds.push_back(slots);
  }
  if (usable.empty()) {
    const char* half = spec.split == Split::Train ? "training" : "held-out";
    return fail(ErrorKind::Refused,
                fmt::format("No {} clip is long enough: {} frames {} apart need {} frames of the "
                            "data, the longest clip has {}; import longer videos or shorten the "
                            "window.",
                            half, spec.frames, spec.stride, span, longest));
  }
  return WindowSampler(std::move(store), spec, std::move(usable), std::move(slotEnds));
}

WindowSampler::Draw WindowSampler::draw(int64_t number) const {
  const int64_t slots = windowsPerEpoch();
  const uint64_t order =
      streamSeed(spec_.seed, "sampler.epoch", static_cast<uint64_t>(number / slots));
  const int64_t slot = permuted(number % slots, slots, order);
  const auto place = std::upper_bound(slotEnds_.begin(), slotEnds_.end(), slot) - slotEnds_.begin();
  const int64_t clip = usable_[static_cast<size_t>(place)];
  const int64_t frames = store_->clips()[static_cast<size_t>(clip)].frames;

  Random random(streamSeed(spec_.seed, "sampler.window", static_cast<uint64_t>(number)));
  const int64_t start = random.below(frames - spanOf(spec_.frames, spec_.stride) + 1);
  return {{clip, start, spec_.frames, spec_.stride, spec_.size}, random.chance(spec_.flip)};
}

Result<Batch> WindowSampler::batch(int64_t index) const {
  const auto pictureBytes = static_cast<size_t>(spec_.size * spec_.size * 3);
  const size_t windowBytes = pictureBytes * static_cast<size_t>(spec_.frames);
  Batch batch{index, spec_.frames, spec_.size, {}, {}};
  batch.pixels.resize(windowBytes * static_cast<size_t>(spec_.batch));
  for (int64_t i = 0; i < spec_.batch; ++i) {
    const Draw drawn = draw(index * spec_.batch + i);
    const std::span window(batch.pixels.data() + static_cast<size_t>(i) * windowBytes, windowBytes);
    UNROLL_TRY(store_->read(drawn.window, window));
    for (size_t at = 0; drawn.mirrored && at < windowBytes; at += pictureBytes) {
      mirror(window.subspan(at, pictureBytes), spec_.size);
    }
    batch.labels.push_back(store_->clips()[static_cast<size_t>(drawn.window.clip)].label);
  }
  return batch;
}

WindowSummary describeWindows(const ClipStore& store, int64_t frames, int64_t stride) {
  WindowSummary summary;
  summary.span = spanOf(frames, stride);
  for (const std::string& name : store.classes()) {
    summary.classes.emplace_back();
    summary.classes.back().name = name;
  }
  for (const ClipInfo& clip : store.clips()) {
    const bool held = clip.split == Split::Held;
    const int64_t windows = std::max<int64_t>(0, clip.frames - summary.span + 1);
    for (WindowSummary::Part* part :
         {&summary.all, &summary.classes[static_cast<size_t>(clip.label)]}) {
      ++part->clips;
      part->usable += windows > 0 ? 1 : 0;
      part->held += held ? 1 : 0;
      part->frames += clip.frames;
      (held ? part->heldWindows : part->windows) += windows;
    }
  }
  return summary;
}

}  // namespace unroll::data
