#include <gtest/gtest.h>

#include "nn/clip_axes.h"
#include "train/augment.h"
#include "train/random_streams.h"

namespace unroll {
namespace {

train::AugmentPlan planOf(const train::AugmentOptions& options, int64_t clips, int64_t cells,
                          uint64_t seed = 3) {
  at::Generator generator = train::makeGenerator(seed, "test");
  return train::drawAugmentation(generator, options, clips, cells);
}

TEST(AugmentTest, isTheSameForAllFramesOfAClip) {
  const torch::Tensor frame = torch::rand({4, 3, 1, 16, 16}) * 2 - 1;
  const auto plan = planOf({0.25, 0.25, 1.0}, 4, 16);
  const torch::Tensor out =
      train::augment(plan, {frame.expand({-1, -1, 5, -1, -1}).contiguous()})[0];
  for (int64_t t = 1; t < 5; ++t) EXPECT_TRUE(out.select(2, t).equal(out.select(2, 0)));
  EXPECT_FALSE(out.select(2, 0).equal(frame.select(2, 0)));
}

TEST(AugmentTest, keepsAClipAndItsCoarseVersionAligned) {
  const torch::Tensor fine = torch::rand({6, 3, 4, 32, 32}, torch::kFloat64) * 2 - 1;
  const torch::Tensor low = nn::coarse(fine, 16, 1);
  const auto plan = planOf({0.2, 0.3, 0.8}, 6, 16);
  const auto both = train::augment(plan, {fine, low});
  EXPECT_TRUE(torch::allclose(nn::coarse(both[0], 16, 1), both[1], 0, 1e-6));
  // The control: with plans of their own the halves part.
  const auto other = train::augment(planOf({0.2, 0.3, 0.8}, 6, 16, 4), {low});
  EXPECT_FALSE(torch::allclose(nn::coarse(both[0], 16, 1), other[0], 0, 1e-2));
}

TEST(AugmentTest, movesPicturesByWholeCells) {
  train::AugmentPlan plan;
  plan.cells = 8;
  plan.shift = {{1, -2}, {0, 0}};
  const torch::Tensor clip = torch::rand({2, 3, 2, 16, 16});
  const torch::Tensor out = train::augment(plan, {clip})[0];
  EXPECT_TRUE(
      out[0].slice(2, 0, 12).slice(3, 2, 16).equal(clip[0].slice(2, 4, 16).slice(3, 0, 14)));
  EXPECT_EQ(out[0].slice(2, 12, 16).abs().sum().item<double>(), 0);
  EXPECT_EQ(out[0].slice(3, 0, 2).abs().sum().item<double>(), 0);
  EXPECT_TRUE(out[1].equal(clip[1]));
}

TEST(AugmentTest, letsGradientsThrough) {
  const auto plan = planOf({0.25, 0.25, 0.7}, 2, 4);
  torch::Tensor clip = (torch::rand({2, 3, 2, 8, 8}, torch::kFloat64) * 2 - 1).requires_grad_(true);
  const torch::Tensor direction = torch::randn_like(clip), weight = torch::randn_like(clip);
  const auto value = [&](const torch::Tensor& x) {
    return (train::augment(plan, {x})[0] * weight).sum();
  };
  value(clip).backward();
  torch::NoGradGuard guard;
  const double step = 1e-5;
  const double slope =
      ((value(clip + step * direction) - value(clip - step * direction)) / (2 * step))
          .item<double>();
  EXPECT_NEAR((clip.grad() * direction).sum().item<double>(), slope, 1e-6);
}

TEST(AugmentTest, doesNothingAtZeroAndKeepsColourOfGrey) {
  EXPECT_TRUE(planOf({}, 3, 8).empty());
  train::AugmentPlan plan;
  plan.cells = 8;
  plan.brightness = torch::zeros({1});
  plan.saturation = torch::full({1}, 1.7);
  plan.contrast = torch::ones({1});
  const torch::Tensor grey = torch::rand({1, 1, 2, 8, 8}).expand({-1, 3, -1, -1, -1}).contiguous();
  EXPECT_TRUE(torch::allclose(train::augment(plan, {grey})[0], grey, 0, 1e-6));
}

TEST(AugmentTest, contrastTurnsAboutTheMean) {
  train::AugmentPlan plan;
  plan.cells = 8;
  plan.brightness = torch::full({1}, 0.25);
  plan.saturation = torch::ones({1});
  plan.contrast = torch::full({1}, 1.5);
  const torch::Tensor clip = torch::rand({1, 3, 2, 8, 8});
  const torch::Tensor brighter = clip + 0.25, mean = brighter.mean();
  EXPECT_TRUE(
      torch::allclose(train::augment(plan, {clip})[0], (brighter - mean) * 1.5 + mean, 0, 1e-5));
}

}  // namespace
}  // namespace unroll
