#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/recipe.h"

namespace unroll::train {

/// Memory that training takes at its highest, in bytes.
struct MemoryPrediction {
  std::string stage;        ///< "stage1", …, "joint"
  int64_t weights = 0;      ///< generator, average and critics, and the frozen stages below
  int64_t optimiser = 0;    ///< gradients and both moments
  int64_t activations = 0;  ///< of the larger of the critic's and the generator's step
  int64_t base = 0;         ///< program and LibTorch
  int64_t peak = 0;         ///< all together
};

/// Stage `index` (from 0) of `recipe` trained alone, on the CPU in float32. recipe.classes 0 counts
/// as 1. A pure function: walks the layers and counts what the backward pass keeps.
MemoryPrediction predictStageMemory(const Recipe& recipe, size_t index);

/// All stages trained together, at the window and batch of the last one.
MemoryPrediction predictJointMemory(const Recipe& recipe);

/// One entry a stage, then the joint one when there are several stages.
std::vector<MemoryPrediction> predictMemory(const Recipe& recipe);

/// The largest batch, at most the recipe's, whose prediction stays below `bytes`; 0 when not even 1
/// does. Stage `index`, or joint training when `index` is past the last.
int64_t batchThatFits(Recipe recipe, size_t index, int64_t bytes);

/// Memory this process could still take: the smallest of free memory, the limits of its control
/// group and of RLIMIT_AS; plus what it holds already.
int64_t availableMemory();

/// Resident memory of this process now, and at its highest.
int64_t residentMemory();
int64_t peakResidentMemory();

/// Addresses this process has taken, resident or not.
int64_t addressSpace();

}  // namespace unroll::train
