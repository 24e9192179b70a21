#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"
#include "toy_data.h"

namespace unroll {
namespace {

/// The recipe at the smallest widths and batches, everything else as it is.
Recipe reduced(Recipe recipe) {
  recipe.classes = 2;
  recipe.latent = 8;
  for (StageRecipe& stage : recipe.stages) {
    stage.channels = stage.criticChannels = 1;
    stage.batch = stage.accumulation = stage.criticSteps = 1;
  }
  return recipe;
}

void stepOnce(const Recipe& recipe, size_t first, size_t last) {
  auto trainer = test::toyTrainer(recipe, first, last);
  test::ToySource source{trainer->windowSpec()};
  const auto report = trainer->iterate(source);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->generator.applied && report->critic.applied);
  EXPECT_TRUE(trainer->finite());
  EXPECT_EQ(trainer->counters().step, 1);
  EXPECT_EQ(trainer->counters().cursor,
            recipe.stages[last].criticSteps * recipe.stages[last].accumulation);
}

TEST(RecipesTest, everyStageOfEveryRecipeTakesAStep) {
  at::set_num_threads(2);
  ASSERT_GE(builtInRecipes().size(), 8u);
  for (const BuiltInRecipe& built : builtInRecipes()) {
    SCOPED_TRACE(std::string(built.name));
    const auto recipe = builtInRecipe(built.name);
    ASSERT_TRUE(recipe) << recipe.error().message;
    const Recipe small = reduced(*recipe);
    const bool joint = built.name.find("joint") != std::string_view::npos;
    for (size_t stage = 0; stage < small.stages.size() && !joint; ++stage)
      stepOnce(small, stage, stage);
    if (joint) stepOnce(small, 0, small.stages.size() - 1);
  }
  at::set_num_threads(1);
}

}  // namespace
}  // namespace unroll
