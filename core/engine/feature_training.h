#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::engine {

/// What `unroll train-features` asks for.
struct FeatureTrainingRequest {
  std::filesystem::path out;  ///< FILE.safetensors
  std::filesystem::path
      clips;  ///< a folder of videos to learn from besides the built-in scenes; may be empty
  int64_t steps = 1500;
  int64_t batch = 24;
  int64_t scenes = 400;  ///< built-in scenes rendered before the first step
  double minutes = 0;    ///< ends earlier when so much time has passed; 0: never
  uint64_t seed = 1;
  int threads = 0;
  std::string workerProgram;  ///< decodes videos in a process of its own
};

/// How well a task is solved on scenes that were not trained on.
struct FeatureTask {
  std::string name;
  int64_t choices = 0;
  double accuracy = 0;  ///< 0..1
};

struct FeatureTrainingSummary {
  std::string hash;  ///< xxh3-64 of the file
  int64_t parameters = 0;
  uint64_t bytes = 0;
  int64_t steps = 0;
  double loss = 0;  ///< mean of the last hundredth of the steps
  double seconds = 0;
  int64_t realClips = 0;
  std::vector<FeatureTask> tasks;
};

/// Trains the small feature network: which built-in scene it is, its speed, order (forward,
/// reversed, shuffled), how much of it stands still, how blurred and how noisy it is; real clips
/// without the first of these. Writes weights and a card of settings into one file.
///
/// Errors:  those of reading clips, Disk, Cancelled (nothing is written).
/// Threads: blocks; computes on the CPU.
Result<FeatureTrainingSummary> trainFeatures(const FeatureTrainingRequest& request,
                                             const std::function<void(int64_t, double)>& progress,
                                             std::stop_token stop);

}  // namespace unroll::engine
