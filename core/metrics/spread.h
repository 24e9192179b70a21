#pragma once

#include <span>

namespace unroll::metrics {

/// Repeated values.
struct Spread {
  double mean = 0;
  double deviation = 0;  ///< over splits or draws; population form
};

/// 0 and 0 of no values at all.
Spread spreadOf(std::span<const double> values);

}  // namespace unroll::metrics
