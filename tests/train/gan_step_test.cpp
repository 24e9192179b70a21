#include <gtest/gtest.h>

#include "toy_data.h"
#include "train/gan_step.h"
#include "train/first_stage_window.h"
#include "train/losses.h"

namespace unroll {
namespace {

train::StepInput toyInput(const Recipe& recipe, int64_t clips) {
  const StageRecipe& stage = recipe.stages[0];
  train::StepInput input;
  input.real = {torch::rand({clips, 3, stage.frames, stage.size, stage.size}, torch::kFloat64) * 2 -
                1};
  input.z = {torch::randn({clips, recipe.latent}, torch::kFloat64)};
  input.label = torch::arange(clips) % recipe.classes;
  input.picked = {torch::tensor({0, 2})};
  input.frames = stage.frames;
  return input;
}

train::StepInput part(const train::StepInput& whole, int64_t from, int64_t count) {
  train::StepInput input = whole;
  input.real = {whole.real[0].narrow(0, from, count)};
  input.z = {whole.z[0].narrow(0, from, count)};
  input.label = whole.label.narrow(0, from, count);
  return input;
}

TEST(GanStepTest, accumulationEqualsABigBatchForCritics) {
  const Recipe recipe = test::toyRecipe(1);
  torch::manual_seed(5);
  const train::StepInput whole = toyInput(recipe, 6);
  std::vector<torch::Tensor> results;
  for (const bool accumulate : {false, true}) {
    train::StageNets nets = train::buildStage(recipe, 0, torch::kCPU, torch::kFloat64);
    nets.generator->eval();  // In train mode batch norm sees other batches when they are split.
    train::GanStep step({&nets}, {});
    if (accumulate) {
      const std::vector<train::StepInput> parts{part(whole, 0, 3), part(whole, 3, 3)};
      step.critic(parts);
    } else {
      step.critic({&whole, 1});
    }
    results.push_back(
        nets.temporal->blocks3d->named_parameters().begin()->value().detach().clone());
  }
  EXPECT_TRUE(torch::allclose(results[0], results[1], 0, 1e-12))
      << (results[0] - results[1]).abs().max();
}

TEST(GanStepTest, generatorStepLeavesCriticsAlone) {
  const Recipe recipe = test::toyRecipe(1);
  train::StageNets nets = train::buildStage(recipe, 0, torch::kCPU, torch::kFloat64);
  train::GanStep step({&nets}, {});
  const train::StepInput input = toyInput(recipe, 2);
  const torch::Tensor before = nets.spatial->head->linear->norm->weight.detach().clone();
  const torch::Tensor mine = nets.generator->seed->norm->weight.detach().clone();
  const train::StepReport report = step.generator({&input, 1}).read();
  EXPECT_TRUE(report.applied);
  EXPECT_TRUE(nets.spatial->head->linear->norm->weight.equal(before));
  EXPECT_TRUE(nets.spatial->head->linear->norm->weight.requires_grad());
  EXPECT_FALSE(nets.generator->seed->norm->weight.equal(mine));
}

TEST(GanStepTest, varietyIsAskedForInTheGeneratorsStep) {
  Recipe recipe = test::toyRecipe(1);
  recipe.stages[0].varietyWeight = 3;
  torch::manual_seed(7);
  train::StepInput input = toyInput(recipe, 4);
  input.label = torch::zeros({4}, torch::kInt64);
  std::vector<train::StepReport> reports;
  double variety = 0;
  for (const bool asked : {false, true}) {
    train::StageNets nets = train::buildStage(recipe, 0, torch::kCPU, torch::kFloat64);
    train::GanStep step({&nets}, {});
    if (asked) {
      // Clips of a network that has learnt nothing are more alike than noise is.
      input.realVariety = train::varietyOf(input.real[0], input.label).to(torch::kFloat64);
      nn::advance(*nets.generator);
      torch::NoGradGuard guard;
      const torch::Tensor made = train::varietyOf(step.generate(input)[0], input.label);
      variety = (made / input.realVariety).item<double>();
    }
    train::StageNets fresh = train::buildStage(recipe, 0, torch::kCPU, torch::kFloat64);
    train::GanStep measured({&fresh}, {});
    reports.push_back(measured.generator({&input, 1}).read());
  }
  EXPECT_FALSE(reports[0].variety);
  ASSERT_TRUE(reports[1].variety);
  ASSERT_LT(variety, 1);
  EXPECT_NEAR(*reports[1].variety, variety, 1e-3);
  EXPECT_NEAR(reports[1].loss - reports[0].loss, 3 * (1 - *reports[1].variety), 1e-3);
}

TEST(GanStepTest, everyCriticIsOptional) {
  for (int mask = 1; mask < 8; ++mask) {
    Recipe recipe = test::toyRecipe(2);
    StageRecipe& stage = recipe.stages[1];
    stage.spatialCritic = (mask & 1) != 0;
    stage.temporalCritic = (mask & 2) != 0;
    stage.matchingCritic = (mask & 4) != 0;
    auto trainer = test::toyTrainer(recipe, 1, 1);
    test::ToySource source{trainer->windowSpec()};
    const auto report = trainer->iterate(source);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->critic.scores.size(),
              static_cast<size_t>(std::popcount(static_cast<unsigned>(mask))));
  }
  Recipe recipe = test::toyRecipe(1);
  recipe.stages[0].spatialCritic = recipe.stages[0].temporalCritic = false;
  train::TrainerSpec spec;
  spec.recipe = recipe;
  EXPECT_FALSE(train::Trainer::create(std::move(spec)));
}

TEST(GanStepTest, burnInFramesAreMadeAndNotShown) {
  Recipe recipe = test::toyRecipe(1);
  recipe.stages[0].burnIn = 3;
  train::StageNets nets = train::buildStage(recipe, 0, torch::kCPU, torch::kFloat64);
  nets.generator->eval();
  train::GanStep step({&nets}, {});
  const train::StepInput input = toyInput(recipe, 2);
  const torch::Tensor shown = step.generate(input)[0];
  const torch::Tensor whole =
      nets.generator->forward(input.z[0], input.label, 3 + recipe.stages[0].frames);
  EXPECT_TRUE(torch::allclose(shown, whole.narrow(2, 3, recipe.stages[0].frames)));
}

TEST(GanStepTest, lateWindowsEqualTheirPartOfALongVideo) {
  Recipe recipe = test::toyRecipe(1);
  recipe.stages[0].burnIn = 2;
  train::StageNets nets = train::buildStage(recipe, 0, torch::kCPU, torch::kFloat64);
  nets.generator->eval();
  train::GanStep step({&nets}, {});
  train::StepInput input = toyInput(recipe, 2);
  const int64_t frames = recipe.stages[0].frames;
  const torch::Tensor early = step.generate(input)[0];
  input.skipped = 5;
  const torch::Tensor late = step.generate(input)[0];
  const torch::Tensor whole = nets.generator->forward(input.z[0], input.label, 7 + frames);
  EXPECT_TRUE(torch::allclose(late, whole.narrow(2, 7, frames), 1e-9, 1e-9));
  EXPECT_FALSE(torch::allclose(late, early, 1e-4, 1e-4));
}

TEST(GanStepTest, windowsBeginLaterAndLaterInTheFirstHalf) {
  StageRecipe first;
  first.lateStart = 24;
  EXPECT_EQ(train::latestStart(first, 0), 0);
  EXPECT_EQ(train::latestStart(first, 0.25), 12);
  EXPECT_EQ(train::latestStart(first, 0.5), 24);
  EXPECT_EQ(train::latestStart(first, 1.5), 24);
  first.temporal = "separable_conv3d";
  EXPECT_EQ(train::latestStart(first, 1), 0);
}

TEST(GanStepTest, everyStartIsDrawnEarlyOnesMoreOften) {
  at::Generator random = train::makeGenerator(1, "frames");
  std::vector<int> seen(4);
  for (int i = 0; i < 400; ++i) ++seen.at(static_cast<size_t>(train::drawStart(random, 3)));
  // The squares of [0, 1/2), [1/2, 0.71), [0.71, 0.87) and [0.87, 1) times four.
  EXPECT_NEAR(seen[0], 200, 40);
  EXPECT_NEAR(seen[1], 83, 40);
  EXPECT_NEAR(seen[2], 64, 40);
  EXPECT_NEAR(seen[3], 54, 40);
  EXPECT_EQ(train::drawStart(random, 0), 0);
}

TEST(GanStepTest, laterStagesSeeNoLaterWindowsThanStageOneLearntFrom) {
  const Recipe recipe = test::toyRecipe(2);
  const auto first = train::buildStage(recipe, 0, torch::kCPU).average;
  first->eval();
  const int64_t frames = recipe.stages[0].frames, late = 40;
  const torch::Tensor label = torch::zeros({2}, torch::kInt64);
  int64_t changed = 0;
  for (uint64_t draw = 0; draw < 6; ++draw) {
    at::Generator random = train::makeGenerator(1, "windows", draw);
    at::Generator same = train::makeGenerator(1, "windows", draw);
    at::Generator later = train::makeGenerator(1, "windows", draw);
    torch::NoGradGuard guard;
    const torch::Tensor z = train::drawNoise(same, 2, recipe.latent, torch::kCPU);
    const torch::Tensor whole = first->forward(z, label, late + frames);
    const torch::Tensor never =
        train::LowerCascade(recipe, {{first}, 0}).windows(label, frames, random);
    EXPECT_TRUE(torch::allclose(never, whole.narrow(2, 0, frames), 1e-4, 1e-5));
    const int64_t start = train::drawStart(same, late);
    const torch::Tensor moved =
        train::LowerCascade(recipe, {{first}, late}).windows(label, frames, later);
    EXPECT_TRUE(torch::allclose(moved, whole.narrow(2, start, frames), 1e-4, 1e-5)) << start;
    changed += start > 0;
  }
  EXPECT_GT(changed, 0);
}

}  // namespace
}  // namespace unroll
