#include "train/conditioning.h"

#include "train/random_streams.h"

namespace unroll::train {

LowerCascade::LowerCascade(const Recipe& recipe,
                           std::vector<std::shared_ptr<models::Generator>> generators)
    : recipe_(recipe), generators_(std::move(generators)) {
  torch::NoGradGuard guard;
  for (const auto& generator : generators_) {
    TORCH_CHECK(!generator->is_training(), "conditioning stages must be in eval mode");
    norms_.push_back(std::make_unique<nn::NormScope>(*generator));
  }
}

torch::Tensor LowerCascade::windows(const torch::Tensor& label, int64_t frames,
                                    at::Generator& random) {
  torch::NoGradGuard guard;
  // needed[k]: frames that stage k must give to the one above it.
  std::vector<int64_t> needed(generators_.size());
  int64_t wanted = frames;
  for (size_t k = generators_.size(); k-- > 0;) {
    needed[k] = wanted;
    const int64_t stride = generators_[k]->spec().temporalStride;
    wanted = (wanted + stride - 1) / stride;
  }
  torch::Tensor clip;
  for (size_t k = 0; k < generators_.size(); ++k) {
    const torch::Tensor z = drawNoise(random, label.size(0), recipe_.latent, label.device());
    if (k == 0) {
      const int64_t burnIn = recipe_.stages[0].burnIn;
      const int64_t length = std::max(recipe_.stages[0].frames, needed[0]);
      clip = generators_[0]->forward(z, label, burnIn + length).narrow(2, burnIn, length);
    } else {
      clip = generators_[k]->forward(z, label, 0, clip);
    }
    clip = clip.narrow(2, drawBelow(random, clip.size(2) - needed[k] + 1), needed[k]);
  }
  return clip;
}

torch::Tensor LowerCascade::clips(const torch::Tensor& label, int64_t frames,
                                  at::Generator& random) {
  torch::NoGradGuard guard;
  torch::Tensor clip;
  for (size_t k = 0; k < generators_.size(); ++k) {
    const torch::Tensor z = drawNoise(random, label.size(0), recipe_.latent, label.device());
    const int64_t burnIn = recipe_.stages[0].burnIn;
    clip = k == 0 ? generators_[0]->forward(z, label, burnIn + frames).narrow(2, burnIn, frames)
                  : generators_[k]->forward(z, label, 0, clip);
  }
  return clip;
}

}  // namespace unroll::train
