#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include <CLI/CLI.hpp>

namespace unroll::cli {

/// "1", "0.1", "100000000".
std::string boundText(double bound);

/// Refuses values outside low..high and adds the range to the option's help.
template <typename Number>
CLI::Option* ranged(CLI::Option* option, Number low, Number high) {
  const std::string span =
      boundText(static_cast<double>(low)) + " to " + boundText(static_cast<double>(high));
  option->description(option->get_description() + " From " + span + ".");
  return option->check([=](const std::string& text) {
    Number value{};
    if (CLI::detail::lexical_cast(text, value) && value >= low && value <= high)
      return std::string();
    return "'" + text + "' is not a " + (std::is_integral_v<Number> ? "whole " : "") +
           "number from " + span;
  });
}

/// Refuses words that are not among `words`, with the nearest one. The type name should list them.
CLI::Option* oneOf(CLI::Option* option, std::vector<std::string> words);

/// Adds --device; `help` says what is computed there.
void declareDevice(CLI::App& app, std::string& device,
                   const std::string& help = "Where to compute.");

/// Adds --threads.
void declareThreads(CLI::App& app, int& threads);

}  // namespace unroll::cli
