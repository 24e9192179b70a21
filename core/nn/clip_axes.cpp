#include "nn/clip_axes.h"

#include <torch/types.h>

namespace unroll::nn {

at::Tensor fold(const at::Tensor& clip) { return clip.transpose(1, 2).flatten(0, 1); }

at::Tensor unfold(const at::Tensor& frames, int64_t clips) {
  return frames.view({clips, -1, frames.size(1), frames.size(2), frames.size(3)}).transpose(1, 2);
}

at::Tensor toTimeMajor(const at::Tensor& clip) {
  return clip.permute({2, 0, 1, 3, 4}).flatten(0, 1).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor fromTimeMajor(const at::Tensor& frames, int64_t clips) {
  return frames.unflatten(0, {-1, clips}).permute({1, 2, 0, 3, 4});
}

at::Tensor repeatFrames(const at::Tensor& frames, int64_t clips, int64_t times) {
  if (times == 1) return frames;
  return frames.unflatten(0, {-1, 1, clips})
      .expand({-1, times, -1, -1, -1, -1})
      .flatten(0, 2)
      .contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor interpolateFrames(const at::Tensor& frames, int64_t clips, int64_t times) {
  if (times == 1) return frames;
  const at::Tensor here = frames.unflatten(0, {-1, 1, clips});
  const at::Tensor next = at::cat({here.slice(0, 1), here.slice(0, -1)}, 0);
  const at::Tensor part = at::arange(times, frames.options()).div_(times).view({1, -1, 1, 1, 1, 1});
  return at::lerp(here, next, part).flatten(0, 2).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor upsampleNearest(const at::Tensor& frames) {
  return at::upsample_nearest2d(frames, {frames.size(2) * 2, frames.size(3) * 2});
}

at::Tensor resizePictures(const at::Tensor& pictures, int64_t size) {
  if (size < pictures.size(2)) return at::adaptive_avg_pool2d(pictures, {size, size});
  if (size > pictures.size(2)) {
    return at::upsample_bilinear2d(pictures, {size, size}, /*align_corners=*/false);
  }
  return pictures;
}

at::Tensor coarse(const at::Tensor& clip, int64_t size, int64_t stride) {
  return unfold(at::adaptive_avg_pool2d(fold(clip.slice(2, 0, clip.size(2), stride)), {size, size}),
                clip.size(0));
}

}  // namespace unroll::nn
