#include "nn/conditional_batch_norm.h"

namespace unroll::nn {
namespace {

constexpr double kEpsilon = 1e-5;
constexpr double kMomentum = 0.1;

}  // namespace

ConditionalBatchNorm::ConditionalBatchNorm(int64_t channels, int64_t cond) {
  norm = register_module(
      "norm", torch::nn::BatchNorm2d(
                  torch::nn::BatchNormOptions(channels).eps(kEpsilon).momentum(kMomentum).affine(false)));
  gain = register_module("gain", std::make_shared<SnLinear>(cond, channels, SnLinear::Bias::Without));
  bias = register_module("bias", std::make_shared<SnLinear>(cond, channels, SnLinear::Bias::Without));
}

torch::Tensor ConditionalBatchNorm::forward(const torch::Tensor& x, const torch::Tensor& c) {
  const int64_t clips = c.size(0);
  const torch::Tensor scale = (1 + gain->forward(c)).unsqueeze(-1).unsqueeze(-1);
  const torch::Tensor shift = bias->forward(c).unsqueeze(-1).unsqueeze(-1);
  const torch::Tensor y = batchNorm(*norm, x).unflatten(0, {-1, clips});
  return torch::addcmul(shift, y, scale).flatten(0, 1);
}

torch::Tensor ConditionalBatchNorm::forwardRelu(const torch::Tensor& x, const torch::Tensor& c) {
  return normScaleRelu(*norm, x, 1 + gain->forward(c), bias->forward(c));
}

}  // namespace unroll::nn
