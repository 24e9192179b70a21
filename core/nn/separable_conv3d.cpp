#include "nn/separable_conv3d.h"

#include "nn/clip_axes.h"

namespace unroll::nn {

SeparableConv3d::SeparableConv3d(int64_t inputs, int64_t channels) {
  spatial = register_module("spatial",
                            std::make_shared<SnConv>(inputs, channels, std::vector<int64_t>{1, 3, 3}));
  temporal = register_module("temporal",
                             std::make_shared<SnConv>(channels, channels, std::vector<int64_t>{3, 1, 1}));
}

torch::Tensor SeparableConv3d::forward(const Input& input, torch::Tensor&) {
  torch::Tensor x = input.features;
  torch::Tensor kernel = spatial->kernel().squeeze(2);
  torch::Tensor y;
  if (input.constant && input.low.defined()) {
    // The part of the sum that does not change over time is made once.
    const int64_t features = x.size(1);
    const torch::Tensor fixed = torch::conv2d(x, kernel.narrow(1, 0, features), spatial->bias, 1, 1);
    const torch::Tensor moving =
        torch::conv2d(input.low, kernel.narrow(1, features, kernel.size(1) - features), {}, 1, 1);
    y = (moving.unflatten(0, {-1, input.clips}) + fixed).flatten(0, 1);
  } else {
    if (input.low.defined()) x = torch::cat({x, input.low}, 1);
    y = torch::conv2d(x, kernel, spatial->bias, 1, 1);
  }
  y.relu_();
  const bool still = input.constant && !input.low.defined();
  y = repeatFrames(y, input.clips, still ? input.frames * input.repeat : input.repeat);
  // (T*N, C, H, W) in channels-last memory is (1, C, T, N*H*W) in channels-last memory: a view.
  const int64_t channels = y.size(1), height = y.size(2), width = y.size(3);
  const int64_t rows = input.clips * height * width;
  y = y.permute({0, 2, 3, 1}).reshape({1, -1, rows, channels}).permute({0, 3, 1, 2});
  y = torch::conv2d(y, temporal->kernel().squeeze(-1), temporal->bias, 1, {1, 0});
  return y.permute({0, 2, 3, 1}).reshape({-1, height, width, channels}).permute({0, 3, 1, 2});
}

}  // namespace unroll::nn
