#pragma once

#include <cstdint>

#include <torch/types.h>

#include "base/seeds.h"

namespace unroll::metrics {

/// Damage of known strength, to train a feature network with and to test measures on. All take and
/// give (N, 3, T, H, W) in [-1, 1].

/// Gaussian blur of each frame, in pixels of a picture 64 wide (wider pictures: in proportion).
torch::Tensor blurred(const torch::Tensor& clips, double sigma);

/// Independent normal noise on every pixel, cut at -1 and 1.
torch::Tensor noisy(const torch::Tensor& clips, double deviation, Random& random);

/// The last `share` of the frames shows the frame before it; 1: the first frame only.
torch::Tensor frozen(const torch::Tensor& clips, double share);

/// `share` of the frames change places among themselves, each clip in its own way.
torch::Tensor shuffled(const torch::Tensor& clips, double share, Random& random);

/// `frames` frames, every `step`-th, from the beginning.
torch::Tensor faster(const torch::Tensor& clips, int64_t step, int64_t frames);

/// Independent uniform noise, every pixel of every frame: what a measure should like least.
torch::Tensor uniformNoise(int64_t clips, int64_t frames, int64_t size, Random& random);

}  // namespace unroll::metrics
