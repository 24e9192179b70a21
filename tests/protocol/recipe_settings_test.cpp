#include <string>

#include <gtest/gtest.h>

#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"

namespace unroll {
namespace {

class RecipeSettingsTest : public testing::Test {
 protected:
  void SetUp() override { recipe_ = builtInRecipe("demo-64").value(); }

  void set(const std::string& setting) {
    const auto done = applySetting(recipe_, setting);
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }

  std::string refusal(const std::string& setting) {
    const Recipe before = recipe_;
    const auto done = applySetting(recipe_, setting);
    EXPECT_FALSE(done.has_value()) << setting;
    EXPECT_EQ(recipe_, before);
    if (done) return {};
    EXPECT_EQ(done.error().kind, ErrorKind::Usage);
    return done.error().message;
  }

  Recipe recipe_;
};

TEST_F(RecipeSettingsTest, aStageIsNamedInTwoWays) {
  set("stages.2.batch=3");
  EXPECT_EQ(recipe_.stages[1].batch, 3);
  set("stage3.batch=5");
  EXPECT_EQ(recipe_.stages[2].batch, 5);
  EXPECT_EQ(recipe_.stages[0].batch, 16);
}

TEST_F(RecipeSettingsTest, aPlainStageKeyMeansAllStages) {
  set("batch=2");
  for (const StageRecipe& stage : recipe_.stages) EXPECT_EQ(stage.batch, 2);
  set("temporalStride=4");
  EXPECT_EQ(recipe_.stages[0].temporalStride, 1) << "Stage 1 has no stage below it.";
  EXPECT_EQ(recipe_.stages[1].temporalStride, 4);
  EXPECT_EQ(recipe_.stages[2].temporalStride, 4);
  set("matchingCritic=off");
  EXPECT_FALSE(recipe_.stages[2].matchingCritic);
  EXPECT_TRUE(validate(recipe_).has_value());
}

TEST_F(RecipeSettingsTest, everyTypeIsRead) {
  set("seed=42");
  EXPECT_EQ(recipe_.seed, 42);
  set("frameRate=12.5");
  EXPECT_EQ(recipe_.frameRate, 12.5);
  set("stage1.generatorRate=2e-4");
  EXPECT_EQ(recipe_.stages[0].generatorRate, 2e-4);
  set("stage1.learntInitialState=true");
  EXPECT_TRUE(recipe_.stages[0].learntInitialState);
  set("stage2.conditioning=mixed:0.75");
  EXPECT_EQ(generatedShare(recipe_.stages[1].conditioning).value(), 0.75);
  set("summary=a = b, and so on");
  EXPECT_EQ(recipe_.summary, "a = b, and so on");
}

TEST_F(RecipeSettingsTest, refusalsSayWhatIsAllowed) {
  EXPECT_EQ(refusal("stage2.bach=8"),
            "Setting 'stage2.bach=8' names the unknown key 'bach'. Did you mean 'batch', a whole "
            "number from 1 to "
            "4096 (clips)?");
  EXPECT_EQ(
      refusal("batch=0"),
      "Setting 'batch=0' is not possible: 'batch' must be a whole number from 1 to 4096 (clips).");
  for (const char* value : {"", " 8", "8 ", "8.0", "0x8", "eight", "99999999999999999999"}) {
    EXPECT_NE(refusal(std::string("batch=") + value).find("must be a whole number"),
              std::string::npos);
  }
  for (const char* value : {"nan", "inf", "1e400", "0", "-1", "2"}) {
    EXPECT_NE(refusal(std::string("generatorRate=") + value).find("above 0 and up to 1"),
              std::string::npos);
  }
  EXPECT_NE(refusal("stage4.batch=8")
                .find("names no stage of this recipe: write stage1.KEY to stage3.KEY"),
            std::string::npos);
  for (const char* key : {"stage0.batch", "stage.batch", "stages.x.batch", "step2.batch",
                          "stages.2.3.batch", "stage99999999999999999999.batch"}) {
    EXPECT_NE(refusal(std::string(key) + "=8").find("names no stage"), std::string::npos) << key;
  }
  EXPECT_NE(refusal("batch").find("has no value"), std::string::npos);
  EXPECT_NE(refusal("=8").find("has no value"), std::string::npos);
  EXPECT_NE(refusal("stage2.seed=8").find("unknown key 'seed'"), std::string::npos);
  EXPECT_NE(refusal("version=2").find("must be 1"), std::string::npos);
  EXPECT_EQ(refusal("bestBy=fd_smal"),
            "Setting 'bestBy=fd_smal' is not possible: 'bestBy' must be one of fd_small, "
            "fd_small_look, is_small, psd_high_db, motion, flow. Did you mean 'fd_small'?");
  EXPECT_EQ(refusal("size=63").find("Did you mean"), std::string::npos) << "A number is no word.";
  EXPECT_NE(refusal("conditioning=mixed:1.5").find("real, generated or mixed:P"),
            std::string::npos);
}

TEST(GeneratedShareTest, readsTheThreeForms) {
  EXPECT_EQ(generatedShare("real").value(), 0.0);
  EXPECT_EQ(generatedShare("generated").value(), 1.0);
  EXPECT_EQ(generatedShare("mixed:0").value(), 0.0);
  EXPECT_EQ(generatedShare("mixed:0.5").value(), 0.5);
  for (const char* text :
       {"", "mixed", "mixed:", "mixed:2", "mixed:-1", "mixed:nan", "mixed:0.5x", "Real"}) {
    EXPECT_FALSE(generatedShare(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace unroll
