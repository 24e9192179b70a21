#include "option_checks.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"

namespace unroll::cli {

std::string boundText(double bound) { return fmt::format("{:.10g}", bound); }

CLI::Option* oneOf(CLI::Option* option, std::vector<std::string> words) {
  return option->check([words = std::move(words)](const std::string& word) {
    if (std::ranges::find(words, word) != words.end()) return std::string();
    return fmt::format("'{}' is not one of {}.{}", word, fmt::join(words, ", "),
                       didYouMean(word, words));
  });
}

}  // namespace unroll::cli
