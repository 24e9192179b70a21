#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "train/gan_step.h"

namespace unroll::train {

/// Looks at every optimiser step's numbers and says when training has broken down.
///
///   not finite    loss or gradient norm NaN or infinite: the step was not applied
///   explosion     |loss| > 1e4, or > 100 times the median of the last 50 (taken as 1 at least)
class Watchdog {
 public:
  /// A sentence ("the generator's loss …") when training must stop; `who` is "generator" or
  /// "critic".
  std::optional<std::string> check(const StepReport& report, const std::string& who);

 private:
  std::deque<double> critic_, generator_;  ///< absolute losses, the last 50 of each
};

}  // namespace unroll::train
