#include "metrics/similarity.h"

#include <algorithm>
#include <cmath>

#include "metrics/pictures.h"
#include "nn/clip_axes.h"

namespace unroll::metrics {
namespace {

constexpr double kMostDecibel = 100;

torch::Tensor doubles(const torch::Tensor& x) {
  return x.detach().to(torch::kCPU, torch::kFloat64);
}

/// (M, 1, H, W) -> blurred without padding.
torch::Tensor blurred(const torch::Tensor& x, const torch::Tensor& line) {
  const int64_t length = line.size(0);
  return at::conv2d(at::conv2d(x, line.view({1, 1, length, 1})), line.view({1, 1, 1, length}));
}

}  // namespace

torch::Tensor framePsnr(const torch::Tensor& a, const torch::Tensor& b) {
  TORCH_CHECK(a.sizes() == b.sizes(), "frames of ", a.sizes(), " and ", b.sizes());
  const torch::Tensor error = ((doubles(a) - doubles(b)) / 2).square().mean({1, 3, 4});
  return (error.clamp_min(1e-30).log10() * -10).clamp_max(kMostDecibel);
}

torch::Tensor frameSsim(const torch::Tensor& a, const torch::Tensor& b) {
  TORCH_CHECK(a.sizes() == b.sizes(), "frames of ", a.sizes(), " and ", b.sizes());
  const int64_t side = std::min(a.size(3), a.size(4));
  const int64_t length = std::min<int64_t>(11, side % 2 == 1 ? side : side - 1);
  torch::Tensor line = torch::arange(length, torch::kFloat64) - static_cast<double>(length / 2);
  line = (line.square() / (-2 * 1.5 * 1.5)).exp();
  line = line / line.sum();
  const auto planes = [](const torch::Tensor& clips) {
    return luma(doubles(clips)).flatten(0, 1).unsqueeze(1);
  };
  const torch::Tensor x = planes(a), y = planes(b);
  const torch::Tensor mx = blurred(x, line), my = blurred(y, line);
  const torch::Tensor vx = blurred(x * x, line) - mx * mx, vy = blurred(y * y, line) - my * my;
  const torch::Tensor covariance = blurred(x * y, line) - mx * my;
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  const torch::Tensor map =
      ((2 * mx * my + c1) * (2 * covariance + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2));
  return map.mean({1, 2, 3}).view({a.size(0), a.size(2)});
}

Grounding grounding(const torch::Tensor& low, const torch::Tensor& fine, int64_t stride) {
  const int64_t frames = low.size(2);
  TORCH_CHECK(fine.size(2) >= (frames - 1) * stride + 1, "a finer clip of ", fine.size(2),
              " frames is too short for ", frames, " at stride ", stride);
  const torch::Tensor taken = fine.slice(2, 0, (frames - 1) * stride + 1);
  const torch::Tensor coarse = nn::coarse(doubles(taken), low.size(3), stride);
  return {framePsnr(coarse, low), frameSsim(coarse, low)};
}

torch::Tensor frameDifference(const torch::Tensor& clips) {
  const int64_t frames = clips.size(2);
  const torch::Tensor x = clips.detach().to(torch::kCPU, torch::kFloat32);
  return (x.narrow(2, 1, frames - 1) - x.narrow(2, 0, frames - 1))
             .abs_()
             .mean({1, 3, 4})
             .to(torch::kFloat64) *
         127.5;
}

double seamRatio(const std::vector<double>& changes, int64_t window) {
  double border = 0, inside = 0;
  int64_t borders = 0, others = 0;
  for (size_t i = 0; i < changes.size(); ++i) {
    const bool meets = window > 0 && (static_cast<int64_t>(i) + 1) % window == 0;
    (meets ? border : inside) += changes[i];
    ++(meets ? borders : others);
  }
  if (borders == 0 || others == 0 || inside <= 0) return 0;
  return (border / static_cast<double>(borders)) / (inside / static_cast<double>(others));
}

}  // namespace unroll::metrics
