#pragma once

#include <cstdint>

#include <ATen/core/Generator.h>

#include "models/generator.h"
#include "protocol/recipe.h"

namespace unroll::train {

/// Where in a video of stage 1 a window begins.
struct WindowStart {
  int64_t skipped = 0;  ///< frames made first, without gradients; recurrent generators only
  int64_t burnIn = 0;   ///< frames made then, with gradients, and not shown
};

/// `frames` frames of stage 1, from frame skipped + burnIn of its video on: backpropagation through
/// time, truncated at frame `skipped`.
/// Shapes: z (N, latent), label (N) -> (N, 3, frames, size, size).
torch::Tensor firstStageWindow(models::Generator& generator, const torch::Tensor& z,
                               const torch::Tensor& label, WindowStart start, int64_t frames);

/// 0 to first.lateStart, each as likely; draws nothing and is 0 without lateStart or
/// without a recurrent state.
int64_t drawLateStart(at::Generator& random, const StageRecipe& first);

}  // namespace unroll::train
