#include "nn/spectral_norm.h"

#include <torch/nn/functional/normalization.h>
#include <torch/nn/init.h>

namespace unroll::nn {
namespace {

constexpr double kNormEpsilon = 1e-12;
constexpr int kFirstIterations = 15;

/// Every SpectralNorm below `network`, which need not be in a shared_ptr itself.
std::vector<SpectralNorm*> normsOf(torch::nn::Module& network) {
  std::vector<SpectralNorm*> norms;
  for (const auto& module : network.modules(/*include_self=*/false)) {
    if (auto* norm = dynamic_cast<SpectralNorm*>(module.get())) norms.push_back(norm);
  }
  return norms;
}

torch::Tensor unit(const torch::Tensor& x) { return x / x.norm().clamp_min(kNormEpsilon); }

}  // namespace

SpectralNorm::SpectralNorm(torch::IntArrayRef shape) {
  weight = register_parameter("weight", torch::empty(shape));
  torch::nn::init::orthogonal_(weight.data().view({shape[0], -1}));
  u = register_buffer("u", unit(torch::randn({shape[0]})));
  v = register_buffer("v", torch::zeros({weight[0].numel()}));
  for (int i = 0; i < kFirstIterations; ++i) advance();
}

void SpectralNorm::advance() {
  torch::NoGradGuard guard;
  const torch::Tensor matrix = weight.flatten(1);
  v.copy_(unit(torch::mv(matrix.t(), u)));
  u.copy_(unit(torch::mv(matrix, v)));
}

torch::Tensor SpectralNorm::normalised() const {
  const torch::Tensor sigma = torch::dot(u, torch::mv(weight.flatten(1), v));
  return weight / sigma;
}

NormScope::NormScope(torch::nn::Module& network) : norms_(normsOf(network)) {
  for (SpectralNorm* norm : norms_) norm->held_ = norm->normalised();
}

NormScope::~NormScope() {
  for (SpectralNorm* norm : norms_) norm->held_ = torch::Tensor();
}

void advance(torch::nn::Module& network) {
  for (SpectralNorm* norm : normsOf(network)) norm->advance();
}

SnConv::SnConv(int64_t inputs, int64_t outputs, std::vector<int64_t> kernel) {
  std::vector<int64_t> shape{outputs, inputs};
  for (int64_t side : kernel) {
    shape.push_back(side);
    padding_.push_back(side / 2);
  }
  norm = register_module("norm", std::make_shared<SpectralNorm>(shape));
  bias = register_parameter("bias", torch::zeros({outputs}));
}

torch::Tensor SnConv::forward(const torch::Tensor& x) const {
  return padding_.size() == 3 ? torch::conv3d(x, kernel(), bias, 1, padding_)
                              : torch::conv2d(x, kernel(), bias, 1, padding_);
}

SnLinear::SnLinear(int64_t inputs, int64_t outputs, Bias withBias) {
  norm = register_module("norm", std::make_shared<SpectralNorm>(std::vector<int64_t>{outputs, inputs}));
  if (withBias == Bias::With) bias = register_parameter("bias", torch::zeros({outputs}));
}

torch::Tensor SnLinear::forward(const torch::Tensor& x) const {
  return torch::linear(x, norm->forward(), bias);
}

SnEmbedding::SnEmbedding(int64_t classes, int64_t width) {
  norm = register_module("norm", std::make_shared<SpectralNorm>(std::vector<int64_t>{classes, width}));
}

torch::Tensor SnEmbedding::forward(const torch::Tensor& label) const {
  return torch::embedding(norm->forward(), label);
}

}  // namespace unroll::nn
