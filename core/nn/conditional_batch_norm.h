#pragma once

#include <cstdint>
#include <memory>

#include <torch/nn/modules/batchnorm.h>

#include "nn/norm_relu.h"
#include "nn/spectral_norm.h"

namespace unroll::nn {

/// Batch norm over all frames, then a gain and a bias made from the condition c = [z; e(y)].
///
///   y = norm(x) * (1 + Wg c) + Wb c
///
/// Paper:   de Vries et al. 2017, arXiv:1707.00683; as in BigGAN, arXiv:1809.11096.
/// Shapes:  x (T*N, C, H, W) time-major, c (N, cond) -> (T*N, C, H, W).
/// Modes:   train() normalises by the batch and moves the running statistics by 0.1; eval() uses them.
class ConditionalBatchNorm : public torch::nn::Module {
 public:
  ConditionalBatchNorm(int64_t channels, int64_t cond);

  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& c);

  /// relu(forward(x, c)), in fewer passes over memory.
  torch::Tensor forwardRelu(const torch::Tensor& x, const torch::Tensor& c);

  torch::nn::BatchNorm2d norm{nullptr};
  std::shared_ptr<SnLinear> gain, bias;
};

}  // namespace unroll::nn
