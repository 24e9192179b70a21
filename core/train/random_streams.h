#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/core/Generator.h>

#include "train/named_tensors.h"

namespace unroll::train {

/// The streams of random numbers of one training, each with a generator of its own. They draw on
/// the CPU whatever the device is, so every device sees the same numbers. Previews and standing
/// statistics make theirs anew from the seed each time and leave these alone.
class RandomStreams {
 public:
  /// `name` tells trainings of one run apart: "stage1", "joint".
  RandomStreams(uint64_t seed, const std::string& name);

  at::Generator noise, augmentation, frames, conditioning;

  /// `rng.noise`, …: the generators' whole state, uint8.
  NamedTensors state() const;
  void setState(const NamedTensors& state);
};

/// A fresh CPU generator of the stream `stream` (see base/seeds.h).
at::Generator makeGenerator(uint64_t seed, const std::string& stream, uint64_t index = 0);

/// z ~ N(0, I) (clips, latent) on `device`.
torch::Tensor drawNoise(at::Generator& generator, int64_t clips, int64_t latent,
                        torch::Device device);

/// `count` of `frames` frame numbers without replacement, ascending, int64 on `device`. All of them
/// when there are not more.
torch::Tensor drawFrames(at::Generator& generator, int64_t frames, int64_t count,
                         torch::Device device);

/// A whole number in 0 .. bound-1.
int64_t drawBelow(at::Generator& generator, int64_t bound);

}  // namespace unroll::train
