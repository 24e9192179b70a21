#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/window_sampler.h"
#include "train/conditioning.h"
#include "train/ema.h"
#include "train/gan_step.h"
#include "train/random_streams.h"
#include "train/standing_statistics.h"
#include "train/watchdog.h"

namespace unroll::train {

/// What a trainer is built from.
struct TrainerSpec {
  Recipe recipe;     ///< validated; recipe.classes settled (> 0)
  size_t first = 0;  ///< first and last stage trained (from 0), both included: the same for one
  size_t last = 0;   ///< stage, 0 and the last for joint training
  torch::Device device = torch::kCPU;
  LowerStages lower;            ///< frozen stages below `first`, or none
  std::vector<int64_t> labels;  ///< labels of the training clips, as often as they occur; for draws
                                ///< where no data is at hand (standing statistics)
  /// A batch of the training data that is a pure function of the index; needed only where a later
  /// stage has no `lower` stages.
  std::function<Result<data::Batch>(int64_t index)> windowAt;
};

/// Gives the next batch of the spec that Trainer::windowSpec() names.
using BatchSource = std::function<Result<data::Batch>()>;

/// Clips that belong together, by what they are: uint8 (T, H, W, 3).
using ProbeClips = std::vector<std::pair<std::string, torch::Tensor>>;

/// One training step: criticSteps critic steps and one generator step.
struct IterationReport {
  StepReport critic;  ///< the last of them
  StepReport generator;
  double seconds = 0;
  double secondsWaiting = 0;  ///< for batches, within `seconds`
};

/// Trains one stage of a cascade, conditioned on real windows or on windows of the frozen stages
/// below; or several stages together, each conditioned on the live output of the one below (joint
/// training: gradients flow through all).
///
/// All state is in the tensors of state() and the numbers of counters(): a trainer that is given
/// both goes on with the same bits (same build, device and number of threads).
///
/// Threads: one at a time; the CPU's thread pool is LibTorch's.
class Trainer {
 public:
  /// Errors: Usage when there is no critic, or a later stage wants generated windows and has no
  /// `lower` stages.
  static Result<std::unique_ptr<Trainer>> create(TrainerSpec spec);

  /// One iteration. Errors: those of `source`; Refused with the watchdog's sentence when training
  /// broke down (the step under way was not applied where its numbers were not finite).
  Result<IterationReport> iterate(const BatchSource& source);

  /// The windows to load. Batch number counters().cursor is the next.
  data::WindowSpec windowSpec() const;

  struct Counters {
    int64_t step = 0;    ///< iterations done
    int64_t cursor = 0;  ///< batches used
    int64_t averaged = 0;
    bool operator==(const Counters&) const = default;
  };
  Counters counters() const;
  void setCounters(const Counters& counters);

  /// Networks, averages, optimisers, random streams by their names in a checkpoint. They are the
  /// live tensors: copy into them to load, then call loaded().
  NamedTensors state() const;
  void loaded(const NamedTensors& state);

  /// Averaged weights with their standing statistics over `batches` batches. Draws from a stream of
  /// its own. Leaves the averages ready for sampling until the next iterate().
  Result<void> settleAverages(int64_t batches);

  /// Clips of the last stage from fixed probe seeds, whole cascade, after settleAverages(): uint8
  /// (T, H, W, 3) each.
  Result<std::vector<torch::Tensor>> previews(int64_t count);
  /// The same clips, each with those it was made from ("stage1", …) and a clip of the data of the
  /// same class ("real").
  Result<std::vector<ProbeClips>> probes(int64_t count);

  /// Whether all weights are finite numbers.
  bool finite() const;

  std::string name() const;  ///< "stage1", …, "joint"
  bool joint() const { return spec_.last > spec_.first; }
  const StageRecipe& settings() const { return spec_.recipe.stages[spec_.last]; }
  const TrainerSpec& spec() const { return spec_; }
  StageNets& nets(size_t stage) { return *nets_[stage - spec_.first]; }

 private:
  explicit Trainer(TrainerSpec spec);
  StepInput criticInput(const data::Batch& batch);
  StepInput generatorInput(const StepInput& last);
  void drawRest(StepInput& input);
  torch::Tensor conditioningWindow(const torch::Tensor& realLow, const torch::Tensor& label);
  torch::Tensor coarser(const torch::Tensor& clip, size_t stage) const;
  int64_t windowFrames(size_t stage) const;
  int64_t latestStartNow() const;  ///< of stage 1's windows, at this step
  Result<std::vector<ProbeClips>> makeProbes(int64_t count, bool allParts);
  Result<torch::Tensor> realProbe(int64_t probe, int64_t label) const;
  Result<GeneratorBatch> standingBatch(size_t stage, int64_t index, LowerCascade& below);

  TrainerSpec spec_;
  std::vector<std::unique_ptr<StageNets>> nets_;
  std::unique_ptr<GanStep> step_;
  std::vector<Ema> averages_;
  RandomStreams random_;
  LowerCascade lower_;
  Watchdog watchdog_;
  double generatedShare_ = 0;
  Counters counters_;
  std::vector<StepInput>
      inputs_;  ///< of the critic's last step: the generator takes labels and coarse windows
};

}  // namespace unroll::train
