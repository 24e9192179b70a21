#pragma once

#include <cstdint>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

namespace unroll::train {

/// Keeps `average` a running mean of `source`, a module of the same layout.
///
///   average += (1 - d) (source - average),  d = min(decay, (1 + n) / (10 + n)), n updates so far
///
/// Buffers (u, v, batch-norm statistics) are copied, not averaged, when syncBuffers() asks for it.
/// Paper:   averaged generator as in BigGAN, arXiv:1809.11096, appendix B.
class Ema {
 public:
  Ema(torch::nn::Module& source, torch::nn::Module& average, double decay);

  void update();
  void syncBuffers();

  int64_t updates() const { return updates_; }
  void setUpdates(int64_t updates) { updates_ = updates; }

 private:
  std::vector<torch::Tensor> source_, average_, sourceBuffers_, averageBuffers_;
  double decay_;
  int64_t updates_ = 0;
};

}  // namespace unroll::train
