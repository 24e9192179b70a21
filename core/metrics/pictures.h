#pragma once

#include <torch/types.h>

namespace unroll::metrics {

/// (N, T, H, W, 3) or (T, H, W, 3) uint8 -> (N, 3, T, H, W) float32 in [-1, 1], a view of memory
/// that lies as the bytes do: colours innermost.
torch::Tensor toUnitClips(const torch::Tensor& pictures);

/// Numbers in [-1, 1] -> uint8 on the CPU, rounded to nearest; what lies outside is clamped.
torch::Tensor toBytes(const torch::Tensor& values);

/// (N, 3, T, H, W) in [-1, 1] -> (N, T, H, W, 3) uint8 on the CPU.
torch::Tensor toPictures(const torch::Tensor& clips);

/// A clip (T, ...) that shows its first frame throughout; a view.
inline torch::Tensor firstFrameThroughout(const torch::Tensor& pictures) {
  return pictures.narrow(0, 0, 1).expand_as(pictures);
}

/// Rec. 601 luma in [0, 1]: (N, 3, T, H, W) in [-1, 1], float32 or float64 on the CPU ->
/// (N, T, H, W).
torch::Tensor luma(const torch::Tensor& clips);

}  // namespace unroll::metrics
