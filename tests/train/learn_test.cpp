#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include "toy_data.h"

namespace unroll {
namespace {

torch::Tensor meanColour(train::Trainer& trainer, int64_t label) {
  torch::NoGradGuard guard;
  at::Generator random = train::makeGenerator(1, "test");
  const torch::Tensor z = train::drawNoise(random, 16, 4, torch::kCPU);
  return trainer.nets(0)
      .average->forward(z, torch::full({16}, label, torch::kInt64), 4)
      .mean({0, 2, 3, 4});
}

TEST(LearnTest, coloursOfTheClassesAreLearnt) {
  at::set_num_threads(1);
  Recipe recipe = test::toyRecipe(1, "separable_conv3d");
  StageRecipe& stage = recipe.stages[0];
  stage.channels = 2;
  stage.criticChannels = 4;
  stage.batch = 8;
  stage.translation = stage.color = 0;
  stage.generatorRate = 1e-3;
  stage.criticRate = 2e-3;
  auto trainer = test::toyTrainer(recipe, 0, 0);
  test::ToySource source{trainer->windowSpec()};
  for (int i = 0; i < 150; ++i) {
    const auto report = trainer->iterate(source);
    ASSERT_TRUE(report) << report.error().message;
  }
  ASSERT_TRUE(trainer->settleAverages(8));
  // A quarter of each picture is the square: its class's channel is brighter by 210 / 127.5 / 4 =
  // 0.41 on average.
  const torch::Tensor red = meanColour(*trainer, 0), green = meanColour(*trainer, 1);
  EXPECT_GT((red[0] - red[1]).item<double>(), 0.15) << red;
  EXPECT_GT((green[1] - green[0]).item<double>(), 0.15) << green;
}

}  // namespace
}  // namespace unroll
