#include "recipe_source.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/file_system.h"
#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"

namespace unroll::cli {
namespace {

constexpr uint64_t kMaxRecipeBytes = 1 << 20;

}  // namespace

Result<Recipe> loadRecipe(const std::string& nameOrFile) {
  const bool isFile = nameOrFile.find('/') != std::string::npos || nameOrFile.ends_with(".json");
  if (!isFile) return builtInRecipe(nameOrFile);
  UNROLL_TRY_ASSIGN(text, readTextFile(realVfs(), nameOrFile, kMaxRecipeBytes));
  UNROLL_TRY_ASSIGN(recipe, parseRecipe(text, nameOrFile));
  if (recipe.name.empty()) {
    Recipe named = recipe;
    named.name = std::filesystem::path(nameOrFile).stem().string();
    // A file name that is no lawful recipe name leaves the recipe unnamed.
    if (validate(named)) recipe = named;
  }
  return recipe;
}

Result<void> applySettings(Recipe& recipe, const std::vector<std::string>& settings) {
  for (const std::string& setting : settings) UNROLL_TRY(applySetting(recipe, setting));
  if (auto checked = validate(recipe); !checked) {
    return fail(checked.error().kind,
                fmt::format("With these settings {}", checked.error().message));
  }
  return {};
}

std::string stageSizes(const Recipe& recipe) {
  std::string text;
  for (const StageRecipe& stage : recipe.stages) {
    text += (text.empty() ? "" : " -> ") + std::to_string(stage.size);
  }
  return text;
}

}  // namespace unroll::cli
