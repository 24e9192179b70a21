#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "protocol/recipe.h"

namespace unroll {

/// Reads a recipe and checks it (see validate). Keys that are left out take their defaults.
///
/// Errors:  Refused. One sentence names `where`, the key and what is allowed; an unknown key comes
/// with
///          the nearest known one. Duplicate keys, wrong types and deep nesting are refused.
///          Unsupported: a version this program does not know.
/// Threads: any.
Result<Recipe> parseRecipe(std::string_view text, std::string_view where = "the recipe");

/// The recipe as JSON with every key written out, two spaces of indent, a line feed at the end.
/// parseRecipe(toJson(r)) == r for every valid r.
std::string toJson(const Recipe& recipe);

/// Changes one value, `key=value`: `seed=7` (recipe), `stage2.batch=8` or `stages.2.batch=8` (one
/// stage, counted from 1), `batch=8` (all stages it means something for). Only the value's own
/// range is checked; call validate() after the last setting.
///
/// Errors:  Usage, naming the nearest key and the allowed range.
Result<void> applySetting(Recipe& recipe, std::string_view setting);

/// Checks every value's range and how the stages fit together: sizes grow, windows divide by the
/// stride and fit into the window of the stage below, critics have pixels and frames enough.
///
/// Errors:  Usage, one sentence: which stage, what, and what to change.
Result<void> validate(const Recipe& recipe);

/// Share of generated windows that a stage is conditioned on: real 0, generated 1, mixed:P P.
/// Errors:  Usage when `conditioning` is none of these.
Result<double> generatedShare(std::string_view conditioning);

}  // namespace unroll
