#include "metrics/distortions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <ATen/CPUGeneratorImpl.h>

#include "nn/clip_axes.h"

namespace unroll::metrics {
namespace {

at::Generator generatorOf(Random& random) {
  return at::detail::createCPUGenerator(random.next() >> 1);
}

}  // namespace

torch::Tensor blurred(const torch::Tensor& clips, double sigma) {
  const double wide = sigma * static_cast<double>(clips.size(4)) / 64;
  if (wide <= 0) return clips;
  const int64_t reach = std::min<int64_t>(std::max<int64_t>(1, std::llround(std::ceil(2.5 * wide))),
                                          clips.size(4) - 1);
  torch::Tensor line = torch::arange(-reach, reach + 1, torch::kFloat32);
  line = (line.square() / (-2 * wide * wide)).exp();
  line = line / line.sum();
  torch::Tensor x = nn::fold(clips).flatten(0, 1).unsqueeze(1);
  // The border repeats, so that a flat picture stays flat.
  x = at::replication_pad2d(x, {reach, reach, reach, reach});
  x = at::conv2d(x, line.view({1, 1, 1, -1}));
  x = at::conv2d(x, line.view({1, 1, -1, 1}));
  return nn::unfold(x.view({-1, clips.size(1), clips.size(3), clips.size(4)}), clips.size(0));
}

torch::Tensor noisy(const torch::Tensor& clips, double deviation, Random& random) {
  if (deviation <= 0) return clips;
  return (clips + torch::randn(clips.sizes(), generatorOf(random)) * deviation).clamp_(-1, 1);
}

torch::Tensor frozen(const torch::Tensor& clips, double share) {
  const int64_t frames = clips.size(2);
  const int64_t moving =
      std::max<int64_t>(1, frames - std::llround(share * static_cast<double>(frames)));
  torch::Tensor index = torch::arange(frames).clamp_max(moving - 1);
  return clips.index_select(2, index);
}

torch::Tensor shuffled(const torch::Tensor& clips, double share, Random& random) {
  const int64_t frames = clips.size(2);
  const int64_t moved = std::llround(share * static_cast<double>(frames));
  std::vector<torch::Tensor> parts;
  for (int64_t n = 0; n < clips.size(0); ++n) {
    std::vector<int64_t> places(static_cast<size_t>(frames));
    std::iota(places.begin(), places.end(), 0);
    std::vector<int64_t> order = places;
    for (int64_t i = 0; i < moved; ++i) {
      std::swap(places[static_cast<size_t>(i)],
                places[static_cast<size_t>(i + random.below(frames - i))]);
    }
    // The chosen places pass their frames around.
    for (int64_t i = 0; i + 1 < moved; ++i) {
      const int64_t other = i + random.below(moved - i);
      std::swap(order[static_cast<size_t>(places[static_cast<size_t>(i)])],
                order[static_cast<size_t>(places[static_cast<size_t>(other)])]);
    }
    parts.push_back(clips[n].index_select(1, torch::tensor(order, torch::kInt64)));
  }
  return torch::stack(parts);
}

torch::Tensor faster(const torch::Tensor& clips, int64_t step, int64_t frames) {
  TORCH_CHECK(clips.size(2) >= (frames - 1) * step + 1, "clips of ", clips.size(2),
              " frames are too short");
  return clips.slice(2, 0, (frames - 1) * step + 1, step);
}

torch::Tensor uniformNoise(int64_t clips, int64_t frames, int64_t size, Random& random) {
  return torch::rand({clips, 3, frames, size, size}, generatorOf(random)).mul_(2).sub_(1);
}

}  // namespace unroll::metrics
