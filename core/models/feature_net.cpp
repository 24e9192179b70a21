#include "models/feature_net.h"

#include "nn/clip_axes.h"

namespace unroll::models {

torch::Tensor resizeClips(const torch::Tensor& clips, int64_t height, int64_t width,
                          Interpolation interpolation) {
  if (clips.size(3) == height && clips.size(4) == width) return clips;
  const torch::Tensor frames = nn::fold(clips).contiguous();
  const torch::Tensor resized =
      interpolation == Interpolation::Bilinear
          ? at::upsample_bilinear2d(frames, {height, width}, /*align_corners=*/false)
          : at::upsample_bicubic2d(frames, {height, width}, /*align_corners=*/false);
  return nn::unfold(resized, clips.size(0));
}

}  // namespace unroll::models
