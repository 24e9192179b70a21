#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/memory_vfs.h"

namespace unroll::test {

/// One writer put to the test. Paths live under "/p".
struct Scenario {
  std::string name;
  std::function<void(Vfs&)> prepare;        ///< the state before; made durable
  std::function<Result<void>(Vfs&)> write;  ///< what is cut short
  /// "" when `vfs` shows the state before, or (also, or only when `mustBeNew`) the one after; else
  /// what is wrong with it.
  std::function<std::string(Vfs&, bool mustBeNew)> check;
  bool atomic = true;  ///< no temporaries may be left and errors leave old or new
};

struct LoopReport {
  int64_t cases = 0;
  int64_t failures = 0;
  std::string first;  ///< the first failure, for the test's message
};

/// Refuses, shortens or interrupts each operation of the scenario in turn.
LoopReport failEveryOperation(const Scenario& scenario);

/// Cuts the power before each operation; then every fate of up to three unsynced changes, else
/// `draws` seeded ones.
LoopReport cutPowerEverywhere(const Scenario& scenario, int draws = 200);

}  // namespace unroll::test
