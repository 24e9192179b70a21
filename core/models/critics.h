#pragma once

#include <cstdint>

#include <torch/nn/modules/container/modulelist.h>

#include "nn/blocks.h"

namespace unroll::models {

/// Size and width of a critic.
struct CriticSpec {
  int64_t size = 32;     ///< height = width of the clips it judges
  int64_t ch = 16;       ///< width multiplier
  int64_t classes = 1;   ///< 1: unconditional
  bool pooled = true;    ///< temporal critics see clips at half their height and width
  double motionGain = 0;  ///< temporal critics also see frame differences times this; 0: they do not
};

/// Sum of the scores of the frames it is given (k of them, drawn by the trainer).
///
/// Paper:   D_S of DVD-GAN, arXiv:1907.06571, section 3.1.
/// Shapes:  clip (N, 3, k, H, W), label (N) -> (N).
class SpatialCritic : public torch::nn::Module {
 public:
  explicit SpatialCritic(CriticSpec spec);
  torch::Tensor forward(const torch::Tensor& clip, const torch::Tensor& label);

  torch::nn::ModuleList blocks;
  std::shared_ptr<nn::Head> head;
};

/// 2x2 average pool (when `pooled`), two 3-D blocks, then 2-D blocks per remaining frame; scores
/// summed. With a motionGain, each frame's difference from the one before (0 for the first), times
/// that, comes as three further channels: a spectrally normalised critic hardly sees motion of a
/// few grey levels otherwise.
///
/// Paper:   D_T of DVD-GAN, arXiv:1907.06571, section 3.1.
/// Shapes:  clip (N, 3, T, H, W), T >= 4, label (N) -> (N).
class TemporalCritic : public torch::nn::Module {
 public:
  explicit TemporalCritic(CriticSpec spec);
  torch::Tensor forward(const torch::Tensor& clip, const torch::Tensor& label);

  /// Scores of clips as the blocks see them: (N, inputs, T, H/2, W/2) when pooled, label (N) -> (N).
  torch::Tensor score(const torch::Tensor& seen, const torch::Tensor& label);

  torch::nn::ModuleList blocks3d, blocks2d;
  std::shared_ptr<nn::Head> head;

 protected:
  TemporalCritic(CriticSpec spec, int64_t inputs);

 private:
  bool pooled_;
  double motionGain_;
};

/// Temporal critic on pairs: the pooled fine clip and the coarse clip, joined on channels.
///
/// Paper:   the matching discriminator of SSW-GAN / CVG, arXiv:2206.00735.
/// Shapes:  low (N, 3, t, h, h), clip (N, 3, T, H, H) with T a multiple of t, label (N) -> (N).
class MatchingCritic : public TemporalCritic {
 public:
  explicit MatchingCritic(CriticSpec spec);
  torch::Tensor forward(const torch::Tensor& low, const torch::Tensor& clip, const torch::Tensor& label);
};

}  // namespace unroll::models
