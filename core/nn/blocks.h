#pragma once

#include <cstdint>
#include <memory>

#include "nn/conditional_batch_norm.h"
#include "nn/spectral_norm.h"

namespace unroll::nn {

enum class Resample { Same, Double };

/// Residual block of a generator, as in BigGAN: norm, relu, (x2), conv, norm, relu, conv, plus a 1x1 shortcut.
///
/// Paper:   Brock et al. 2019, arXiv:1809.11096, figure 15.
/// We differ: x2 and the convolution after it are one transposed convolution, and the shortcut is made
///          on the small side; the same sums.
/// Shapes:  x (T*N, Ci, H, W) time-major, c (N, cond) -> (T*N, Co, H or 2H, W or 2W).
class GeneratorBlock : public torch::nn::Module {
 public:
  GeneratorBlock(int64_t inputs, int64_t outputs, int64_t cond, Resample resample);

  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& c);

  std::shared_ptr<ConditionalBatchNorm> norm1, norm2;
  std::shared_ptr<SnConv> conv1, conv2, shortcut;

 private:
  Resample resample_;
};

struct CriticBlockOptions {
  int64_t inputs = 3;
  int64_t outputs = 16;
  bool downsample = true;
  int64_t dims = 2;     ///< 3: time is convolved and pooled as well (odd length: last frame dropped)
  bool first = false;   ///< no relu in front: the input is a picture
};

/// Residual block of a critic: (relu), conv, relu, conv, (average pooling by 2), plus a 1x1 shortcut.
///
/// Paper:   BigGAN, arXiv:1809.11096, figure 15; 3-D as in DVD-GAN, arXiv:1907.06571, appendix A.
/// We differ: the last convolution and the pooling are one strided convolution, and the shortcut is made
///          on the small side; the same sums.
/// Shapes:  (M, Ci, [T,] H, W) -> (M, Co, [T/2,] H/2, W/2).
class CriticBlock : public torch::nn::Module {
 public:
  explicit CriticBlock(CriticBlockOptions options);

  torch::Tensor forward(const torch::Tensor& x);

  std::shared_ptr<SnConv> conv1, conv2, shortcut;

 private:
  CriticBlockOptions options_;
};

/// Projection head: w.h + b + <e(y), h>, h the sum over H and W of relu(features).
///
/// Paper:   Miyato and Koyama 2018, arXiv:1802.05637.
/// Shapes:  x (N*T, C, H, W) clip by clip, label (N) -> scores of frames (N*T).
class Head : public torch::nn::Module {
 public:
  Head(int64_t width, int64_t classes);

  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& label);

  std::shared_ptr<SnLinear> linear;
  std::shared_ptr<SnEmbedding> embedding;
};

}  // namespace unroll::nn
