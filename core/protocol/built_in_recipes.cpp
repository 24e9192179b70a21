#include "protocol/built_in_recipes.h"

#include <fmt/format.h>

#include "base/nearest.h"
#include "protocol/recipe_json.h"

namespace unroll {

Result<Recipe> builtInRecipe(std::string_view name) {
  std::vector<std::string> names;
  for (const BuiltInRecipe& recipe : builtInRecipes()) {
    if (recipe.name == name) return parseRecipe(recipe.json, fmt::format("recipe '{}'", name));
    names.emplace_back(recipe.name);
  }
  return fail(ErrorKind::NotFound,
              fmt::format("There is no recipe named '{}'.{} 'unroll recipes' lists them.", name,
                          didYouMean(name, names)));
}

}  // namespace unroll
