#include "io/stored_recipe.h"

#include "protocol/recipe_json.h"

namespace unroll::io {
namespace {

Result<Recipe> parsed(const Json& json, const std::filesystem::path& folder) {
  return parseRecipe(json.dump(), (folder / "recipe.json").string());
}

}  // namespace

Result<Recipe> storedRecipe(const Project& project) {
  return parsed(project.recipe(), project.path());
}

Result<Recipe> storedRecipe(const RunFolder& run) { return parsed(run.recipe(), run.path()); }

}  // namespace unroll::io
