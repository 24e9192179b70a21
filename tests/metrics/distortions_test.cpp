#include "metrics/distortions.h"

#include <gtest/gtest.h>

#include "metrics/similarity.h"

namespace unroll::metrics {
namespace {

torch::Tensor ramp(int64_t clips, int64_t frames) {
  return torch::arange(frames, torch::kFloat32)
      .view({1, 1, frames, 1, 1})
      .div(static_cast<double>(frames))
      .expand({clips, 3, frames, 16, 16})
      .contiguous();
}

std::vector<double> framesOf(const torch::Tensor& clips, int64_t clip = 0) {
  std::vector<double> values;
  for (int64_t t = 0; t < clips.size(2); ++t) {
    values.push_back(clips[clip][0][t][0][0].item<double>() * static_cast<double>(clips.size(2)));
  }
  return values;
}

TEST(DistortionsTest, noneIsNone) {
  Random random(1);
  const torch::Tensor x = uniformNoise(2, 8, 16, random);
  EXPECT_TRUE(torch::equal(blurred(x, 0), x));
  EXPECT_TRUE(torch::equal(noisy(x, 0, random), x));
  EXPECT_TRUE(torch::equal(frozen(x, 0), x));
  EXPECT_TRUE(torch::equal(shuffled(x, 0, random), x));
  EXPECT_TRUE(torch::equal(faster(x, 1, 8), x));
}

TEST(DistortionsTest, blurKeepsFlatPicturesAndTakesDetail) {
  Random random(2);
  const torch::Tensor flat = torch::full({1, 3, 2, 32, 32}, 0.5);
  EXPECT_TRUE(torch::allclose(blurred(flat, 3), flat, 1e-5, 1e-5));
  const torch::Tensor x = uniformNoise(1, 2, 32, random);
  EXPECT_LT(blurred(x, 2).std().item<double>(), 0.7 * blurred(x, 1).std().item<double>());
  EXPECT_EQ(blurred(x, 2).sizes(), x.sizes());
}

TEST(DistortionsTest, freezingStopsTheEnd) {
  const torch::Tensor half = frozen(ramp(1, 8), 0.5);
  EXPECT_EQ(framesOf(half), (std::vector<double>{0, 1, 2, 3, 3, 3, 3, 3}));
  EXPECT_EQ(frameDifference(frozen(ramp(1, 8), 1)).max().item<double>(), 0);
}

TEST(DistortionsTest, shufflingKeepsTheFrames) {
  Random random(3);
  const torch::Tensor mixed = shuffled(ramp(2, 16), 1, random);
  for (int64_t clip : {0, 1}) {
    std::vector<double> found = framesOf(mixed, clip);
    EXPECT_FALSE(std::ranges::is_sorted(found));
    std::ranges::sort(found);
    EXPECT_EQ(found, framesOf(ramp(1, 16)));
  }
  EXPECT_NE(framesOf(mixed, 0), framesOf(mixed, 1));
}

TEST(DistortionsTest, fasterTakesEveryNth) {
  const torch::Tensor quick = faster(ramp(1, 8), 3, 3);
  EXPECT_EQ(quick.size(2), 3);
  EXPECT_NEAR(quick[0][0][2][0][0].item<double>(), 6.0 / 8, 1e-6);
  EXPECT_THROW(faster(ramp(1, 8), 3, 4), c10::Error);
}

}  // namespace
}  // namespace unroll::metrics
