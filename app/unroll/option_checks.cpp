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

void declareDevice(CLI::App& app, std::string& device, const std::string& help) {
  oneOf(app.add_option("--device", device, help)->type_name("auto|cpu|cuda")->default_str("auto"),
        {"auto", "cpu", "cuda"});
}

void declareThreads(CLI::App& app, int& threads) {
  ranged(app.add_option("--threads", threads, "CPU threads. Default: one a core.")->type_name("N"),
         1, 1024);
}

}  // namespace unroll::cli
