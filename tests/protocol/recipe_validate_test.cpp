#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"

namespace unroll {
namespace {

struct Case {
  const char* name;
  std::function<void(Recipe&)> change;
  const char* says;
};

TEST(RecipeValidateTest, eachThingThatDoesNotFitIsNamed) {
  const Case cases[] = {
      {"no stages", [](Recipe& r) { r.stages.clear(); }, "1 to 6 stages and this one 0"},
      {"sizes shrink", [](Recipe& r) { r.stages[1].size = 16; }, "set stage2.size to 32 or more"},
      {"stride of stage 1", [](Recipe& r) { r.stages[0].temporalStride = 2; },
       "stage1.temporalStride=1"},
      {"matching critic of stage 1", [](Recipe& r) { r.stages[0].matchingCritic = true; },
       "stage1.matchingCritic=false"},
      {"frames do not divide", [](Recipe& r) { r.stages[1].frames = 9; },
       "set stage2.frames to 10"},
      {"window longer than the one below", [](Recipe& r) { r.stages[1].frames = 26; },
       "set stage2.frames to 24 or less, or stage1.frames to 13 or more"},
      {"too small for a temporal critic", [](Recipe& r) { r.stages[0].size = 8; },
       "set stage1.temporalCritic=false or a larger size"},
      {"too short for a temporal critic",
       [](Recipe& r) {
         r.stages[0].frames = 3;
         r.stages[0].spatialFrames = 3;
       },
       "set stage1.frames to 4 or more"},
      {"more frames for the spatial critic than there are",
       [](Recipe& r) { r.stages[0].frames = 6; }, "set stage1.spatialFrames to 6 or less"},
      {"nothing to learn from",
       [](Recipe& r) {
         r.stages[1].spatialCritic = r.stages[1].temporalCritic = r.stages[1].matchingCritic =
             false;
       },
       "set stage2.spatialCritic=true"},
      {"learnt state without recurrence", [](Recipe& r) { r.stages[1].learntInitialState = true; },
       "stage2.learntInitialState=false"},
      {"a recurrent stage that looks ahead",
       [](Recipe& r) {
         r.stages[1].temporal = "conv_gru";
         r.stages[1].timeInterpolation = "linear";
       },
       "stage2.timeInterpolation=nearest"},
      {"bad conditioning", [](Recipe& r) { r.stages[1].conditioning = "some"; },
       "real, generated or mixed:P"},
      {"range", [](Recipe& r) { r.stages[1].batch = 0; }, "stage 2: 'batch' is 0"},
      {"not a number", [](Recipe& r) { r.frameRate = 0.0 / r.truncation; }, "'frameRate' is"},
      {"endless redrawing", [](Recipe& r) { r.truncation = 0.001; },
       "set it to 0 (none) or to 0.04 or more"},
  };
  for (const Case& c : cases) {
    Recipe recipe = builtInRecipe("demo-32").value();
    ASSERT_TRUE(validate(recipe).has_value());
    c.change(recipe);
    const auto checked = validate(recipe);
    ASSERT_FALSE(checked.has_value()) << c.name;
    EXPECT_EQ(checked.error().kind, ErrorKind::Usage);
    EXPECT_NE(checked.error().message.find(c.says), std::string::npos)
        << c.name << ": " << checked.error().message;
  }
}

TEST(RecipeValidateTest, stagesBelowTheLastMayGoWithoutCritics) {
  Recipe recipe = builtInRecipe("kinetics600-joint-64").value();
  EXPECT_FALSE(recipe.stages[0].spatialCritic);
  EXPECT_FALSE(recipe.stages[0].temporalCritic);
  EXPECT_FALSE(recipe.stages[1].matchingCritic);
  EXPECT_TRUE(validate(recipe).has_value());
}

TEST(RecipeValidateTest, eightPixelsWorkWithoutPooling) {
  Recipe recipe;
  StageRecipe stage;
  stage.size = 8;
  stage.temporalCritic = false;
  recipe.stages = {stage};
  EXPECT_TRUE(validate(recipe).has_value());
  recipe.stages[0].temporalCritic = true;
  EXPECT_FALSE(validate(recipe).has_value());
  recipe.stages[0].temporalPool = false;
  EXPECT_TRUE(validate(recipe).has_value());
}

}  // namespace
}  // namespace unroll
