#pragma once

#include <torch/types.h>

namespace unroll::metrics {

/// (N, T, H, W, 3) or (T, H, W, 3) uint8 -> (N, 3, T, H, W) float32 in [-1, 1].
torch::Tensor toUnitClips(const torch::Tensor& pictures);

/// Numbers in [-1, 1] -> uint8 on the CPU, rounded to nearest; what lies outside is clamped.
torch::Tensor toBytes(const torch::Tensor& values);

/// (N, 3, T, H, W) in [-1, 1] -> (N, T, H, W, 3) uint8 on the CPU.
torch::Tensor toPictures(const torch::Tensor& clips);

}  // namespace unroll::metrics
