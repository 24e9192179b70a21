#pragma once

#include "io/project.h"
#include "protocol/recipe.h"

namespace unroll::io {

/// The recipe that a project or a run holds. Errors: those of parseRecipe, naming its recipe.json.
Result<Recipe> storedRecipe(const Project& project);
Result<Recipe> storedRecipe(const RunFolder& run);

}  // namespace unroll::io
