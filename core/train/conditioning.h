#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <ATen/core/Generator.h>

#include "train/cascade_nets.h"

namespace unroll::train {

/// The stages below the one in training.
struct LowerStages {
  std::vector<std::shared_ptr<models::Generator>> generators;  ///< of stages 1, 2, … in order, or none
  int64_t latestStart = 0;  ///< how late stage 1's windows began, at most, when its training ended
};

/// The finished stages below the one in training: their averaged generators, frozen, with standing
/// statistics and with their spectral norms computed once for good.
///
/// Threads: one at a time.
class LowerCascade {
 public:
  /// The weights of `stages` must not change any more while this lives.
  LowerCascade(const Recipe& recipe, LowerStages stages);

  bool empty() const { return stages_.generators.empty(); }
  size_t size() const { return stages_.generators.size(); }

  /// Windows of the highest of these stages, each frame of them made as in sampling: stage 1 makes
  /// at least its trained length after the burn-in, begun no later than those it learnt from, and
  /// every stage starts at a random frame of the one below. Shapes: label (N) int64 -> (N, 3, frames, size, size).
  torch::Tensor windows(const torch::Tensor& label, int64_t frames, at::Generator& random);

  /// Whole clips from their first shown frame, as in sampling: made with the burn-in before and the tail
  /// after, and cut to what `frames` frames of stage 1 become.
  torch::Tensor clips(const torch::Tensor& label, int64_t frames, at::Generator& random) {
    return stageClips(label, frames, random).back();
  }
  /// The same of every stage, each made from the one before it.
  std::vector<torch::Tensor> stageClips(const torch::Tensor& label, int64_t frames,
                                        at::Generator& random);

 private:
  Recipe recipe_;
  LowerStages stages_;
  std::vector<std::unique_ptr<nn::NormScope>> norms_;
};

}  // namespace unroll::train
