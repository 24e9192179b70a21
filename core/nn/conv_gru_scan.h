#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace unroll::nn {

/// The loop of a ConvGRU over time, with its own backward pass: the gradients of the two state kernels are one
/// convolution each over all frames, not one a frame.
///
///   r, u = sigmoid(gates[t] + conv(h, gateKernel)),  k = relu(gates'[t] + conv(r * h, candidateKernel)),
///   h' = u * h + (1 - u) * k
///
/// Shapes:  gates (T*N, 3C, H, W) time-major, channels-last: the input halves of r, u and k, biases in; gateKernel
///          (2C, C, 3, 3); candidateKernel (C, C, 3, 3); start (N, C, H, W) -> (T*shows*N, C, H, W). Each frame of
///          gates is used `shows` times in a row. Once differentiable.
at::Tensor convGruScan(const at::Tensor& gates, const at::Tensor& gateKernel, const at::Tensor& candidateKernel,
                       const at::Tensor& start, int64_t shows);

}  // namespace unroll::nn
