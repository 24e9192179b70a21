#include "models/small_features.h"

#include <array>
#include <string>

#include "nn/clip_axes.h"

namespace unroll::models {
namespace {

struct Layer {
  int64_t outputs;
  std::array<int64_t, 3> kernel, stride, padding;
};
constexpr std::array<Layer, 4> kLayers = {{{24, {1, 6, 6}, {1, 4, 4}, {0, 1, 1}},
                                           {32, {3, 3, 3}, {1, 2, 2}, {1, 1, 1}},
                                           {64, {3, 3, 3}, {2, 2, 2}, {1, 1, 1}},
                                           {96, {3, 3, 3}, {2, 1, 1}, {1, 1, 1}}}};
constexpr int64_t kWidth = 32 + 64 + 96;
constexpr int64_t kFewestFrames = 4;
constexpr double kDifference = 4;  // Changes are small beside the pictures.

}  // namespace

SmallFeatures::SmallFeatures() {
  int64_t inputs = 6;  // Colours, and how they change.
  for (size_t i = 0; i < kLayers.size(); ++i) {
    const Layer& layer = kLayers[i];
    const std::string number = std::to_string(i + 1);
    convs_.push_back(register_module(
        "conv" + number,
        torch::nn::Conv3d(torch::nn::Conv3dOptions(inputs, layer.outputs, layer.kernel)
                              .stride(layer.stride)
                              .padding(layer.padding)
                              .bias(false))));
    norms_.push_back(register_module("norm" + number, torch::nn::BatchNorm3d(layer.outputs)));
    inputs = layer.outputs;
  }
  const FeatureTasks tasks;
  const std::array<std::pair<const char*, int64_t>, 6> heads = {{{"scene", tasks.scene},
                                                                 {"speed", tasks.speed},
                                                                 {"order", tasks.order},
                                                                 {"frozen", tasks.frozen},
                                                                 {"blur", tasks.blur},
                                                                 {"noise", tasks.noise}}};
  for (const auto& [name, classes] : heads) {
    heads_.push_back(register_module(name, torch::nn::Linear(kWidth, classes)));
  }
  centre_ = register_buffer("centre", torch::zeros({kWidth}));
  scale_ = register_buffer("scale", torch::ones({kWidth}));
  eval();
}

FeatureNetInfo SmallFeatures::info() const {
  return {.name = "features-small",
          .features = "192 means of three layers",
          .resize = "to 64x64: area average from larger, bilinear from smaller pictures",
          .width = kWidth,
          .classes = FeatureTasks().scene,
          .minFrames = kFewestFrames};
}

torch::Tensor SmallFeatures::rawFeatures(const torch::Tensor& clips) {
  TORCH_CHECK(clips.dim() == 5 && clips.size(2) >= kFewestFrames,
              "features-small takes (N, 3, T >= 4, H, W), not ", clips.sizes());
  torch::Tensor x = clips;
  if (x.size(3) != kPicture) {
    x = nn::unfold(nn::resizePictures(nn::fold(x).contiguous(), kPicture), x.size(0));
  }
  const int64_t frames = x.size(2);
  torch::Tensor change = (x.narrow(2, 1, frames - 1) - x.narrow(2, 0, frames - 1)) * kDifference;
  // The first frame has no change of its own and takes the next one's.
  change = at::cat({change.narrow(2, 0, 1), change}, 2);
  x = at::cat({x, change}, 1);
  std::vector<torch::Tensor> means;
  for (size_t i = 0; i < convs_.size(); ++i) {
    x = torch::relu(norms_[i]->forward(convs_[i]->forward(x)));
    if (i > 0) means.push_back(x.mean({2, 3, 4}));
  }
  return at::cat(means, 1);
}

ClipFeatures SmallFeatures::extract(const torch::Tensor& clips) {
  const torch::Tensor raw = rawFeatures(clips);
  return {(raw - centre_) / scale_, heads_[0]->forward(raw)};
}

std::vector<torch::Tensor> SmallFeatures::answers(const torch::Tensor& clips) {
  const torch::Tensor raw = rawFeatures(clips);
  std::vector<torch::Tensor> logits;
  for (torch::nn::Linear& head : heads_) logits.push_back(head->forward(raw));
  return logits;
}

void SmallFeatures::setScale(const torch::Tensor& raw) {
  torch::NoGradGuard guard;
  const torch::Tensor deviation = raw.std(0, /*unbiased=*/false);
  centre_.copy_(raw.mean(0));
  // A number that hardly varies is not blown up to the size of the others.
  scale_.copy_(deviation.clamp_min(0.1 * deviation.median().item<double>() + 1e-6));
}

}  // namespace unroll::models
