#include "train/losses.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace unroll {
namespace {

/// One clip for each value, of that value throughout.
torch::Tensor flatClips(std::vector<double> values) {
  const auto clips = static_cast<int64_t>(values.size());
  return torch::tensor(values, torch::kFloat32).view({clips, 1, 1, 1, 1}).expand({clips, 3, 4, 8, 8}).clone();
}

TEST(VarietyTest, isTheMeanDifferenceWithinAClass) {
  const torch::Tensor clip = flatClips({0, 0.5, -1, 0.25, 1});
  const torch::Tensor label = torch::tensor({2, 2, 0, 2, 1});
  // Pairs of class 2: 0.5, 0.25 and 0.25; the others are alone in their classes.
  EXPECT_NEAR(train::varietyOf(clip, label).item<double>(), 1.0 / 3, 1e-6);
}

TEST(VarietyTest, withoutAPairThereIsNoLoss) {
  const torch::Tensor clip = flatClips({0, 1}), label = torch::tensor({0, 1});
  const torch::Tensor none = train::varietyOf(clip, label);
  EXPECT_EQ(none.item<double>(), 0);
  EXPECT_EQ(train::varietyHinge(none, none).item<double>(), 0);
}

TEST(VarietyTest, theLossEndsAtTheVarietyOfTheData) {
  const torch::Tensor real = torch::tensor(0.2);
  EXPECT_NEAR(train::varietyHinge(torch::tensor(0.05), real).item<double>(), 0.75, 1e-4);
  EXPECT_EQ(train::varietyHinge(torch::tensor(0.2), real).item<double>(), 0);
  EXPECT_EQ(train::varietyHinge(torch::tensor(0.9), real).item<double>(), 0);
}

TEST(VarietyTest, itsGradientDrivesClipsApart) {
  torch::Tensor clip = flatClips({0.1, 0.2}).requires_grad_(true);
  const torch::Tensor label = torch::tensor({0, 0});
  train::varietyHinge(train::varietyOf(clip, label), torch::tensor(0.3)).backward();
  EXPECT_GT(clip.grad()[0].max().item<double>(), 0);  // Descending lowers the lower one.
  EXPECT_GT(clip.grad()[0].min().item<double>(), 0);
  EXPECT_LT(clip.grad()[1].max().item<double>(), 0);
}

}  // namespace
}  // namespace unroll
