#include "models/c3d.h"

#include <fmt/format.h>

namespace unroll::models {
namespace {

constexpr int64_t kFrames = 16;
constexpr int64_t kHeight = 128;
constexpr int64_t kWidth = 171;
constexpr int64_t kCrop = 112;

}  // namespace

C3d::C3d(C3dSpec spec) : spec_(spec) {
  const auto wide = [&](int64_t channels) {
    return static_cast<int64_t>(static_cast<double>(channels) * spec_.width);
  };
  convs_ = {conv("conv1", 3, wide(64)),           conv("conv2", wide(64), wide(128)),
            conv("conv3a", wide(128), wide(256)), conv("conv3b", wide(256), wide(256)),
            conv("conv4a", wide(256), wide(512)), conv("conv4b", wide(512), wide(512)),
            conv("conv5a", wide(512), wide(512)), conv("conv5b", wide(512), wide(512))};
  // After five poolings 1 x 4 x 4 places are left.
  fc6_ = register_module("fc6", torch::nn::Linear(wide(512) * 16, wide(4096)));
  fc7_ = register_module("fc7", torch::nn::Linear(wide(4096), wide(4096)));
  fc8_ = register_module("fc8", torch::nn::Linear(wide(4096), spec_.classes));
  mean_ = register_buffer("mean", torch::zeros({3, kFrames, kCrop, kCrop}));
  eval();
}

torch::nn::Conv3d C3d::conv(const char* name, int64_t inputs, int64_t outputs) {
  return register_module(
      name, torch::nn::Conv3d(torch::nn::Conv3dOptions(inputs, outputs, 3).padding(1)));
}

FeatureNetInfo C3d::info() const {
  return {.name = "c3d",
          .features = fmt::format("{} numbers of fc7", fc7_->options.out_features()),
          .resize = "first 16 frames, bicubic to 128x171, middle 112x112",
          .width = fc7_->options.out_features(),
          .classes = spec_.classes,
          .minFrames = kFrames};
}

ClipFeatures C3d::extract(const torch::Tensor& clips) {
  TORCH_CHECK(clips.size(2) >= kFrames, "C3D takes clips of 16 frames, not ", clips.size(2));
  torch::Tensor x =
      resizeClips(clips.narrow(2, 0, kFrames), kHeight, kWidth, Interpolation::Bicubic);
  x = x.narrow(3, (kHeight - kCrop) / 2, kCrop).narrow(4, (kWidth - kCrop + 1) / 2, kCrop);
  x = x.flip({1}).add(1).mul(127.5).sub(mean_);
  const auto pool = [](const torch::Tensor& y, int64_t time, int64_t padding) {
    return at::max_pool3d(y, {time, 2, 2}, {time, 2, 2}, {0, padding, padding});
  };
  const auto step = [&](size_t i, const torch::Tensor& y) { return convs_[i]->forward(y).relu_(); };
  x = pool(step(0, x), 1, 0);
  x = pool(step(1, x), 2, 0);
  x = pool(step(3, step(2, x)), 2, 0);
  x = pool(step(5, step(4, x)), 2, 0);
  x = pool(step(7, step(6, x)), 2, 1);
  x = fc6_->forward(x.flatten(1)).relu_();
  x = fc7_->forward(x).relu_();
  return {x, fc8_->forward(x)};
}

}  // namespace unroll::models
