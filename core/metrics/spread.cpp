#include "metrics/spread.h"

#include <cmath>

#include <fmt/format.h>

namespace unroll::metrics {

Spread spreadOf(std::span<const double> values) {
  Spread spread;
  const auto n = static_cast<double>(values.size());
  for (double value : values) spread.mean += value / n;
  for (double value : values) {
    spread.deviation += (value - spread.mean) * (value - spread.mean) / n;
  }
  spread.deviation = std::sqrt(spread.deviation);
  return spread;
}

std::string numberText(double value) {
  const double size = std::abs(value);
  if (!std::isfinite(value)) return "-";
  if (size >= 100) return fmt::format("{:.0f}", value);
  if (size >= 10) return fmt::format("{:.1f}", value);
  if (size >= 0.095 || size == 0) return fmt::format("{:.2f}", value);
  return fmt::format("{:.2g}", value);
}

std::string spreadText(const Spread& spread) {
  // Rounding leaves a trace where all draws are equal.
  const bool exact = spread.deviation <= 1e-12 * std::abs(spread.mean);
  return fmt::format("{} ± {}", numberText(spread.mean), numberText(exact ? 0 : spread.deviation));
}

}  // namespace unroll::metrics
