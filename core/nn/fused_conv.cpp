#include "nn/fused_conv.h"

#include <torch/types.h>

namespace unroll::nn {
namespace {

/// Applies the (4, 3) matrix to one axis of length 3.
at::Tensor spread(const at::Tensor& weight, const at::Tensor& matrix, int64_t axis) {
  return at::matmul(weight.movedim(axis, -1), matrix.t()).movedim(-1, axis);
}

at::Tensor matrix43(std::initializer_list<double> values, const at::Tensor& like) {
  return at::tensor(at::ArrayRef<double>(values), at::kDouble).view({4, 3}).to(like.options());
}

}  // namespace

at::Tensor upsampleKernel(const at::Tensor& weight) {
  // Small pixel i reaches large pixel 2i + p - 1 through taps 2 - p and 3 - p.
  const at::Tensor taps = matrix43({0, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0}, weight);
  return spread(spread(weight, taps, 2), taps, 3).transpose(0, 1);
}

at::Tensor poolKernel(const at::Tensor& weight) {
  // Pooled pixel o sees pixel 2o + q - 1 through taps q and q - 1, each with weight 1/2 an axis.
  const at::Tensor taps = matrix43({.5, 0, 0, .5, .5, 0, 0, .5, .5, 0, 0, .5}, weight);
  at::Tensor kernel = weight;
  for (int64_t axis = 2; axis < weight.dim(); ++axis) kernel = spread(kernel, taps, axis);
  return kernel;
}

at::Tensor upsampleThenConv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  return at::conv_transpose2d(x, upsampleKernel(weight), bias, /*stride=*/2, /*padding=*/1);
}

at::Tensor convThenPool(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  return weight.dim() == 5 ? at::conv3d(x, poolKernel(weight), bias, /*stride=*/2, /*padding=*/1)
                           : at::conv2d(x, poolKernel(weight), bias, /*stride=*/2, /*padding=*/1);
}

}  // namespace unroll::nn
