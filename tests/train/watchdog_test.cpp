#include <gtest/gtest.h>

#include "toy_data.h"
#include "train/watchdog.h"

namespace unroll {
namespace {

train::StepReport reportOf(double loss) {
  train::StepReport report;
  report.loss = loss;
  report.gradientNorm = 1;
  return report;
}

TEST(WatchdogTest, seesExplosionsAndLetsTrainingBreathe) {
  train::Watchdog watchdog;
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(watchdog.check(reportOf(2 + 30 * (i % 3)), "critic"));
  EXPECT_TRUE(watchdog.check(reportOf(5000), "critic"));
  EXPECT_FALSE(watchdog.check(reportOf(90), "generator"));
  EXPECT_TRUE(watchdog.check(reportOf(-2e4), "generator"));
  EXPECT_TRUE(watchdog.check(reportOf(std::numeric_limits<double>::quiet_NaN()), "generator"));
}

TEST(WatchdogTest, stopsAtNaNBeforeAnyWeightMoves) {
  auto trainer = test::toyTrainer(test::toyRecipe(1), 0, 0);
  test::ToySource source{trainer->windowSpec()};
  ASSERT_TRUE(trainer->iterate(source));
  const train::NamedTensors state = trainer->state();
  {
    torch::NoGradGuard guard;
    trainer->nets(0).generator->out_conv->bias[0] = std::numeric_limits<float>::quiet_NaN();
  }
  std::vector<torch::Tensor> critic;
  for (const torch::Tensor& parameter : trainer->nets(0).spatial->parameters())
    critic.push_back(parameter.detach().clone());
  EXPECT_FALSE(trainer->finite());
  const auto report = trainer->iterate(source);
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().message.find("not a finite number"), std::string::npos)
      << report.error().message;
  EXPECT_EQ(trainer->counters().step, 1);
  size_t i = 0;
  for (const torch::Tensor& parameter : trainer->nets(0).spatial->parameters()) {
    EXPECT_TRUE(parameter.equal(critic[i++]));
  }
}

}  // namespace
}  // namespace unroll
