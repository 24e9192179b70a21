#pragma once

#include <cstdint>
#include <vector>

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include "models/feature_net.h"

namespace unroll::models {

/// What the small network is asked during its training; each a choice of one class.
struct FeatureTasks {
  int64_t scene = 8;   ///< which built-in scene; also the classes of its Inception Score
  int64_t speed = 4;   ///< frame step 1, 2, 3, 4
  int64_t order = 3;   ///< forward, reversed, shuffled
  int64_t frozen = 4;  ///< share of the clip that stands still: 0, 1/3, 2/3, 1
  int64_t blur = 4;    ///< none to strong
  int64_t noise = 4;   ///< none to strong
};

/// A small 3-D convolution network of this project's own, so that distances exist without foreign
/// weights. Four convolutions on 64 x 64 pictures and on the differences from frame to frame, which
/// would otherwise be lost in the pictures; its features are the means of the last three, each
/// brought to mean 0 and deviation 1 on undamaged clips, so that none outweighs the others.
///
///   64x64 -> 16x16 (space) -> 8x8 (space, time) -> 4x4 at half time -> 4x4 at a quarter
///
/// Shapes:  (N, 3, T >= 4, H, W) -> (N, 192) features, (N, 8) logits of the scene.
class SmallFeatures : public FeatureNet {
 public:
  SmallFeatures();

  FeatureNetInfo info() const override;

  /// On the CPU, without gradients. A few clips at a time are taken through the whole network by
  /// one thread, so that they stay in its cache; a clip's numbers are the same bits however many
  /// clips and threads there are. Clips whose colours lie innermost (metrics::toUnitClips) are not
  /// copied.
  ClipFeatures extract(const torch::Tensor& clips) override;

  /// Logits of every task, in the order of FeatureTasks. Differentiable.
  std::vector<torch::Tensor> answers(const torch::Tensor& clips);

  /// Before they are brought to one scale: (N, 192). Differentiable.
  torch::Tensor rawFeatures(const torch::Tensor& clips);

  /// Sets the scale from rawFeatures() of undamaged clips.
  void setScale(const torch::Tensor& raw);

  static constexpr int64_t kPicture = 64;

 private:
  /// Weights with the batch norm behind them folded in, of the last extract().
  struct Folded {
    std::vector<uint64_t> madeOf;  ///< which tensors, and how often they were changed
    std::vector<torch::Tensor> weights,
        biases;  ///< the first: (48, 3, 6, 6), see small_features_cpu.h
  };

  void fold();
  torch::Tensor foldedFeatures(const torch::Tensor& clips) const;

  Folded folded_;
  std::vector<torch::nn::Conv3d> convs_;
  std::vector<torch::nn::BatchNorm3d> norms_;
  std::vector<torch::nn::Linear> heads_;
  torch::Tensor centre_, scale_;  ///< (192), buffers
};

}  // namespace unroll::models
