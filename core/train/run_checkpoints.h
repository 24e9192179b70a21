#pragma once

#include <string>
#include <vector>

#include "io/checkpoint_store.h"
#include "train/run_plan.h"
#include "train/trainer.h"

namespace unroll::train {

/// What a resumed training must have in common with the one that wrote the checkpoint.
struct Surroundings {
  std::string torch;   ///< LibTorch's version
  std::string device;  ///< "cpu" or "cuda"
  int threads = 1;
};
Surroundings surroundingsOf(const RunPlan& plan);

/// Re-estimates the averages' statistics and writes everything to one file: its path.
/// Errors: Disk; Refused when a weight is not a finite number (nothing is written).
Result<std::filesystem::path> saveTrainer(Trainer& trainer, RunPlan& plan);

/// Sets the trainer to where the checkpoint was written; strictly the same networks.
/// Errors: Refused when the surroundings differ and `allowInexact` is not set; then a sentence goes
/// to `notes` instead.
Result<void> resumeTrainer(Trainer& trainer, const io::SafetensorsFile& file, const RunPlan& plan,
                           bool allowInexact, std::vector<std::string>& notes);

/// Begins a branch: as resumeTrainer, but critics may be new, gone or built otherwise (those that do
/// not fit start untrained, and a sentence goes to `notes`), and with another seed in the
/// recipe the random streams start anew.
Result<void> branchTrainer(Trainer& trainer, const io::SafetensorsFile& file,
                           std::vector<std::string>& notes);

/// The finished averaged generators of the stages below `index`, all of them or none.
Result<LowerStages> loadLower(RunPlan& plan, size_t index);

}  // namespace unroll::train
