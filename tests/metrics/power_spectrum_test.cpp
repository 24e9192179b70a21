#include "metrics/power_spectrum.h"

#include <cmath>

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

namespace unroll::metrics {
namespace {

constexpr double kPi = 3.14159265358979323846;

TEST(SpatialSpectrumTest, whiteNoiseIsFlat) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(uint64_t{1});
  // The same in all channels, so that luma (in [0, 1]) has a deviation of 0.1.
  const torch::Tensor noise =
      torch::randn({60, 1, 3, 32, 32}, generator).mul_(0.2).expand({60, 3, 3, 32, 32});
  SpatialSpectrum spectrum(3, 32);
  spectrum.add(noise);
  const torch::Tensor mean = spectrum.mean().mean(0);
  for (int64_t r = 2; r <= 16; ++r) EXPECT_NEAR(mean[r].item<double>() / 0.01, 1, 0.06) << r;
}

TEST(SpatialSpectrumTest, aWaveHasOnePeak) {
  const torch::Tensor x = torch::arange(32, torch::kFloat64);
  const torch::Tensor wave = torch::sin(x * (2 * kPi * 7 / 32)).expand({1, 3, 1, 32, 32});
  SpatialSpectrum spectrum(1, 32);
  spectrum.add(wave);
  const torch::Tensor mean = spectrum.mean()[0];
  EXPECT_EQ(mean.argmax().item<int64_t>(), 7);
  EXPECT_LT(mean[12].item<double>(), 1e-5 * mean[7].item<double>());
}

TEST(SpatialSpectrumTest, deviationIsThatOfSingleClips) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(uint64_t{2});
  const torch::Tensor clips = torch::rand({5, 3, 2, 16, 16}, generator, torch::kFloat64) * 2 - 1;
  SpatialSpectrum spectrum(2, 16);
  spectrum.add(clips);
  const torch::Tensor each = spectrum.ofClips(clips);
  EXPECT_TRUE(torch::allclose(spectrum.deviation(), each.std(0, /*unbiased=*/false), 1e-9, 1e-15));
}

TEST(HighFrequencyTest, fallsWithBlur) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(uint64_t{3});
  const torch::Tensor sharp = torch::randn({8, 3, 2, 32, 32}, generator).clamp_(-1, 1);
  const torch::Tensor soft =
      at::avg_pool3d(sharp, {1, 3, 3}, {1, 1, 1}, {0, 1, 1}, false, /*count_include_pad=*/false);
  SpatialSpectrum a(2, 32), b(2, 32);
  a.add(sharp);
  b.add(soft);
  EXPECT_GT(highFrequencyShare(a.mean())[0], 0.7);
  EXPECT_LT(highFrequencyShare(b.mean())[0], highFrequencyShare(a.mean())[0] - 0.1);
  EXPECT_NEAR(highFrequencyDecibel(a.mean(), a.mean())[1], 0, 1e-12);
  EXPECT_LT(highFrequencyDecibel(b.mean(), a.mean())[1], -5);
  EXPECT_NEAR(highFrequencyDecibel(a.mean() * 10, a.mean())[0], 10, 1e-6);
  EXPECT_EQ(highFrequencyShare(torch::zeros({1, 9}))[0], 0);
}

TEST(TemporalSpectrumTest, aBlinkingPixelHasOnePeak) {
  const torch::Tensor t = torch::arange(16, torch::kFloat64).view({1, 1, 16, 1, 1});
  TemporalSpectrum spectrum(16);
  spectrum.add(torch::sin(t * (2 * kPi * 5 / 16)).expand({2, 3, 16, 4, 4}));
  const torch::Tensor mean = spectrum.mean();
  ASSERT_EQ(mean.size(0), 9);
  EXPECT_EQ(mean.argmax().item<int64_t>(), 5);
  EXPECT_LT(mean[1].item<double>(), 1e-3 * mean[5].item<double>());
}

TEST(TemporalSpectrumTest, aStillClipHasNone) {
  TemporalSpectrum spectrum(8);
  spectrum.add(torch::rand({1, 3, 1, 6, 6}, torch::kFloat64).expand({1, 3, 8, 6, 6}));
  EXPECT_LT(spectrum.mean().abs().max().item<double>(), 1e-20);
}

}  // namespace
}  // namespace unroll::metrics
