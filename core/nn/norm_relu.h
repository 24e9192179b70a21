#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/modules/batchnorm.h>

namespace unroll::nn {

/// Batch norm, a gain and a bias for each clip, and relu, in one function with its own backward pass.
///
///   y = relu((x - mean) / sqrt(var + eps) * scale[n] + shift[n])
///
/// `norm` gives eps, momentum, mode and running statistics; its own weight and bias are not applied.
/// On the CPU, channels-last float32 or float64 takes two reads of x forward and two of x, y and the gradient
/// backward, where the composed form takes eight; anything else is computed in the composed form.
///
/// Shapes:  x (T*N, C, H, W) time-major; scale, shift (N, C) -> (T*N, C, H, W).
at::Tensor normScaleRelu(torch::nn::BatchNorm2dImpl& norm, const at::Tensor& x, const at::Tensor& scale,
                         const at::Tensor& shift);

/// Batch norm with its own running statistics and no relu; a standing-statistics pass (momentum absent) averages
/// them over all batches since reset_running_stats(). x (M, C, H, W).
at::Tensor batchNorm(torch::nn::BatchNorm2dImpl& norm, const at::Tensor& x);

}  // namespace unroll::nn
