#include "protocol/recipe_json.h"

#include <string>

#include <gtest/gtest.h>

#include "base/seeds.h"
#include "protocol/built_in_recipes.h"
#include "protocol/recipe_schema.h"
#include "protocol/strict_json.h"

namespace unroll {
namespace {

std::string refusal(const std::string& text) {
  const auto recipe = parseRecipe(text, "mine.json");
  EXPECT_FALSE(recipe.has_value()) << text;
  return recipe ? std::string() : recipe.error().message;
}

testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << part << "' is not in: " << text;
}

TEST(RecipeJsonTest, keysThatAreLeftOutTakeTheirDefaults) {
  const auto recipe = parseRecipe(R"({"stages": [{"size": 16}]})");
  ASSERT_TRUE(recipe.has_value()) << recipe.error().message;
  StageRecipe stage;
  stage.size = 16;
  Recipe expected;
  expected.stages = {stage};
  EXPECT_EQ(*recipe, expected);
  EXPECT_EQ(parseRecipe(toJson(*recipe)).value(), expected);
}

TEST(RecipeJsonTest, everyBuiltInRecipeIsReadAndReadsBackTheSame) {
  ASSERT_EQ(builtInRecipes().size(), 9u);
  for (const BuiltInRecipe& builtIn : builtInRecipes()) {
    const auto recipe = builtInRecipe(builtIn.name);
    ASSERT_TRUE(recipe.has_value()) << recipe.error().message;
    EXPECT_EQ(recipe->name, builtIn.name);
    EXPECT_FALSE(recipe->reproduces.empty());
    EXPECT_TRUE(contains(recipe->summary, "not the papers'"));
    const auto again = parseRecipe(toJson(*recipe));
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(*again, *recipe);
  }
}

TEST(RecipeJsonTest, everyKeySurvivesTheWayThere) {
  Recipe recipe;
  recipe.name = "all-changed";
  recipe.summary = "With \"quotes\", \\ and \u00e4.";
  recipe.reproduces = "Nothing.";
  recipe.classes = 7;
  recipe.latent = 64;
  recipe.frameRate = 29.97;
  recipe.seed = 9'007'199'254'740'991;
  recipe.previewEvery = 0;
  recipe.checkpointEvery = 11;
  recipe.checkpointMinutes = 0.25;
  recipe.evaluateEvery = 13;
  recipe.bestBy = "is_small";
  recipe.logEvery = 3;
  recipe.keepLast = 5;
  recipe.standingBatches = 2;
  recipe.truncation = 1.5;
  StageRecipe first;
  first.size = 64;
  first.frames = 24;
  first.learntInitialState = true;
  first.burnIn = 4;
  first.lateStart = 9;
  StageRecipe second;
  second.size = 256;
  second.temporalStride = 3;
  second.timeInterpolation = "linear";
  second.frames = 15;
  second.channels = 5;
  second.criticChannels = 6;
  second.temporal = "separable_conv3d";
  second.spatialCritic = false;
  second.temporalCritic = false;
  second.matchingCritic = true;
  second.conditioning = "mixed:0.25";
  second.steps = 17;
  second.batch = 3;
  second.accumulation = 2;
  second.criticSteps = 1;
  second.spatialFrames = 4;
  second.temporalPool = false;
  second.motionGain = 6;
  second.varietyWeight = 0.5;
  second.generatorRate = 1e-7;
  second.criticRate = 0.1;
  second.beta1 = 0.5;
  second.beta2 = 0.9;
  second.adamEpsilon = 1e-8;
  second.emaDecay = 0.5;
  second.precision = "bfloat16";
  second.flip = 1;
  second.translation = 0.5;
  second.cutout = 0.1;
  second.color = 0.9;
  recipe.stages = {first, second};
  // A key that keeps its default everywhere would not be seen by this test.
  for (const StageField& field : stageFields()) {
    EXPECT_TRUE(field.value(first) != field.defaultValue() ||
                field.value(second) != field.defaultValue())
        << field.info.key;
  }
  for (const RecipeField& field : recipeFields()) {
    EXPECT_TRUE(field.info.key == "version" || field.value(recipe) != field.defaultValue())
        << field.info.key;
  }
  const auto again = parseRecipe(toJson(recipe));
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*again, recipe);
}

TEST(RecipeJsonTest, anUnknownKeyNamesTheNearestOneAndItsRange) {
  const std::string stage = refusal(R"({"stages": [{"size": 16, "bacth": 4}]})");
  EXPECT_TRUE(contains(stage, "mine.json, stage 1,"));
  EXPECT_TRUE(contains(stage, "'bacth'"));
  EXPECT_TRUE(contains(stage, "Did you mean 'batch', a whole number from 1 to 4096 (clips)?"));
  EXPECT_TRUE(contains(refusal(R"({"sed": 4, "stages": [{}]})"), "Did you mean 'seed'"));
  EXPECT_TRUE(
      contains(refusal(R"({"zzzzzzzzzzzz": 4, "stages": [{}]})"), "'unroll recipes --keys'"));
}

