#include "train/losses.h"

#include <gtest/gtest.h>
#include <torch/types.h>

namespace unroll {
namespace {

/// One clip for each shift: vertical stripes, half of the width bright (1), half dark (-1).
torch::Tensor stripedClips(const std::vector<double>& shifts) {
  std::vector<torch::Tensor> clips;
  for (const double shift : shifts) {
    const auto by = static_cast<int64_t>(shift * 8);
    const torch::Tensor row = torch::cat({torch::ones(4), -torch::ones(4)}).roll(by);
    clips.push_back(row.view({1, 1, 1, 8}).expand({3, 4, 8, 8}));
  }
  return torch::stack(clips);
}

TEST(VarietyTest, isTheMeanDifferenceWithinAClass) {
  const torch::Tensor clip = stripedClips({0, 0.5, 0.125, 0.25, 0.5});
  const torch::Tensor label = torch::tensor({2, 2, 0, 2, 1});
  // Pairs of class 2: all columns differ by 2, half of them, half; the others are alone.
  EXPECT_NEAR(train::varietyOf(clip, label).item<double>(), (2.0 + 1 + 1) / 3, 1e-3);
}

TEST(VarietyTest, lightContrastAndColourDoNotCount) {
  torch::Tensor clip = stripedClips({0, 0, 0}).clone();
  clip[1] = clip[1] * 0.5 + 0.3;
  clip[2].select(0, 0) *= 0.2;
  EXPECT_LT(train::varietyOf(clip, torch::zeros({3}, torch::kInt64)).item<double>(), 1e-3);
}

TEST(VarietyTest, withoutAPairThereIsNoLoss) {
  const torch::Tensor clip = stripedClips({0, 0.5}), label = torch::tensor({0, 1});
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
  torch::Tensor clip = stripedClips({0, 0.25}).clone().requires_grad_(true);
  const torch::Tensor label = torch::tensor({0, 0});
  const auto loss = [&](const torch::Tensor& of) {
    return train::varietyHinge(train::varietyOf(of, label), torch::tensor(1.5));
  };
  const torch::Tensor before = loss(clip);
  before.backward();
  const torch::Tensor moved = clip.detach() - 0.1 * clip.grad() / clip.grad().abs().max();
  EXPECT_LT(loss(moved).item<double>(), before.item<double>() - 1e-3);
}

}  // namespace
}  // namespace unroll
