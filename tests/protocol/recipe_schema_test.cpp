#include "protocol/recipe_schema.h"

#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unroll {
namespace {

TEST(RecipeSchemaTest, theWrittenSchemaIsCurrent) {
  std::ifstream file(UNROLL_SOURCE_DIR "/resources/recipes/recipe.schema.json", std::ios::binary);
  const std::string written((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(written, recipeJsonSchema())
      << "Run 'unroll recipes --schema > resources/recipes/recipe.schema.json'.";
}

TEST(RecipeSchemaTest, everyKeyIsThereOnceWithHelpAndADefaultThatIsAllowed) {
  std::set<std::string_view> seen;
  const auto check = [&](const auto& field) {
    EXPECT_TRUE(seen.insert(field.info.key).second) << field.info.key << " is there twice.";
    EXPECT_TRUE(field.info.help.ends_with('.')) << field.info.key;
    EXPECT_FALSE(field.info.group.empty());
    EXPECT_TRUE(isAllowed(field.info, field.defaultValue())) << field.info.key;
    EXPECT_FALSE(allowedValues(field.info, field.kind()).empty());
  };
  for (const RecipeField& field : recipeFields()) check(field);
  for (const StageField& field : stageFields()) check(field);
}

TEST(RecipeSchemaTest, theSchemaSaysWhatTheProgramChecks) {
  const auto schema = nlohmann::json::parse(recipeJsonSchema());
  const auto& stage = schema["properties"]["stages"]["items"]["properties"];
  EXPECT_EQ(stage["batch"]["minimum"], 1);
  EXPECT_EQ(stage["batch"]["default"], 8);
  EXPECT_EQ(stage["generatorRate"]["exclusiveMinimum"], 0.0);
  EXPECT_EQ(stage["size"]["enum"], nlohmann::json({8, 16, 32, 64, 128, 256}));
  EXPECT_EQ(stage.size(), stageFields().size());
  EXPECT_EQ(schema["additionalProperties"], false);
}

TEST(RecipeSchemaTest, fieldsReadAndWriteTheirMember) {
  StageRecipe stage;
  for (const StageField& field : stageFields()) {
    if (field.info.key != "batch") continue;
    field.assign(stage, int64_t{33});
    EXPECT_EQ(stage.batch, 33);
    EXPECT_EQ(std::get<int64_t>(field.value(stage)), 33);
  }
}

}  // namespace
}  // namespace unroll
