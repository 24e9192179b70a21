#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "protocol/recipe.h"

namespace unroll::cli {

/// The recipe called `nameOrFile`: a built-in name, or a JSON file (anything with a slash or that
/// ends in .json). Errors: NotFound with the nearest name, Unreadable, Refused.
Result<Recipe> loadRecipe(const std::string& nameOrFile);

/// Applies `settings` (key=value) in order and checks the whole. Errors: Usage.
Result<void> applySettings(Recipe& recipe, const std::vector<std::string>& settings);

/// "16 -> 32" for a person.
std::string stageSizes(const Recipe& recipe);

}  // namespace unroll::cli
