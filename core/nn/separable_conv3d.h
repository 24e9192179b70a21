#pragma once

#include <cstdint>
#include <memory>

#include "nn/spectral_norm.h"
#include "nn/temporal_unit.h"

namespace unroll::nn {

/// relu(conv 1x3x3), then conv 3x1x1: all frames at once, in place of the recurrence.
///
/// Paper:   Xie et al. 2018, arXiv:1712.04851 (S3D).
/// We differ: frames that are equal because they were repeated are convolved in space once.
/// Shapes:  see TemporalUnit.
class SeparableConv3d : public TemporalUnit {
 public:
  SeparableConv3d(int64_t inputs, int64_t channels);

  torch::Tensor forward(const Input& input, torch::Tensor& state) override;
  int64_t reach() const override { return 1; }

  std::shared_ptr<SnConv> spatial, temporal;
};

}  // namespace unroll::nn
