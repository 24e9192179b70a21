#include "metrics/spread.h"

#include <cmath>

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

}  // namespace unroll::metrics
