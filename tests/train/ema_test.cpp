#include <gtest/gtest.h>

#include <torch/nn/modules/batchnorm.h>

#include "train/ema.h"

namespace unroll {
namespace {

TEST(EmaTest, warmsUpAndCopiesBuffers) {
  torch::nn::BatchNorm2d source(3), average(3);
  train::Ema ema(*source, *average, 0.9);
  double expected = 1.0;  // Both begin with gain 1.
  for (int n = 0; n < 200; ++n) {
    const double value = 0.5 + 0.01 * n;
    torch::NoGradGuard guard;
    source->weight.fill_(value);
    source->running_mean.fill_(value);
    ema.update();
    const double decay = std::min(0.9, (1.0 + n) / (10.0 + n));
    expected = decay * expected + (1 - decay) * value;
    ASSERT_NEAR(average->weight[1].item<double>(), expected, 1e-5) << "update " << n;
  }
  EXPECT_EQ(ema.updates(), 200);
  EXPECT_EQ(average->running_mean[0].item<double>(), 0) << "buffers wait until they are asked for";
  ema.syncBuffers();
  EXPECT_TRUE(average->running_mean.equal(source->running_mean));
  EXPECT_FALSE(average->weight.requires_grad());
}

}  // namespace
}  // namespace unroll
