#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include "models/feature_net.h"

namespace unroll::models {

/// Size of an I3D. Width 1 and 400 classes are the published network: 12,697,264 parameters.
struct I3dSpec {
  int64_t classes = 400;
  double width = 1.0;  ///< scales every channel count, rounded down
};

/// The RGB stream of I3D, FVD's feature network: logits, averaged over time.
///
/// Paper:   Carreira and Zisserman 2017, arXiv:1705.07750. Names of weights are those of the common
///          PyTorch files; padding is TensorFlow's "same".
/// Shapes:  (N, 3, T, H, W), T >= 9, resized to 224 x 224 -> (N, classes).
class I3d : public FeatureNet {
 public:
  explicit I3d(I3dSpec spec = {});

  FeatureNetInfo info() const override;
  ClipFeatures extract(const torch::Tensor& clips) override;

  /// Shapes: (N, 3, T, 224, 224) -> (N, classes).
  torch::Tensor forward(const torch::Tensor& clips);

 private:
  class Unit;
  class Mixed;

  I3dSpec spec_;
  std::shared_ptr<Unit> conv1_, conv2b_, conv2c_, logits_;
  std::vector<std::shared_ptr<Mixed>> mixed_;  ///< 3b 3c 4b 4c 4d 4e 4f 5b 5c
};

}  // namespace unroll::models
