#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unroll {

/// The candidate with the fewest edits (insert, delete, replace, swap of neighbours) to `word`, or
/// an empty string when none is near enough to be meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// " Did you mean 'x'?" for the nearest candidate, or an empty string.
std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace unroll
