#pragma once

#include <cmath>
#include <limits>
#include <optional>

#include <nlohmann/json.hpp>

// JSON has no numbers that are not finite: in messages and in events.jsonl they are the words
// "NaN", "Infinity" and "-Infinity".
namespace unroll::protocol {

inline nlohmann::ordered_json numberOrWord(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

/// Empty for what is neither a number nor one of the words.
inline std::optional<double> numberFromJson(const nlohmann::ordered_json& json) {
  if (json.is_number()) return json.get<double>();
  if (json == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (json == "Infinity") return std::numeric_limits<double>::infinity();
  if (json == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

}  // namespace unroll::protocol
