#pragma once

namespace unroll::metrics {

/// Repeated values.
struct Spread {
  double mean = 0;
  double deviation = 0;  ///< over splits or draws; population form
};

}  // namespace unroll::metrics
