#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "protocol/recipe.h"

namespace unroll {

/// A recipe that is compiled into the program: the file of the same name in resources/recipes.
struct BuiltInRecipe {
  std::string_view name;
  std::string_view json;
};

/// All of them, the smallest first. Any thread.
std::span<const BuiltInRecipe> builtInRecipes();

/// Errors: NotFound, with the nearest name and where to list them.
Result<Recipe> builtInRecipe(std::string_view name);

}  // namespace unroll
