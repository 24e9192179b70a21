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

}  // namespace

SmallFeatures::SmallFeatures() {
  int64_t inputs = 3;
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

SmallFeatures::Levels SmallFeatures::levels(const torch::Tensor& clips) {
  TORCH_CHECK(clips.dim() == 5 && clips.size(2) >= kFewestFrames,
              "features-small takes (N, 3, T >= 4, H, W), not ", clips.sizes());
  torch::Tensor x = clips;
  if (x.size(3) != kPicture) {
    x = nn::unfold(nn::resizePictures(nn::fold(x).contiguous(), kPicture), x.size(0));
  }
  std::array<torch::Tensor, 4> means;
  for (size_t i = 0; i < convs_.size(); ++i) {
    x = torch::relu(norms_[i]->forward(convs_[i]->forward(x)));
    means[i] = x.mean({2, 3, 4});
  }
  return {means[1], means[2], means[3]};
}

ClipFeatures SmallFeatures::extract(const torch::Tensor& clips) {
  const Levels at = levels(clips);
  const torch::Tensor features = at::cat({at.second, at.third, at.fourth}, 1);
  return {features, heads_[0]->forward(features)};
}

std::vector<torch::Tensor> SmallFeatures::answers(const torch::Tensor& clips) {
  const Levels at = levels(clips);
  const torch::Tensor features = at::cat({at.second, at.third, at.fourth}, 1);
  std::vector<torch::Tensor> logits;
  for (torch::nn::Linear& head : heads_) logits.push_back(head->forward(features));
  return logits;
}

}  // namespace unroll::models
