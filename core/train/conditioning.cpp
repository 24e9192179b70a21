#include "train/conditioning.h"

#include "train/first_stage_window.h"
#include "train/random_streams.h"

namespace unroll::train {

LowerCascade::LowerCascade(const Recipe& recipe, LowerStages stages)
    : recipe_(recipe), stages_(std::move(stages)) {
  torch::NoGradGuard guard;
  for (const auto& generator : stages_.generators) {
    TORCH_CHECK(!generator->is_training(), "conditioning stages must be in eval mode");
    norms_.push_back(std::make_unique<nn::NormScope>(*generator));
  }
}

torch::Tensor LowerCascade::windows(const torch::Tensor& label, int64_t frames,
                                    at::Generator& random) {
  torch::NoGradGuard guard;
  const auto& generators = stages_.generators;
  // needed[k]: frames that stage k must give to the one above it.
  std::vector<int64_t> needed(generators.size());
  int64_t wanted = frames;
  for (size_t k = generators.size(); k-- > 0;) {
    needed[k] = wanted;
    const int64_t stride = generators[k]->spec().temporalStride;
    wanted = (wanted + stride - 1) / stride;
  }
  torch::Tensor clip;
  for (size_t k = 0; k < generators.size(); ++k) {
    const torch::Tensor z = drawNoise(random, label.size(0), recipe_.latent, label.device());
    if (k == 0) {
      const StageRecipe& first = recipe_.stages[0];
      const WindowStart start{drawStart(random, stages_.latestStart), first.burnIn};
      clip = firstStageWindow(*generators[0], z, label, start, std::max(first.frames, needed[0]));
    } else {
      clip = generators[k]->forward(z, label, 0, clip);
    }
    clip = clip.narrow(2, drawBelow(random, clip.size(2) - needed[k] + 1), needed[k]);
  }
  return clip;
}

std::vector<torch::Tensor> LowerCascade::stageClips(const torch::Tensor& label, int64_t frames,
                                                    at::Generator& random) {
  torch::NoGradGuard guard;
  const auto& generators = stages_.generators;
  const int64_t burnIn = recipe_.stages[0].burnIn;
  const int64_t made = burnIn + frames + models::tailFrames(generators);
  std::vector<torch::Tensor> shown;
  torch::Tensor clip;
  int64_t rate = 1;
  for (size_t k = 0; k < generators.size(); ++k) {
    const torch::Tensor z = drawNoise(random, label.size(0), recipe_.latent, label.device());
    clip = generators[k]->forward(z, label, made, clip);
    if (k > 0) rate *= generators[k]->spec().temporalStride;
    shown.push_back(clip.narrow(2, burnIn * rate, frames * rate));
  }
  return shown;
}

}  // namespace unroll::train
