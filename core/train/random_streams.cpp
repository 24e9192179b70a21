#include "train/random_streams.h"

#include <ATen/CPUGeneratorImpl.h>

#include "base/seeds.h"

namespace unroll::train {

at::Generator makeGenerator(uint64_t seed, const std::string& stream, uint64_t index) {
  return at::detail::createCPUGenerator(streamSeed(seed, stream, index));
}

RandomStreams::RandomStreams(uint64_t seed, const std::string& name)
    : noise(makeGenerator(seed, "noise." + name)),
      augmentation(makeGenerator(seed, "augmentation." + name)),
      frames(makeGenerator(seed, "frames." + name)),
      conditioning(makeGenerator(seed, "conditioning." + name)) {}

NamedTensors RandomStreams::state() const {
  return {{"rng.noise", noise.get_state()},
          {"rng.augmentation", augmentation.get_state()},
          {"rng.frames", frames.get_state()},
          {"rng.conditioning", conditioning.get_state()}};
}

void RandomStreams::setState(const NamedTensors& state) {
  for (const auto& [name, tensor] : state) {
    if (name == "rng.noise") noise.set_state(tensor);
    if (name == "rng.augmentation") augmentation.set_state(tensor);
    if (name == "rng.frames") frames.set_state(tensor);
    if (name == "rng.conditioning") conditioning.set_state(tensor);
  }
}

torch::Tensor drawNoise(at::Generator& generator, int64_t clips, int64_t latent,
                        torch::Device device) {
  return torch::randn({clips, latent}, generator).to(device);
}

torch::Tensor drawFrames(at::Generator& generator, int64_t frames, int64_t count,
                         torch::Device device) {
  const torch::Tensor order = torch::randperm(frames, generator);
  return std::get<0>(order.narrow(0, 0, std::min(count, frames)).sort()).to(device);
}

int64_t drawBelow(at::Generator& generator, int64_t bound) {
  return bound <= 1 ? 0 : torch::randint(bound, {1}, generator, torch::kInt64).item<int64_t>();
}

}  // namespace unroll::train
