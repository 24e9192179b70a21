#pragma once

#include <ATen/core/Tensor.h>

namespace unroll::train {

/// Hinge losses of the scores (N) of one critic.
///
///   critic     mean(relu(1 - real)) + mean(relu(1 + fake))
///   generator  -mean(fake)
///
/// Paper:   Lim and Ye 2017, arXiv:1705.02894; as in DVD-GAN, arXiv:1907.06571.
at::Tensor criticHinge(const at::Tensor& real, const at::Tensor& fake);
at::Tensor generatorHinge(const at::Tensor& fake);

}  // namespace unroll::train
