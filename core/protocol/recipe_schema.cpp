#include "protocol/recipe_schema.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"

namespace unroll {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

std::string toText(const FieldValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<std::string>(value);
}

std::string allowedValues(const FieldInfo& info, FieldKind kind) {
  const std::string unit = info.unit.empty() ? std::string() : fmt::format(" ({})", info.unit);
  if (info.choices.size() == 1) return std::string(info.choices.front());
  if (!info.choices.empty()) return fmt::format("one of {}{}", joined(info.choices), unit);
  switch (kind) {
    case FieldKind::Boolean:
      return "true or false";
    case FieldKind::Integer:
      return fmt::format("a whole number from {:.0f} to {:.0f}{}", info.minimum, info.maximum,
                         unit);
    case FieldKind::Number:
      return fmt::format("a number {} {} {} {}{}", info.aboveMinimum ? "above" : "from",
                         info.minimum, info.aboveMinimum ? "and up to" : "to", info.maximum, unit);
    case FieldKind::Text:
      break;
  }
  if (!info.patternText.empty()) return std::string(info.patternText);
  return fmt::format("a text of at most {:.0f} bytes", info.maximum);
}

std::string nearestChoice(const FieldInfo& info, std::string_view text) {
  const bool word = !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0;
  if (!word || static_cast<double>(text.size()) > info.maximum) return "";
  return didYouMean(text, {info.choices.begin(), info.choices.end()});
}

bool isAllowed(const FieldInfo& info, const FieldValue& value) {
  if (!info.choices.empty()) {
    return std::ranges::find(info.choices, toText(value)) != info.choices.end();
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    const auto number = static_cast<double>(*integer);
    return number >= info.minimum && number <= info.maximum;
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return std::isfinite(*number) && *number <= info.maximum &&
           (info.aboveMinimum ? *number > info.minimum : *number >= info.minimum);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    // The length is looked at first: std::regex recurses on long input.
    if (static_cast<double>(text->size()) > info.maximum) return false;
    return info.pattern.empty() ||
           std::regex_match(*text, std::regex(std::string(info.pattern), std::regex::ECMAScript));
  }
  return true;
}

}  // namespace unroll
