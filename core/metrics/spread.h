#pragma once

#include <span>
#include <string>

namespace unroll::metrics {

/// Repeated values.
struct Spread {
  double mean = 0;
  double deviation = 0;  ///< over splits or draws; population form
};

/// 0 and 0 of no values at all.
Spread spreadOf(std::span<const double> values);

/// With three digits that count, at least for numbers people meet; "-" for what is none.
std::string numberText(double value);
/// "12.3 ± 0.4". What rounding leaves of equal values is 0.
std::string spreadText(const Spread& spread);

}  // namespace unroll::metrics
