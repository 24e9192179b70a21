#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

namespace unroll::nn {

/// weight / sigma(weight), sigma by power iteration on the (out, rest) matrix.
///
///   v = normalize(W^T u), u = normalize(W v)      one iteration, by advance()
///   forward() = W / (u . (W v))                   differentiable in W
///
/// Paper:   Miyato et al. 2018, arXiv:1802.05957, section 2.1. We differ: the iteration advances once
///          before each optimiser step of the network, not at each forward pass.
/// Shapes:  weight (out, ...); u (out); v (product of the rest). Any float dtype.
/// Threads: owned by one thread at a time.
class SpectralNorm : public torch::nn::Module {
 public:
  /// `shape` of the weight; orthogonally initialised, u from 15 iterations of a random start.
  explicit SpectralNorm(torch::IntArrayRef shape);

  void advance();

  /// The normalised weight: the one that a NormScope holds, or computed now.
  torch::Tensor forward() const { return held_.defined() ? held_ : normalised(); }

  torch::Tensor weight;  ///< parameter
  torch::Tensor u, v;    ///< buffers

 private:
  friend class NormScope;
  torch::Tensor normalised() const;

  torch::Tensor held_;  ///< defined only inside a NormScope
};

/// While it lives, every SpectralNorm of a network hands out one and the same normalised weight,
/// computed once (in the grad mode of construction), however many forward passes a step makes.
/// One backward pass at most may go through it: the graph of the weights is freed with it.
class NormScope {
 public:
  explicit NormScope(torch::nn::Module& network);
  ~NormScope();
  NormScope(const NormScope&) = delete;
  NormScope& operator=(const NormScope&) = delete;

 private:
  std::vector<SpectralNorm*> norms_;
};

/// Advances every SpectralNorm of `network` by one power iteration.
void advance(torch::nn::Module& network);

/// Convolution of 2 or 3 dimensions with spectral norm; zero padding keeps the size.
/// Shapes: (N, Ci, [T,] H, W) -> (N, Co, [T,] H, W).
class SnConv : public torch::nn::Module {
 public:
  SnConv(int64_t inputs, int64_t outputs, std::vector<int64_t> kernel);

  torch::Tensor forward(const torch::Tensor& x) const;

  /// Normalised weight (Co, Ci, ...kernel), for the fused forms.
  torch::Tensor kernel() const { return norm->forward(); }

  std::shared_ptr<SpectralNorm> norm;
  torch::Tensor bias;  ///< (Co)

 private:
  std::vector<int64_t> padding_;
};

/// Linear layer with spectral norm: (N, Ci) -> (N, Co).
class SnLinear : public torch::nn::Module {
 public:
  enum class Bias { With, Without };
  SnLinear(int64_t inputs, int64_t outputs, Bias bias);

  torch::Tensor forward(const torch::Tensor& x) const;

  std::shared_ptr<SpectralNorm> norm;
  torch::Tensor bias;  ///< (Co), undefined without
};

/// Table of vectors with spectral norm: labels (N) int64 -> (N, width).
class SnEmbedding : public torch::nn::Module {
 public:
  SnEmbedding(int64_t classes, int64_t width);

  torch::Tensor forward(const torch::Tensor& label) const;

  std::shared_ptr<SpectralNorm> norm;
};

}  // namespace unroll::nn
