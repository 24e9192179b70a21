#include "metrics/similarity.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include "nn/clip_axes.h"

namespace unroll::metrics {
namespace {

torch::Tensor noise(std::vector<int64_t> shape, uint64_t seed) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  return torch::rand(shape, generator) * 2 - 1;
}

TEST(PsnrTest, isItsFormula) {
  const torch::Tensor a = noise({2, 3, 4, 8, 8}, 1) * 0.5;
  EXPECT_NEAR(framePsnr(a, a).min().item<double>(), 100, 1e-9);
  // An error of 0.1 in [-1, 1] is one of 1/20 of the full range: 26.02 dB.
  EXPECT_NEAR(framePsnr(a, a + 0.1)[1][3].item<double>(), 26.0206, 1e-3);
}

TEST(SsimTest, isOneForEqualsAndFallsWithNoise) {
  const torch::Tensor a = noise({1, 3, 3, 16, 16}, 2);
  EXPECT_NEAR(frameSsim(a, a).min().item<double>(), 1, 1e-9);
  const double little = frameSsim(a, a + 0.1 * noise({1, 3, 3, 16, 16}, 3)).mean().item<double>();
  const double much = frameSsim(a, a + 0.6 * noise({1, 3, 3, 16, 16}, 3)).mean().item<double>();
  EXPECT_LT(little, 1);
  EXPECT_LT(much, little - 0.05);
  EXPECT_EQ(frameSsim(noise({1, 3, 1, 8, 8}, 4), noise({1, 3, 1, 8, 8}, 5)).numel(), 1);
}

TEST(GroundingTest, comparesAtTheSizeAndRateOfTheStageBelow) {
  const torch::Tensor fine = noise({2, 3, 6, 16, 16}, 6);
  const torch::Tensor low = nn::coarse(fine, 8, 2);
  const Grounding whole = grounding(low, fine, 2);
  EXPECT_EQ(whole.psnr.sizes(), (std::vector<int64_t>{2, 3}));
  EXPECT_GT(whole.psnr.min().item<double>(), 90);
  EXPECT_NEAR(whole.ssim.min().item<double>(), 1, 1e-6);
  EXPECT_LT(grounding(low, fine.flip({3}), 2).psnr.max().item<double>(), 30);
}

TEST(FrameDifferenceTest, isInLevels) {
  const torch::Tensor clip =
      torch::arange(4).to(torch::kFloat32).view({1, 1, 4, 1, 1}).expand({1, 3, 4, 5, 5}) / 127.5;
  const torch::Tensor changes = frameDifference(clip);
  EXPECT_EQ(changes.size(1), 3);
  EXPECT_NEAR(changes.min().item<double>(), 1, 1e-5);
  EXPECT_NEAR(changes.max().item<double>(), 1, 1e-5);
}

TEST(SeamRatioTest, findsJumpsAtBorders) {
  std::vector<double> changes(11, 2.0);
  EXPECT_NEAR(seamRatio(changes, 4), 1, 1e-12);
  changes[3] = changes[7] = 8;
  EXPECT_NEAR(seamRatio(changes, 4), 4, 1e-12);
  EXPECT_EQ(seamRatio(changes, 12), 0) << "There is no border.";
  EXPECT_EQ(seamRatio(std::vector<double>(11, 0.0), 4), 0) << "Nothing moves.";
}

}  // namespace
}  // namespace unroll::metrics
