#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

namespace unroll::models {

/// What a feature network is and what it wants; part of every number's protocol.
struct FeatureNetInfo {
  std::string name;       ///< "i3d", "c3d", "inception", "features-small"
  std::string features;   ///< which numbers it gives: "400 logits, averaged over time"
  std::string resize;     ///< what is done to pictures before the network
  int64_t width = 0;      ///< numbers a clip or frame
  int64_t classes = 0;    ///< logits a clip or frame
  int64_t minFrames = 1;  ///< shorter clips are refused
  bool perFrame = false;  ///< looks at every frame by itself
};

/// What a network says about clips; R is N, or N * T in the order of the clips where it looks at
/// every frame by itself.
struct ClipFeatures {
  torch::Tensor features;  ///< (R, width), what distances are taken between
  torch::Tensor logits;    ///< (R, classes), what the Inception Score is made of
};

/// A fixed network that turns clips into vectors. Weights are read into its parameters and buffers
/// by name (metrics/feature_weights.h).
///
/// Threads: one at a time.
class FeatureNet : public torch::nn::Module {
 public:
  virtual FeatureNetInfo info() const = 0;

  /// Shapes:  clips (N, 3, T, H, W) in [-1, 1], float32 or float64 as the weights are.
  /// Errors:  fewer frames than info().minFrames throws c10::Error (a caller's bug).
  virtual ClipFeatures extract(const torch::Tensor& clips) = 0;
};

/// Every frame brought to height x width: bilinear, or bicubic, without anti-aliasing and with
/// align_corners = false. Shapes: (N, C, T, H, W) -> (N, C, T, height, width).
enum class Interpolation { Bilinear, Bicubic };
torch::Tensor resizeClips(const torch::Tensor& clips, int64_t height, int64_t width,
                          Interpolation interpolation = Interpolation::Bilinear);

}  // namespace unroll::models
