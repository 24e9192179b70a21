#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "data/clip_store.h"
#include "io/checkpoint_store.h"
#include "io/project.h"
#include "protocol/recipe.h"
#include "train/train_request.h"

namespace unroll::train {

/// A training of the plan: one stage (first == last, from 0) or all jointly.
struct Training {
  size_t first = 0, last = 0;
  bool operator==(const Training&) const = default;
};

/// "stage2", "joint".
std::string trainingName(const Training& training);

/// Where a branch begins.
struct Branch {
  std::string run;
  std::optional<int64_t>
      step;  ///< of the trained stage; none: only the stages below come from there
};

/// Everything that is settled before the first network is built: the run's folder is made or opened
/// and locked, its checkpoints are looked over, data and recipe fit together.
struct RunPlan {
  io::Project project;
  io::RunFolder run;
  io::RunLock lock;
  io::CheckpointStore checkpoints;
  Recipe recipe;  ///< of this run, classes settled
  std::shared_ptr<const data::ClipStore> store;
  std::vector<Training> trainings;
  std::optional<Branch> branch;
  std::string parent;  ///< "RUN@STEP" or ""
  torch::Device device = torch::kCPU;
  int threads = 1;
  std::vector<std::string> notes;  ///< sentences for the user
};

/// See trainRun() for the rules and errors.
Result<RunPlan> planRun(const TrainRequest& request);

/// The trainings that the word `stage` of a request asks for: "1", …, "all", "joint". Errors:
/// Usage.
Result<std::vector<Training>> parseStages(const Recipe& recipe, const std::string& stage);

/// "RUN", "RUN@STEP" or "RUN@latest" (step -1). Errors: Usage.
Result<Branch> parseBranch(const std::string& from);

/// The newest checkpoint that holds stage `index` (from 0): its own, or the joint training's.
Result<std::optional<io::CheckpointEntry>> findStage(io::CheckpointStore& checkpoints,
                                                     size_t index);

}  // namespace unroll::train
