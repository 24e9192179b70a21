#include <gtest/gtest.h>

#include "models/golden_file.h"
#include "train/gan_step.h"

namespace unroll {
namespace {

/// The stage of the reference's train_step file: size 32 from 16, ch 2, 3 classes, latent 6, all in
/// float64.
train::StageNets goldenNets() {
  Recipe recipe;
  recipe.classes = 3;
  recipe.latent = 6;
  recipe.stages.resize(2);
  recipe.stages[0].size = 16;
  StageRecipe& stage = recipe.stages[1];
  stage.size = 32;
  stage.temporalStride = 2;
  stage.frames = 8;
  stage.channels = stage.criticChannels = 2;
  stage.temporal = "separable_conv3d";
  stage.matchingCritic = true;
  return train::buildStage(recipe, 1, torch::kCPU, torch::kFloat64);
}

void loadAll(test::GoldenFile& golden, train::StageNets& nets) {
  golden.load(*nets.generator, "w.generator.");
  for (const auto& [name, critic] : nets.critics()) golden.load(*critic, "w." + name + ".");
}

class GoldenStepTest : public ::testing::TestWithParam<bool> {};

TEST_P(GoldenStepTest, criticAndGeneratorStepEqualTheReference) {
  test::GoldenFile golden("train_step");
  train::StageNets nets = goldenNets();
  loadAll(golden, nets);
  train::GanStep step({&nets}, {.onePass = GetParam()});

  train::StepInput input;
  input.real = {golden.read("in.real")};
  input.realLow = golden.read("in.coarse");
  input.low = golden.read("in.low");
  input.z = {golden.read("in.z")};
  input.label = golden.read("in.label");
  input.picked = {golden.read("in.picked")};
  input.frames = 8;
  const train::StepReport critic = step.critic({&input, 1}).read();
  EXPECT_NEAR(critic.loss, golden.read("out.critic_loss").item<double>(), 1e-9);
  input.z = {torch::flip(input.z[0], {0})};
  const train::StepReport generator = step.generator({&input, 1}).read();
  EXPECT_NEAR(generator.loss, golden.read("out.generator_loss").item<double>(), 1e-9);

  EXPECT_EQ(golden.differences(*nets.generator, "after.generator.", 1e-9),
            std::vector<std::string>());
  for (const auto& [name, module] : nets.critics()) {
    EXPECT_EQ(golden.differences(*module, "after." + name + ".", 1e-9), std::vector<std::string>())
        << name;
  }
  EXPECT_EQ(golden.unread(), std::vector<std::string>());
  ASSERT_EQ(critic.scores.size(), 3u);
  EXPECT_EQ(critic.scores[2].critic, "matching");
  EXPECT_GT(critic.gradientNorm, 0);
}

INSTANTIATE_TEST_SUITE_P(Passes, GoldenStepTest, ::testing::Values(true, false));

}  // namespace
}  // namespace unroll
