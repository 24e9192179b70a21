#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "train/adam.h"
#include "train/augment.h"
#include "train/cascade_nets.h"

namespace unroll::train {

/// Everything that one forward pass of a training step is made of; nothing is drawn later. Lists
/// have one entry for each stage trained together, the coarsest first. Clips are (N, 3, T, H, W) in
/// [-1, 1].
struct StepInput {
  std::vector<torch::Tensor> real;  ///< real windows; unused by the generator's step
  torch::Tensor realLow;  ///< coarse real window below the first stage; undefined for stage 1
  torch::Tensor low;      ///< what the first stage is conditioned on; undefined for stage 1
  std::vector<torch::Tensor> z;       ///< (N, latent)
  torch::Tensor label;                ///< (N) int64
  std::vector<torch::Tensor> picked;  ///< frames for the spatial critic, int64
  int64_t frames = 0;                 ///< stage 1: frames to make, burn-in not counted
  int64_t skipped = 0;                ///< stage 1: frames made before the burn-in, no gradients
  AugmentPlan augmentReal, augmentFake;
  torch::Tensor realVariety;  ///< varietyOf() the real windows of stage 1; undefined: not asked for
};

/// Numbers of one optimiser step.
struct StepReport {
  double loss = 0;
  double gradientNorm = 0;
  struct Scores {
    std::string critic;  ///< "spatial", …; "stage1.spatial" in joint training
    double real = 0;     ///< mean score; critic steps only
    double fake = 0;
  };
  std::vector<Scores> scores;
  std::optional<double> variety;  ///< of clips of one class, made / real; generator steps
  bool applied = true;  ///< false when loss or gradient was not finite: no weight has moved
};

/// The numbers still on the device, so that a GPU need not wait for the host between steps.
struct PendingReport {
  torch::Tensor
      numbers;  ///< loss, squared gradient norm, then (real and) fake mean score of each critic
  std::vector<std::string> critics;
  bool real = false;
  bool variety = false;  ///< the variety made and the real one come last
  StepReport read() const;
};

struct GanStepOptions {
  bool bfloat16 = false;  ///< autocast, CUDA only
  bool onePass = true;    ///< real and fake through a critic together; else one after the other
};

/// The adversarial game of one stage, or of several whose outputs feed one another (joint
/// training), as class Stage of the reference: hinge losses summed over the critics there are, one
/// Adam for all critics and one for each generator, spectral norms advanced once before each
/// optimiser step.
///
/// Several inputs are one step over the mean of their losses (gradient accumulation).
/// Threads: one at a time; draws no random number.
class GanStep {
 public:
  GanStep(std::vector<StageNets*> stages, GanStepOptions options);

  PendingReport critic(std::span<const StepInput> inputs);
  PendingReport generator(std::span<const StepInput> inputs);

  /// Clips of all stages, burn-in dropped.
  std::vector<torch::Tensor> generate(const StepInput& input);

  /// State of the optimisers.
  NamedTensors optimiserState() const;

  /// Loss of the critics on given fakes, differentiable in both: the critic step without its
  /// optimiser.
  torch::Tensor criticLoss(const StepInput& input, const std::vector<torch::Tensor>& fakes);

 private:
  enum class Kind { Spatial, Temporal, Matching };
  struct Critic {
    size_t stage = 0;  ///< index into stages_
    std::string name;
    std::shared_ptr<torch::nn::Module> module;
    Kind kind = Kind::Spatial;
  };
  /// What the critics see of one cascade: clips of the trained stages and the window below the
  /// first.
  struct Views {
    std::vector<torch::Tensor> clips;
    torch::Tensor low;
  };
  Views augmented(const AugmentPlan& plan, const std::vector<torch::Tensor>& clips,
                  const torch::Tensor& low) const;
  torch::Tensor score(const Critic& critic, const Views& views, const torch::Tensor& label,
                      const StepInput& input) const;
  void note(const torch::Tensor& score);
  PendingReport finish(torch::Tensor loss, size_t inputs, std::vector<Adam>& optimisers, bool real);

  std::vector<StageNets*> stages_;
  GanStepOptions options_;
  std::vector<Critic> critics_;
  bool firstNeedsLow_ = false;
  std::vector<Adam> criticAdams_;     ///< one
  std::vector<Adam> generatorAdams_;  ///< one a stage
  std::vector<torch::Tensor> means_;  ///< mean scores of the step under way
};

}  // namespace unroll::train
