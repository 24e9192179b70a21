#pragma once

#include <cstdint>

#include <torch/nn/modules/container/moduledict.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include "models/feature_net.h"

namespace unroll::models {

/// Size of a C3D. Width 1 and 101 classes: 78,409,573 parameters.
struct C3dSpec {
  int64_t classes = 101;
  double width = 1.0;  ///< scales every channel count, rounded down
};

/// C3D, the network of UCF-101's Inception Score (as TGAN fine-tuned it): the first 16 frames,
/// bicubic to 128 x 171, blue-green-red in 0..255 less the mean clip, the middle 112 x 112.
///
/// Paper:   Tran et al. 2015, arXiv:1412.0767; Saito et al. 2017 (TGAN), arXiv:1611.06624.
/// Shapes:  (N, 3, T >= 16, H, W) -> (N, 4096) fc7 and (N, classes) logits.
class C3d : public FeatureNet {
 public:
  explicit C3d(C3dSpec spec = {});

  FeatureNetInfo info() const override;
  ClipFeatures extract(const torch::Tensor& clips) override;

 private:
  torch::nn::Conv3d conv(const char* name, int64_t inputs, int64_t outputs);

  C3dSpec spec_;
  std::vector<torch::nn::Conv3d> convs_;  ///< conv1 conv2 conv3a conv3b conv4a conv4b conv5a conv5b
  torch::nn::Linear fc6_{nullptr}, fc7_{nullptr}, fc8_{nullptr};
  torch::Tensor mean_;  ///< (3, 16, 112, 112), blue-green-red in 0..255; buffer `mean`
};

}  // namespace unroll::models
