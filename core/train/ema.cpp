#include "train/ema.h"

#include <algorithm>

namespace unroll::train {

Ema::Ema(torch::nn::Module& source, torch::nn::Module& average, double decay)
    : source_(source.parameters()),
      average_(average.parameters()),
      sourceBuffers_(source.buffers()),
      averageBuffers_(average.buffers()),
      decay_(decay) {
  TORCH_CHECK(source_.size() == average_.size() && sourceBuffers_.size() == averageBuffers_.size(),
              "an average needs the layout of its source");
  torch::NoGradGuard guard;
  for (torch::Tensor& parameter : average_) parameter.requires_grad_(false);
  torch::_foreach_copy_(average_, source_);
  syncBuffers();
}

void Ema::update() {
  torch::NoGradGuard guard;
  const double n = static_cast<double>(updates_++);
  torch::_foreach_lerp_(average_, source_, 1.0 - std::min(decay_, (1.0 + n) / (10.0 + n)));
}

void Ema::syncBuffers() {
  torch::NoGradGuard guard;
  torch::_foreach_copy_(averageBuffers_, sourceBuffers_);
}

}  // namespace unroll::train
