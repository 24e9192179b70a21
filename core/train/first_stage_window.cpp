#include "train/first_stage_window.h"

#include <algorithm>

#include "train/random_streams.h"

namespace unroll::train {

torch::Tensor firstStageWindow(models::Generator& generator, const torch::Tensor& z,
                               const torch::Tensor& label, WindowStart start, int64_t frames) {
  models::GeneratorState state;
  const int64_t made = start.burnIn + frames;
  {
    // By windows, so that a late one takes no more memory than the first.
    torch::NoGradGuard guard;
    for (int64_t left = start.skipped; left > 0; left -= made)
      generator.forward(z, label, std::min(left, made), {}, state);
  }
  const torch::Tensor clip = start.skipped > 0 ? generator.forward(z, label, made, {}, state)
                                               : generator.forward(z, label, made);
  return start.burnIn > 0 ? clip.narrow(2, start.burnIn, frames) : clip;
}

int64_t drawLateStart(at::Generator& random, const StageRecipe& first) {
  return first.lateStart > 0 && first.temporal == "conv_gru" ? drawBelow(random, first.lateStart + 1) : 0;
}

}  // namespace unroll::train
