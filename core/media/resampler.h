#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "base/error.h"
#include "media/video_reader.h"

namespace unroll::media {

struct ResampleSettings {
  int size = 64;            ///< pictures become size x size
  double frameRate = 25;    ///< frames per second out
  double startSeconds = 0;  ///< the part of the video to take
  double endSeconds = std::numeric_limits<double>::infinity();
  int64_t maxFrames = 1'000'000;
  std::function<void()>
      onSourceFrame;  ///< called for each frame passed, shown or not; may be empty
};

/// Frames of `reader` at t = startSeconds + k / frameRate, each the frame nearest in time (so a
/// variable rate comes out right), cut to the centred square and resized to size x size: by area
/// where it shrinks, bicubic where it grows. round(duration * frameRate) frames, at least one.
///
/// `take` is called with uint8 RGB (size, size, 3), valid during the call; a refusal of it ends
/// the work and is returned. Pictures that are shown twice are converted once.
/// Returns the number of frames taken; 0 when the video holds no frame in that part.
Result<int64_t> resample(VideoReader& reader, const ResampleSettings& settings,
                         const std::function<Result<void>(std::span<const uint8_t>)>& take);

/// The centred square of `frame`, resized as resample() does. Shapes: any -> (size, size, 3).
std::vector<uint8_t> squarePicture(const Frame& frame, int size);

}  // namespace unroll::media
