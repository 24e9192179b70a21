#include "nn/blocks.h"

#include "nn/clip_axes.h"
#include "nn/fused_conv.h"

namespace unroll::nn {

GeneratorBlock::GeneratorBlock(int64_t inputs, int64_t outputs, int64_t cond, Resample resample)
    : resample_(resample) {
  const std::vector<int64_t> square{3, 3}, point{1, 1};
  norm1 = register_module("norm1", std::make_shared<ConditionalBatchNorm>(inputs, cond));
  conv1 = register_module("conv1", std::make_shared<SnConv>(inputs, outputs, square));
  norm2 = register_module("norm2", std::make_shared<ConditionalBatchNorm>(outputs, cond));
  conv2 = register_module("conv2", std::make_shared<SnConv>(outputs, outputs, square));
  shortcut = register_module("shortcut", std::make_shared<SnConv>(inputs, outputs, point));
}

torch::Tensor GeneratorBlock::forward(const torch::Tensor& x, const torch::Tensor& c) {
  torch::Tensor h = norm1->forwardRelu(x, c);
  torch::Tensor side = shortcut->forward(x);
  if (resample_ == Resample::Double) {
    h = upsampleThenConv(h, conv1->kernel(), conv1->bias);
    side = upsampleNearest(side);
  } else {
    h = conv1->forward(h);
  }
  return conv2->forward(norm2->forwardRelu(h, c)) + side;
}

CriticBlock::CriticBlock(CriticBlockOptions options) : options_(options) {
  const std::vector<int64_t> cube(static_cast<size_t>(options.dims), 3), point(cube.size(), 1);
  conv1 = register_module("conv1", std::make_shared<SnConv>(options.inputs, options.outputs, cube));
  conv2 = register_module("conv2", std::make_shared<SnConv>(options.outputs, options.outputs, cube));
  shortcut = register_module("shortcut", std::make_shared<SnConv>(options.inputs, options.outputs, point));
}

torch::Tensor CriticBlock::forward(const torch::Tensor& x) {
  torch::Tensor h = torch::relu(conv1->forward(options_.first ? x : torch::relu(x)));
  if (!options_.downsample) return conv2->forward(h) + shortcut->forward(x);
  h = convThenPool(h, conv2->kernel(), conv2->bias);
  const torch::Tensor small = options_.dims == 3 ? torch::avg_pool3d(x, 2) : torch::avg_pool2d(x, 2);
  return h + shortcut->forward(small);
}

Head::Head(int64_t width, int64_t classes) {
  linear = register_module("linear", std::make_shared<SnLinear>(width, 1, SnLinear::Bias::With));
  embedding = register_module("embedding", std::make_shared<SnEmbedding>(classes, width));
}

torch::Tensor Head::forward(const torch::Tensor& x, const torch::Tensor& label) {
  const torch::Tensor h = torch::relu(x).sum({2, 3});
  const torch::Tensor byClass =
      embedding->forward(label).repeat_interleave(h.size(0) / label.size(0), 0);
  return linear->forward(h).select(1, 0) + (byClass * h).sum(1);
}

}  // namespace unroll::nn
