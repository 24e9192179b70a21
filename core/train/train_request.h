#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"
#include "protocol/recipe.h"

namespace unroll::io {
class RunFolder;
}

namespace unroll::train {

/// What one call of `unroll train` asks for. No LibTorch here: programs without it may include
/// this.
struct TrainRequest {
  std::filesystem::path project;
  std::string run;                    ///< name of the run's folder
  std::string stage = "all";          ///< "1", "2", … (one stage), "all" (in order) or "joint"
  std::optional<int64_t> steps;       ///< generator steps in all of each stage; else the recipe's
  std::optional<Recipe> recipe;       ///< of a new run, in place of the project's
  std::vector<std::string> settings;  ///< "key=value", changes to the recipe of a new run
  bool resume = false;                ///< go on from the run's last checkpoint, bit for bit
  bool allowInexact = false;          ///< resume on another device, thread count or LibTorch
  std::string from;             ///< "RUN@STEP": begin with that run's networks (a branch); "RUN":
                                ///< take only its stages below the trained one
  int threads = 0;              ///< CPU threads; 0: LibTorch's choice, or on resuming those before
  std::string device = "auto";  ///< "auto", "cpu" or "cuda"
};

/// Where training stands; sent about twice a second at most, and at the end of each stage.
struct TrainProgress {
  std::string stage;            ///< "stage1", …, "joint"
  int64_t step = 0;             ///< generator steps done
  int64_t steps = 0;            ///< generator steps wanted
  double secondsPerStep = 0;    ///< lately; criticSteps critic steps and one generator step
  double secondsLeft = 0;       ///< of this stage
  double secondsLeftInAll = 0;  ///< of all stages asked for; a guess from window sizes
  double generatorLoss = 0;
  double criticLoss = 0;
  int64_t residentBytes = 0;  ///< memory of this process now
};

/// What a person wants between two steps.
enum class TrainWish {
  None,
  Checkpoint,
  Preview,
  Pause,         ///< save, then hold in whilePaused()
  PauseAndFree,  ///< the same with networks and optimisers out of memory meanwhile
};

/// Hears what a trainer does. Every call comes on the training thread, between steps.
class TrainObserver {
 public:
  virtual ~TrainObserver() = default;
  virtual void onProgress(const TrainProgress&) {}
  virtual void onMessage(std::string_view) {}  ///< one sentence for the user
  virtual void onCheckpoint(const std::filesystem::path&) {}
  virtual void onPreview(const std::filesystem::path&) {}  ///< folder of probe-*.npy
  /// The run is made, opened and locked; onLeave() comes before the lock is given back, if this
  /// came.
  virtual void onRun(const io::RunFolder&) {}
  virtual void onLeave() {}
  /// A line of events.jsonl, as it is written: its type and other fields.
  virtual void onEvent(std::string_view, const nlohmann::ordered_json&) {}
  /// Asked before each step until it is None; each wish is granted at once.
  virtual TrainWish nextWish() { return TrainWish::None; }
  /// Blocks for as long as the training is to hold (a stop request ends it too). None: go on;
  /// another wish is granted, then this is asked again.
  virtual TrainWish whilePaused() { return TrainWish::None; }
  /// A checkpoint could not be written for want of room or of the right to write. Blocks until
  /// another try is worth it; false: nobody can mend it, or training is to stop.
  virtual bool holdForDisk(const Error&) { return false; }
};

/// What one stage (or the joint training) came to.
struct StageSummary {
  std::string stage;
  int64_t firstStep = 0;  ///< where this call began
  int64_t step = 0;       ///< where it ended
  double seconds = 0;     ///< training only
  double secondsPerStep = 0;
  double waitingShare = 0;   ///< of the time, waiting for data
  double generatorLoss = 0;  ///< of the last step
  double criticLoss = 0;
  std::filesystem::path checkpoint;  ///< the last one
};

struct TrainSummary {
  std::string run;
  std::string device;
  int threads = 0;
  std::vector<StageSummary> stages;
  int64_t peakBytes = 0;     ///< resident memory at its highest
  bool interrupted = false;  ///< stopped by the stop token, after a clean checkpoint
  std::vector<std::string> messages;
};

}  // namespace unroll::train
