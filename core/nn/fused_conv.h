#pragma once

#include <ATen/core/Tensor.h>

namespace unroll::nn {

/// Two linear steps in one convolution, the same sums in fewer multiplications. Weights are
/// (Co, Ci, 3, 3) or (Co, Ci, 3, 3, 3), zero padding 1; all are differentiable in every argument.

/// conv3x3(nearest x2 (x)) as one transposed 4x4 convolution of stride 2 on the small grid: 16 in place of
/// 36 products a small pixel and channel pair.
/// Shapes: x (M, Ci, H, W) -> (M, Co, 2H, 2W).
at::Tensor upsampleThenConv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// 2x2 average pooling of conv3x3(x) as one 4x4 convolution of stride 2 (4x4x4 in three dimensions: 64 in
/// place of 216 products). An odd last row, column or frame is dropped, as by pooling.
/// Shapes: x (M, Ci, [T,] H, W) -> (M, Co, [T/2,] H/2, W/2).
at::Tensor convThenPool(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// The kernels themselves: (Ci, Co, 4, 4), and (Co, Ci, 4, 4) or (Co, Ci, 4, 4, 4).
at::Tensor upsampleKernel(const at::Tensor& weight);
at::Tensor poolKernel(const at::Tensor& weight);

}  // namespace unroll::nn
