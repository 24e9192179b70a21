#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

namespace unroll::metrics {

/// Peak signal-to-noise ratio of each frame, in dB of the full range; 100 at most (equal frames).
///
/// Shapes: (N, 3, T, H, W) twice, in [-1, 1] -> (N, T) float64.
torch::Tensor framePsnr(const torch::Tensor& a, const torch::Tensor& b);

/// Structural similarity of each frame's luma: Gaussian window of 11 pixels (sigma 1.5), or the
/// largest odd number that fits; 1 for equal frames.
///
/// Paper:   Wang et al. 2004, IEEE TIP 13(4). Shapes: as framePsnr.
torch::Tensor frameSsim(const torch::Tensor& a, const torch::Tensor& b);

/// How well a later stage keeps to the stage below, frame by frame: the finer clip, brought to the
/// size and rate of the coarser one by area average and by leaving out frames, beside it.
struct Grounding {
  torch::Tensor psnr, ssim;  ///< (N, t)
};
/// Shapes: low (N, 3, t, h, h), fine (N, 3, T, H, H); T at least (t - 1) stride + 1.
Grounding grounding(const torch::Tensor& low, const torch::Tensor& fine, int64_t stride);

/// Mean of |frame t+1 - frame t| in levels of 255. Shapes: (N, 3, T, H, W) -> (N, T - 1) float64.
torch::Tensor frameDifference(const torch::Tensor& clips);

/// How much more happens where windows meet than elsewhere: the mean of changes[i] where frame i+1
/// is the first of a window, over the mean of the others. 1: no seam is seen; 0: there is no
/// border, or nothing moves. `changes` (T - 1) as of frameDifference.
double seamRatio(const std::vector<double>& changes, int64_t window);

}  // namespace unroll::metrics