TEST(RecipeJsonTest, wrongTypesAreRefused) {
  for (const char* value : {"\"8\"", "8.0", "8.5", "true", "null", "[8]", "{}",
                            "18446744073709551615", "-1", "0", "4097", "9223372036854775808"}) {
    const std::string text = std::string(R"({"stages": [{"batch": )") + value + "}]}";
    EXPECT_TRUE(contains(refusal(text), "'batch', which must be a whole number from 1 to 4096"))
        << value;
  }
  EXPECT_TRUE(contains(refusal(R"({"stages": [{"spatialCritic": 1}]})"), "true or false"));
  EXPECT_TRUE(contains(refusal(R"({"stages": [{"temporal": "gru"}]})"),
                       "one of conv_gru, separable_conv3d"));
  EXPECT_TRUE(contains(refusal(R"({"bestBy": "is_smal", "stages": [{}]})"),
                       "motion, flow. Did you mean 'is_small'?"));
  EXPECT_TRUE(contains(refusal(R"({"stages": [{"size": 48}]})"),
                       "one of 8, 16, 32, 64, 128, 256 (pixels)"));
  EXPECT_TRUE(
      contains(refusal(R"({"stages": [{"generatorRate": 0}]})"), "a number above 0 and up to 1"));
  EXPECT_TRUE(contains(refusal(R"({"stages": [{"generatorRate": 1e999}]})"), "too large"));
}

TEST(RecipeJsonTest, brokenDocumentsAreRefusedInASentence) {
  EXPECT_TRUE(contains(refusal(""), "not valid JSON at byte"));
  EXPECT_TRUE(contains(refusal("{"), "not valid JSON"));
  EXPECT_TRUE(contains(refusal("[]"), "not a JSON object"));
  EXPECT_TRUE(contains(refusal("{}"), "must have 'stages', a list of 1 to 6 objects"));
  EXPECT_TRUE(contains(refusal(R"({"stages": []})"), "must have 'stages'"));
  EXPECT_TRUE(contains(refusal(R"({"stages": [3]})"), "stage 1, is 3, not an object"));
  EXPECT_TRUE(
      contains(refusal(R"({"stages": [{}], "stages": [{}]})"), "has the key 'stages' twice"));
  EXPECT_TRUE(
      contains(refusal(R"({"stages": [{"batch": 1, "batch": 2}]})"), "has the key 'batch' twice"));
  EXPECT_TRUE(contains(refusal(R"({"stages": [{}]} x)"), "not valid JSON"));
  EXPECT_TRUE(contains(refusal("{\"name\": \"\xff\", \"stages\": [{}]}"), "not valid JSON"));
  EXPECT_TRUE(contains(refusal(std::string(100'000, '[')), "nested deeper than 8 levels"));
  EXPECT_TRUE(
      contains(refusal(R"({"version": 2, "stages": [{}], "new": 1})"), "use a newer Unroll"));
  EXPECT_TRUE(contains(refusal(R"({"name": "a/b", "stages": [{}]})"), "'name'"));
}

TEST(RecipeJsonTest, aFileIsRefusedAsInputNotAsUsage) {
  EXPECT_EQ(parseRecipe("{}").error().kind, ErrorKind::Refused);
  EXPECT_EQ(parseRecipe(R"({"stages": [{"size": 8}]})").error().kind, ErrorKind::Refused);
  EXPECT_EQ(parseRecipe(R"({"version": 2})").error().kind, ErrorKind::Unsupported);
}

TEST(RecipeJsonTest, mutatedRecipesNeverCrash) {
  Random random(3);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(builtInRecipes()[static_cast<size_t>(random.below(8))].json);
    const int64_t changes = 1 + random.below(4);
    for (int64_t change = 0; change < changes; ++change) {
      const auto at = static_cast<size_t>(random.below(static_cast<int64_t>(text.size())));
      switch (random.below(3)) {
        case 0:
          text[at] = static_cast<char>(random.below(256));
          break;
        case 1:
          text.erase(at, static_cast<size_t>(1 + random.below(8)));
          break;
        default:
          text.insert(at, 1, "{}[]\",:0123456789e-"[random.below(19)]);
          break;
      }
    }
    const auto recipe = parseRecipe(text);
    if (!recipe) {
      ASSERT_FALSE(recipe.error().message.empty());
      continue;
    }
    ++accepted;
    ASSERT_TRUE(parseRecipe(toJson(*recipe)).has_value());
  }
  EXPECT_GT(accepted, 0);
}

TEST(StrictJsonTest, keepsOrderAndManyKeysAreFast) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"k" + std::to_string(i) + "\":1,";
  text.back() = '}';
  const auto document = parseStrictJson(text, "it");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->begin().key(), "k0");
  EXPECT_EQ(document->size(), 100'000u);
}

TEST(BuiltInRecipesTest, aMisspeltNameSuggestsTheNearest) {
  const auto recipe = builtInRecipe("demo32");
  ASSERT_FALSE(recipe.has_value());
  EXPECT_EQ(recipe.error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(contains(recipe.error().message, "Did you mean 'demo-32'?"));
}

}  // namespace
}  // namespace unroll
