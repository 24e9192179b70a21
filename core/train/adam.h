#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "train/named_tensors.h"

namespace unroll::train {

struct AdamOptions {
  double rate = 1e-4;
  double beta1 = 0.0;
  double beta2 = 0.999;
  double epsilon = 1e-6;
};

/// Adam over named parameters, all updated by one fused operator. The state is made at once and
/// known by name, so it is saved and loaded like any other tensor.
///
///   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  p -= rate * (m / (1 - b1^n)) / (sqrt(v / (1
///   - b2^n)) + eps)
///
/// Paper:   Kingma and Ba 2015, arXiv:1412.6980; rounding as in torch.optim.Adam.
/// Threads: one at a time.
class Adam {
 public:
  Adam(std::string title, NamedTensors parameters, AdamOptions options);

  /// One update from the parameters' gradients. Nothing moves where `notFinite` (one float: 1 or 0,
  /// on the parameters' device) says 1. A parameter without gradient stays.
  void step(const torch::Tensor& notFinite = {});
  void zeroGrad();

  /// Square of the length of all gradients together, float32 scalar on their device.
  torch::Tensor squaredGradientNorm() const;

  /// `adam.<parameter>.m`, `adam.<parameter>.v` and `adam.<title>.count` for saving and loading.
  NamedTensors state() const;

  /// No gradients are wanted while false.
  void setRequiresGrad(bool wanted);

  const NamedTensors& parameters() const { return parameters_; }
  AdamOptions& options() { return options_; }

 private:
  std::string name_;
  NamedTensors parameters_;
  AdamOptions options_;
  std::vector<torch::Tensor> values_, m_, v_;
  torch::Tensor count_;  ///< updates made, float32 scalar on the parameters' device
};

}  // namespace unroll::train
