#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "protocol/built_in_recipes.h"
#include "toy_data.h"
#include "train/memory_model.h"

namespace unroll {
namespace {

constexpr size_t kJoint = 9;

/// Peak resident memory of a process of its own that trains the stage for `steps` steps; 0 when
/// that failed.
int64_t measured(const std::string& recipe, size_t stage, int steps = 2) {
  const std::string command = fmt::format(
      "UNROLL_MEMORY_CASE={}:{}:{} /proc/{}/exe --gtest_also_run_disabled_tests "
      "--gtest_filter=MemoryModelTest.DISABLED_childTrains",
      recipe, stage, steps, ::getpid());
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return 0;
  int64_t bytes = 0;
  for (char line[4096]; std::fgets(line, sizeof line, pipe) != nullptr;) {
    if (std::sscanf(line, "peak %ld", &bytes) == 1) continue;
  }
  ::pclose(pipe);
  return bytes;
}

/// Run by measured() alone: trains what UNROLL_MEMORY_CASE says and prints the peak.
TEST(MemoryModelTest, DISABLED_childTrains) {
  const char* set = std::getenv("UNROLL_MEMORY_CASE");
  if (set == nullptr) GTEST_SKIP() << "run by the memory tests";
  const std::string text = set;
  const size_t colon = text.find(':');
  size_t stage = 0;
  int steps = 0;
  ASSERT_EQ(std::sscanf(text.c_str() + colon, ":%zu:%d", &stage, &steps), 2);
  auto recipe = builtInRecipe(text.substr(0, colon));
  ASSERT_TRUE(recipe);
  recipe->classes = 8;
  for (StageRecipe& settings : recipe->stages)
    settings.criticSteps = 1;  // More take longer, not more memory.
  const size_t last = recipe->stages.size() - 1;
  auto trainer = stage == kJoint ? test::toyTrainer(*recipe, 0, last)
                                 : test::toyTrainer(*recipe, stage, stage);
  test::ToySource source{trainer->windowSpec()};
  for (int i = 0; i < steps; ++i) ASSERT_TRUE(trainer->iterate(source));
  std::printf("peak %ld\n", train::peakResidentMemory());
}

class MemoryPredictionTest : public ::testing::TestWithParam<std::pair<const char*, size_t>> {};

TEST_P(MemoryPredictionTest, isWithinAFifthOfWhatIsMeasured) {
  const auto [name, stage] = GetParam();
  auto recipe = builtInRecipe(name);
  ASSERT_TRUE(recipe);
  recipe->classes = 8;
  const auto predicted = stage == kJoint ? train::predictJointMemory(*recipe)
                                         : train::predictStageMemory(*recipe, stage);
  const int64_t peak = measured(name, stage);
  ASSERT_GT(peak, 0);
  const double ratio = static_cast<double>(predicted.peak) / static_cast<double>(peak);
  std::printf("%s %s: predicted %.0f MB, measured %.0f MB, ratio %.3f\n", name,
              predicted.stage.c_str(), static_cast<double>(predicted.peak) / 1e6,
              static_cast<double>(peak) / 1e6, ratio);
  EXPECT_GT(ratio, 0.8);
  EXPECT_LT(ratio, 1.2);
}

INSTANTIATE_TEST_SUITE_P(Demo, MemoryPredictionTest,
                         ::testing::Values(std::pair{"demo-32", 0}, std::pair{"demo-32", 1},
                                           std::pair{"demo-32", kJoint}, std::pair{"demo-64", 2}));

TEST(MemoryModelTest, jointTrainingTakesMoreThanAnyStage) {
  for (const BuiltInRecipe& built : builtInRecipes()) {
    const auto recipe = builtInRecipe(built.name);
    ASSERT_TRUE(recipe);
    const auto all = train::predictMemory(*recipe);
    for (const train::MemoryPrediction& one : all) {
      EXPECT_GT(one.peak, one.weights + one.optimiser) << built.name;
      EXPECT_LE(one.weights, all.back().weights) << built.name;
    }
    ASSERT_EQ(all.size(), recipe->stages.size() + (recipe->stages.size() > 1 ? 1 : 0));
  }
}

TEST(MemoryModelTest, parametersAreCountedExactly) {
  // The same shapes as the networks themselves: weights of the prediction are 2 generators and the
  // critics.
  for (const char* name : {"demo-32", "demo-64"}) {
    auto recipe = builtInRecipe(name);
    ASSERT_TRUE(recipe);
    recipe->classes = 3;
    for (size_t stage = 0; stage < recipe->stages.size(); ++stage) {
      recipe->stages[stage].conditioning = "real";
      const train::StageNets nets = train::buildStage(*recipe, stage, torch::kCPU);
      int64_t numbers = 0;
      for (const auto& tensor : nets.generator->parameters()) numbers += 2 * tensor.numel();
      for (const auto& [critic, module] : nets.critics()) {
        for (const auto& tensor : module->parameters()) numbers += tensor.numel();
      }
      EXPECT_EQ(train::predictStageMemory(*recipe, stage).weights, 4 * numbers)
          << name << " " << stage;
    }
  }
}

TEST(MemoryModelTest, namesTheLargestBatchThatFits) {
  const auto recipe = builtInRecipe("demo-32");
  ASSERT_TRUE(recipe);
  const int64_t whole = train::predictStageMemory(*recipe, 0).peak;
  EXPECT_EQ(train::batchThatFits(*recipe, 0, whole), recipe->stages[0].batch);
  EXPECT_EQ(train::batchThatFits(*recipe, 0, 1000), 0);
  const int64_t fits = train::batchThatFits(*recipe, 0, whole - whole / 10);
  EXPECT_LT(fits, recipe->stages[0].batch);
  EXPECT_GT(fits, 0);
  EXPECT_GT(train::availableMemory(), 0);
  EXPECT_LE(train::residentMemory(), train::peakResidentMemory());
}

}  // namespace
}  // namespace unroll
