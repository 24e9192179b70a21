#include "media/resampler.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "media/image.h"

namespace unroll::media {

namespace {

/// Hands out the reader's previous frame at the times that are due.
class Emitter {
 public:
  Emitter(VideoReader& reader, const ResampleSettings& settings,
          const std::function<Result<void>(std::span<const uint8_t>)>& take)
      : reader_(reader), settings_(settings), take_(take) {}

  /// The time of the next frame to hand out.
  double due() const {
    return settings_.startSeconds + static_cast<double>(emitted_) / settings_.frameRate;
  }
  int64_t emitted() const { return emitted_; }
  bool full() const { return emitted_ >= settings_.maxFrames || due() >= settings_.endSeconds; }

  /// The previous frame is the nearest one for every due time below `end`.
  Result<void> showPreviousUntil(double end) {
    std::vector<uint8_t> picture;
    while (!full() && due() < end) {
      if (picture.empty()) {
        UNROLL_TRY_ASSIGN(frame, reader_.previousPicture());
        picture = squarePicture(frame, settings_.size);
      }
      UNROLL_TRY(take_(picture));
      ++emitted_;
    }
    return {};
  }

 private:
  VideoReader& reader_;
  const ResampleSettings& settings_;
  const std::function<Result<void>(std::span<const uint8_t>)>& take_;
  int64_t emitted_ = 0;
};

}  // namespace

std::vector<uint8_t> squarePicture(const Frame& frame, int size) {
  return resize(centerSquare(toImage(frame.rgb, frame.width, frame.height)), size, size).rgb;
}

Result<int64_t> resample(VideoReader& reader, const ResampleSettings& settings,
                         const std::function<Result<void>(std::span<const uint8_t>)>& take) {
  Emitter emitter(reader, settings, take);
  std::optional<double> previous;
  double shownSeconds = 0;
  while (!emitter.full()) {
    UNROLL_TRY_ASSIGN(time, reader.advance());
    if (!time) break;
    if (settings.onSourceFrame) settings.onSourceFrame();
    if (previous) UNROLL_TRY(emitter.showPreviousUntil((*previous + *time) / 2));
    previous = time;
    shownSeconds = reader.frameSeconds();
  }
  if (previous && !emitter.full()) {
    const double end = *previous + shownSeconds;
    // round(duration * rate) frames: the last one is due half a period before the end at the
    // latest.
    double last = end - 0.5 / settings.frameRate + 1e-9;
    const bool nothingYet = emitter.emitted() == 0 && settings.startSeconds < end;
    if (nothingYet) last = std::max(last, emitter.due() + 1e-9);
    UNROLL_TRY(emitter.showPreviousUntil(last));
  }
  return emitter.emitted();
}

}  // namespace unroll::media
