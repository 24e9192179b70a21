#include "models/i3d.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

namespace unroll::models {
namespace {

using Triple = std::array<int64_t, 3>;
constexpr Triple kOne = {1, 1, 1};
constexpr Triple kThree = {3, 3, 3};
constexpr int64_t kPicture = 224;

struct MixedSpec {
  const char* name;
  std::array<int64_t, 7> channels;  ///< inputs, then b0, b1a, b1b, b2a, b2b, b3b
};
constexpr std::array<MixedSpec, 9> kMixed = {{{"Mixed_3b", {192, 64, 96, 128, 16, 32, 32}},
                                              {"Mixed_3c", {256, 128, 128, 192, 32, 96, 64}},
                                              {"Mixed_4b", {480, 192, 96, 208, 16, 48, 64}},
                                              {"Mixed_4c", {512, 160, 112, 224, 24, 64, 64}},
                                              {"Mixed_4d", {512, 128, 128, 256, 24, 64, 64}},
                                              {"Mixed_4e", {512, 112, 144, 288, 32, 64, 64}},
                                              {"Mixed_4f", {528, 256, 160, 320, 32, 128, 128}},
                                              {"Mixed_5b", {832, 256, 160, 320, 32, 128, 128}},
                                              {"Mixed_5c", {832, 384, 192, 384, 48, 128, 128}}}};

/// Zeros around, so that the output has ceil(size / stride) pixels; the odd one goes after.
torch::Tensor padSame(const torch::Tensor& x, const Triple& kernel, const Triple& stride) {
  std::vector<int64_t> pads;
  bool any = false;
  for (size_t axis = 3; axis-- > 0;) {
    const int64_t size = x.size(static_cast<int64_t>(axis) + 2);
    const int64_t rest = size % stride[axis] == 0 ? stride[axis] : size % stride[axis];
    const int64_t total = std::max<int64_t>(kernel[axis] - rest, 0);
    pads.push_back(total / 2);
    pads.push_back(total - total / 2);
    any = any || total > 0;
  }
  return any ? at::constant_pad_nd(x, pads) : x;
}

torch::Tensor maxPool(const torch::Tensor& x, const Triple& kernel, const Triple& stride) {
  return at::max_pool3d(padSame(x, kernel, stride), kernel, stride);
}

}  // namespace

/// Convolution with "same" padding, batch norm and relu; `plain`: a bias and nothing more.
class I3d::Unit : public torch::nn::Module {
 public:
  Unit(int64_t inputs, int64_t outputs, Triple kernel = kOne, Triple stride = kOne,
       bool plain = false)
      : kernel_(kernel), stride_(stride) {
    conv3d_ = register_module(
        "conv3d",
        torch::nn::Conv3d(
            torch::nn::Conv3dOptions(inputs, outputs, kernel).stride(stride).bias(plain)));
    if (plain) return;
    bn_ = register_module("bn", torch::nn::BatchNorm3d(
                                    torch::nn::BatchNormOptions(outputs).eps(1e-3).momentum(0.01)));
  }

  torch::Tensor forward(const torch::Tensor& input) {
    const torch::Tensor x = conv3d_->forward(padSame(input, kernel_, stride_));
    return bn_ ? bn_->forward(x).relu_() : x;
  }

 private:
  Triple kernel_, stride_;
  torch::nn::Conv3d conv3d_{nullptr};
  torch::nn::BatchNorm3d bn_{nullptr};
};

/// Four branches side by side.
class I3d::Mixed : public torch::nn::Module {
 public:
  explicit Mixed(const std::array<int64_t, 7>& c) {
    b0_ = unit("b0", c[0], c[1], kOne);
    b1a_ = unit("b1a", c[0], c[2], kOne);
    b1b_ = unit("b1b", c[2], c[3], kThree);
    b2a_ = unit("b2a", c[0], c[4], kOne);
    b2b_ = unit("b2b", c[4], c[5], kThree);
    b3b_ = unit("b3b", c[0], c[6], kOne);
  }

  torch::Tensor forward(const torch::Tensor& x) {
    return at::cat({b0_->forward(x), b1b_->forward(b1a_->forward(x)),
                    b2b_->forward(b2a_->forward(x)), b3b_->forward(maxPool(x, kThree, kOne))},
                   1);
  }

 private:
  std::shared_ptr<Unit> unit(const char* name, int64_t inputs, int64_t outputs, Triple kernel) {
    return register_module(name, std::make_shared<Unit>(inputs, outputs, kernel));
  }
  std::shared_ptr<Unit> b0_, b1a_, b1b_, b2a_, b2b_, b3b_;
};

I3d::I3d(I3dSpec spec) : spec_(spec) {
  const auto wide = [&](int64_t channels) {
    return static_cast<int64_t>(static_cast<double>(channels) * spec_.width);
  };
  conv1_ = register_module("Conv3d_1a_7x7",
                           std::make_shared<Unit>(3, wide(64), Triple{7, 7, 7}, Triple{2, 2, 2}));
  conv2b_ = register_module("Conv3d_2b_1x1", std::make_shared<Unit>(wide(64), wide(64)));
  conv2c_ = register_module("Conv3d_2c_3x3", std::make_shared<Unit>(wide(64), wide(192), kThree));
  for (const MixedSpec& mixed : kMixed) {
    std::array<int64_t, 7> channels{};
    for (size_t i = 0; i < channels.size(); ++i) channels[i] = wide(mixed.channels[i]);
    mixed_.push_back(register_module(mixed.name, std::make_shared<Mixed>(channels)));
  }
  logits_ = register_module("logits", std::make_shared<Unit>(wide(1024), spec_.classes, kOne, kOne,
                                                             /*plain=*/true));
  eval();
}

FeatureNetInfo I3d::info() const {
  return {.name = "i3d",
          .features = fmt::format("{} logits, averaged over time", spec_.classes),
          .resize = "bilinear to 224x224",
          .width = spec_.classes,
          .classes = spec_.classes,
          .minFrames = 9};
}

torch::Tensor I3d::forward(const torch::Tensor& clips) {
  TORCH_CHECK(clips.dim() == 5 && clips.size(2) >= 9 && clips.size(3) == kPicture &&
                  clips.size(4) == kPicture,
              "I3D takes (N, 3, T >= 9, 224, 224), not ", clips.sizes());
  const Triple space = {1, 3, 3}, half = {1, 2, 2}, two = {2, 2, 2};
  torch::Tensor x = conv1_->forward(clips);
  x = conv2b_->forward(maxPool(x, space, half));
  x = maxPool(conv2c_->forward(x), space, half);
  x = maxPool(mixed_[1]->forward(mixed_[0]->forward(x)), kThree, two);
  for (size_t i = 2; i < 7; ++i) x = mixed_[i]->forward(x);
  x = mixed_[8]->forward(mixed_[7]->forward(maxPool(x, two, two)));
  return logits_->forward(at::avg_pool3d(x, {2, 7, 7}, {1, 1, 1})).flatten(2).mean(2);
}

ClipFeatures I3d::extract(const torch::Tensor& clips) {
  const torch::Tensor logits = forward(resizeClips(clips, kPicture, kPicture));
  return {logits, logits};
}

}  // namespace unroll::models
