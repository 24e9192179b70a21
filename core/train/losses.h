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

/// Mean absolute difference over all pairs of different clips of one class, each made grey and
/// brought to mean 0 and deviation 1 first; 0 without such a pair. Brightness, contrast and colour
/// do not count: critics that see them changed at random hardly object to them, and clips would
/// differ in nothing else.
/// Shapes: clip (N, 3, T, H, W), label (N) -> scalar.
at::Tensor varietyOf(const at::Tensor& clip, const at::Tensor& label);

/// relu(1 - made / real): 0 once the clips made differ as much as real ones do. Mode-seeking
/// regularisation bounded by the variety of the data, so that it ends where the data does.
///
/// Paper:   Mao et al. 2019, arXiv:1903.05628 (there, unbounded and against the distance of z).
/// Shapes:  scalars of varietyOf() over the same labels -> scalar.
at::Tensor varietyHinge(const at::Tensor& made, const at::Tensor& real);

}  // namespace unroll::train
