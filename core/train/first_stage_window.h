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

/// Has a recurrent generator make `frames` frames, at most `piece` at a time, and lets go of them:
/// no more memory than a piece takes. `state` is where it begins, and then where the next frame
/// goes on.
/// Shapes: z (N, latent), label (N).
void forwardInPieces(models::Generator& generator, const torch::Tensor& z,
                     const torch::Tensor& label, int64_t frames, int64_t piece,
                     models::GeneratorState& state);

/// `frames` frames of stage 1, from frame skipped + burnIn of its video on: backpropagation through
/// time, truncated at frame `skipped`.
/// Shapes: z (N, latent), label (N) -> (N, 3, frames, size, size).
torch::Tensor firstStageWindow(models::Generator& generator, const torch::Tensor& z,
                               const torch::Tensor& label, WindowStart start, int64_t frames);

/// How many frames later than its first a window may begin, `progress` (0 to 1) through training:
/// grows from 0 to first.lateStart over the first half, as there is nothing to go on with before
/// the first frames are learnt, and late ones take longer to make. 0 without a recurrent state.
int64_t latestStart(const StageRecipe& first, double progress);

/// 0 to `latest`, the square of an even draw: every start occurs, early ones more often, for were
/// each as likely the first frames would hardly be seen. Draws nothing where `latest` is 0.
int64_t drawStart(at::Generator& random, int64_t latest);

}  // namespace unroll::train
