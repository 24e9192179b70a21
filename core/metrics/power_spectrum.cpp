#include "metrics/power_spectrum.h"

#include <algorithm>
#include <cmath>

#include <ATen/ops/fft_rfft.h>
#include <ATen/ops/fft_rfft2.h>

#include "metrics/pictures.h"

namespace unroll::metrics {
namespace {

/// |z|^2 without the square root that abs() takes.
torch::Tensor power(const torch::Tensor& z) { return at::view_as_real(z).square().sum(-1); }

torch::Tensor hann(int64_t length) {
  return torch::hann_window(length, /*periodic=*/false, torch::kFloat64);
}

/// Pixels of each ring of the whole spectrum, and the first ring of the upper half.
std::vector<double> ringSizes(int64_t size) {
  std::vector<double> counts(static_cast<size_t>(size / 2 + 1), 0.0);
  for (int64_t y = -size / 2; y < size - size / 2; ++y) {
    for (int64_t x = -size / 2; x < size - size / 2; ++x) {
      const auto ring = static_cast<size_t>(
          std::nearbyint(std::hypot(static_cast<double>(x), static_cast<double>(y))));
      if (ring < counts.size()) ++counts[ring];
    }
  }
  return counts;
}

/// Power at rings from .. last of each time step.
std::vector<double> powerFrom(const torch::Tensor& spectrum, int64_t from) {
  const torch::Tensor values = spectrum.to(torch::kFloat64).contiguous();
  const int64_t rings = values.size(1);
  const std::vector<double> sizes = ringSizes(2 * (rings - 1));
  std::vector<double> sums;
  for (int64_t t = 0; t < values.size(0); ++t) {
    double sum = 0;
    for (int64_t r = from; r < rings; ++r) {
      sum += values[t][r].item<double>() * sizes[static_cast<size_t>(r)];
    }
    sums.push_back(sum);
  }
  return sums;
}

int64_t upperHalf(const torch::Tensor& spectrum) { return spectrum.size(1) / 2; }

}  // namespace

SpatialSpectrum::SpatialSpectrum(int64_t frames, int64_t size) : frames_(frames), size_(size) {
  const int64_t half = size / 2 + 1;
  const torch::Tensor line = hann(size);
  window_ = torch::outer(line, line);
  window_ = window_ / window_.square().sum().sqrt();
  rings_ = torch::zeros({size * half, half}, torch::kFloat64);
  auto weights = rings_.accessor<double, 2>();
  std::vector<double> counts = ringSizes(size);
  for (int64_t y = 0; y < size; ++y) {
    const auto ky = static_cast<double>(y < (size + 1) / 2 ? y : y - size);
    for (int64_t x = 0; x < half; ++x) {
      const auto ring =
          static_cast<int64_t>(std::nearbyint(std::hypot(ky, static_cast<double>(x))));
      if (ring >= half) continue;
      // A real picture's spectrum is symmetric: the columns left out are those between.
      const bool alone = x == 0 || (size % 2 == 0 && x == size / 2);
      weights[y * half + x][ring] = (alone ? 1.0 : 2.0) / counts[static_cast<size_t>(ring)];
    }
  }
  sum_ = torch::zeros({frames, half}, torch::kFloat64);
  squares_ = torch::zeros_like(sum_);
}

torch::Tensor SpatialSpectrum::ofClips(const torch::Tensor& clips) const {
  TORCH_CHECK(clips.size(2) == frames_ && clips.size(3) == size_ && clips.size(4) == size_,
              "spectra of ", frames_, " frames of ", size_, " pixels, not of ", clips.sizes());
  torch::NoGradGuard guard;
  const torch::Dtype dtype = clips.dtype() == torch::kFloat64 ? torch::kFloat64 : torch::kFloat32;
  torch::Tensor y = luma(clips.detach().to(torch::kCPU, dtype));
  y.sub_(y.mean({2, 3}, /*keepdim=*/true)).mul_(window_.to(dtype));
  return power(at::fft_rfft2(y)).flatten(2).matmul(rings_.to(dtype)).to(torch::kFloat64);
}

torch::Tensor SpatialSpectrum::add(const torch::Tensor& clips) {
  torch::Tensor spectra = ofClips(clips);
  sum_ += spectra.sum(0);
  squares_ += spectra.square().sum(0);
  count_ += clips.size(0);
  return spectra;
}

void SpatialSpectrum::setState(const torch::Tensor& state, int64_t count) {
  TORCH_CHECK(state.size(0) == 2 && state[0].sizes() == sum_.sizes(), "spectra of another size");
  sum_ = state[0].clone();
  squares_ = state[1].clone();
  count_ = count;
}

torch::Tensor SpatialSpectrum::mean() const {
  return sum_ / static_cast<double>(std::max<int64_t>(count_, 1));
}

torch::Tensor SpatialSpectrum::deviation() const {
  const auto n = static_cast<double>(std::max<int64_t>(count_, 1));
  return (squares_ / n - (sum_ / n).square()).clamp_min(0).sqrt();
}

std::vector<double> highFrequencyShare(const torch::Tensor& spectrum) {
  std::vector<double> shares = powerFrom(spectrum, upperHalf(spectrum));
  const std::vector<double> all = powerFrom(spectrum, 1);
  for (size_t t = 0; t < shares.size(); ++t) shares[t] = all[t] > 0 ? shares[t] / all[t] : 0;
  return shares;
}

std::vector<double> highFrequencyDecibel(const torch::Tensor& fake, const torch::Tensor& real) {
  constexpr double kLeast = 1e-12;  // Keeps a picture without any detail finite, at -120 dB or so.
  std::vector<double> ratio = powerFrom(fake, upperHalf(fake));
  const std::vector<double> below = powerFrom(real, upperHalf(real));
  const size_t steps = std::min(ratio.size(), below.size());
  ratio.resize(steps);
  for (size_t t = 0; t < steps; ++t) {
    ratio[t] = 10 * std::log10((ratio[t] + kLeast) / (below[t] + kLeast));
  }
  return ratio;
}

TemporalSpectrum::TemporalSpectrum(int64_t frames)
    : frames_(frames), sum_(torch::zeros({frames / 2 + 1}, torch::kFloat64)) {}

void TemporalSpectrum::add(const torch::Tensor& clips) {
  TORCH_CHECK(clips.size(2) == frames_, "temporal spectra of ", frames_, " frames, not of ",
              clips.size(2));
  torch::NoGradGuard guard;
  const torch::Dtype dtype = clips.dtype() == torch::kFloat64 ? torch::kFloat64 : torch::kFloat32;
  // Time last, so that each pixel's course lies together.
  torch::Tensor y = luma(clips.detach().to(torch::kCPU, dtype)).permute({0, 2, 3, 1}).contiguous();
  torch::Tensor window = hann(frames_);
  window = window / window.square().sum().sqrt();
  y.sub_(y.mean(-1, /*keepdim=*/true)).mul_(window.to(dtype));
  sum_ += power(at::fft_rfft(y)).mean({1, 2}).sum(0).to(torch::kFloat64);
  count_ += clips.size(0);
}

void TemporalSpectrum::setState(const torch::Tensor& state, int64_t count) {
  TORCH_CHECK(state.sizes() == sum_.sizes(), "temporal spectra of another length");
  sum_ = state.clone();
  count_ = count;
}

torch::Tensor TemporalSpectrum::mean() const {
  return sum_ / static_cast<double>(std::max<int64_t>(count_, 1));
}

}  // namespace unroll::metrics
