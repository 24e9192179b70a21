#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/nn/modules/linear.h>

#include "models/feature_net.h"

namespace unroll::models {

/// Size of an Inception-v3. Width 1 and 1,008 classes are the network of FID: 23,850,960
/// parameters.
struct InceptionSpec {
  int64_t classes = 1008;
  double width = 1.0;  ///< scales every channel count, rounded down

  static constexpr int64_t kPublishedClasses = 1008;
};

/// The Inception-v3 of December 2015 that FID is made with, a frame at a time: its average pools
/// leave the padding out of the mean, and the last block pools by maximum.
///
/// Paper:   Szegedy et al. 2015, arXiv:1512.00567; Heusel et al. 2017, arXiv:1706.08500. Names of
///          weights are those of the common PyTorch files.
/// Shapes:  (N, 3, T, H, W) -> (N * T, 2048) means of the last block, and (N * T, classes) logits
///          without their bias, as the published Inception Score takes them.
class Inception : public FeatureNet {
 public:
  explicit Inception(InceptionSpec spec = {});

  FeatureNetInfo info() const override;
  ClipFeatures extract(const torch::Tensor& clips) override;

  /// Shapes: frames (N, 3, 299, 299) in [-1, 1] -> (N, 2048).
  torch::Tensor forward(const torch::Tensor& frames);

  class Unit;
  class Block;

 private:
  InceptionSpec spec_;
  std::vector<std::shared_ptr<Unit>> stem_;     ///< 1a 2a 2b, pool, 3b 4a, pool
  std::vector<std::shared_ptr<Block>> blocks_;  ///< 5b 5c 5d 6a 6b 6c 6d 6e 7a 7b 7c
  torch::nn::Linear fc_{nullptr};
};

}  // namespace unroll::models
