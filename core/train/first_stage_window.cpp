#include "train/first_stage_window.h"

#include <algorithm>

#include "train/random_streams.h"

namespace unroll::train {
namespace {

constexpr double kLateStartGrows = 0.5;  // Share of the training after which it is whole.
constexpr int64_t kFine = int64_t{1} << 24;

}  // namespace

void forwardInPieces(models::Generator& generator, const torch::Tensor& z,
                     const torch::Tensor& label, int64_t frames, int64_t piece,
                     models::GeneratorState& state) {
  for (int64_t left = frames; left > 0; left -= piece)
    generator.forward(z, label, std::min(left, piece), {}, state);
}

torch::Tensor firstStageWindow(models::Generator& generator, const torch::Tensor& z,
                               const torch::Tensor& label, WindowStart start, int64_t frames) {
  models::GeneratorState state;
  const int64_t made = start.burnIn + frames;
  {
    // By windows, so that a late one takes no more memory than the first.
    torch::NoGradGuard guard;
    forwardInPieces(generator, z, label, start.skipped, made, state);
  }
  const torch::Tensor clip = start.skipped > 0 ? generator.forward(z, label, made, {}, state)
                                               : generator.forward(z, label, made);
  return start.burnIn > 0 ? clip.narrow(2, start.burnIn, frames) : clip;
}

int64_t latestStart(const StageRecipe& first, double progress) {
  if (first.temporal != "conv_gru") return 0;
  const double share = std::clamp(progress / kLateStartGrows, 0.0, 1.0);
  return static_cast<int64_t>(share * static_cast<double>(first.lateStart));
}

int64_t drawStart(at::Generator& random, int64_t latest) {
  if (latest <= 0) return 0;
  const double share = static_cast<double>(drawBelow(random, kFine)) / static_cast<double>(kFine);
  return static_cast<int64_t>(share * share * static_cast<double>(latest + 1));
}

}  // namespace unroll::train
