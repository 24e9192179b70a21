#pragma once

#include <cstdint>
#include <memory>

#include "nn/spectral_norm.h"
#include "nn/temporal_unit.h"

namespace unroll::nn {

enum class InitialState { Zero, Learnt };

/// Convolutional GRU along time.
///
///   r, u = sigmoid(conv([x; h]))      reset and update gates
///   k    = relu(conv([x; r * h]))     candidate
///   h'   = u * h + (1 - u) * k        h_0 = 0, or a learnt vector
///
/// Paper:   Ballas et al. 2016, arXiv:1511.06432, section 3; as in DVD-GAN, arXiv:1907.06571, appendix A.
/// We differ: the input halves of all three convolutions are computed for all frames in one convolution,
///          and in the backward pass the weights' gradients of all frames in one as well.
/// Shapes:  see TemporalUnit.
class ConvGru : public TemporalUnit {
 public:
  ConvGru(int64_t inputs, int64_t channels, InitialState initial = InitialState::Zero);

  torch::Tensor forward(const Input& input, torch::Tensor& state) override;
  int64_t reach() const override { return 0; }

  std::shared_ptr<SnConv> reset, update, candidate;
  torch::Tensor initial;  ///< (C), parameter `initial`; undefined for zero

 private:
  int64_t channels_;
};

}  // namespace unroll::nn
