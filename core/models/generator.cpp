#include "models/generator.h"

#include <torch/nn/init.h>

#include "models/widths.h"
#include "nn/clip_axes.h"
#include "nn/separable_conv3d.h"

namespace unroll::models {
namespace {

constexpr int64_t kSeedSize = 4;       // Height and width of the first level.
constexpr int64_t kPictureChannels = 3;

std::shared_ptr<nn::TemporalUnit> makeUnit(const GeneratorSpec& spec, int64_t inputs, int64_t channels) {
  if (spec.temporal == TemporalKind::ConvGru) {
    return std::make_shared<nn::ConvGru>(inputs, channels, spec.initialState);
  }
  return std::make_shared<nn::SeparableConv3d>(inputs, channels);
}

}  // namespace

ConditionEmbedding::ConditionEmbedding(int64_t classes, int64_t width) {
  table = register_module("table", torch::nn::Embedding(classes, width));
  torch::nn::init::orthogonal_(table->weight.data());
}

torch::Tensor ConditionEmbedding::forward(const torch::Tensor& z, const torch::Tensor& label) {
  return torch::cat({z, table->forward(label)}, 1);
}

Generator::Generator(GeneratorSpec spec) : spec_(spec) {
  TORCH_CHECK(spec.timeInterpolation == TimeInterpolation::Nearest || spec.temporal != TemporalKind::ConvGru,
              "a recurrent generator cannot look a frame ahead");
  std::vector<int64_t> widths = generatorWidths(spec.size);
  for (int64_t& width : widths) width *= spec.ch;
  const int64_t cond = 2 * spec.latent;
  const int64_t skip = spec.inputSize > 0 ? kPictureChannels : 0;
  embedding = register_module("embedding", std::make_shared<ConditionEmbedding>(spec.classes, spec.latent));
  seed = register_module("seed", std::make_shared<nn::SnLinear>(cond, widths[0] * kSeedSize * kSeedSize,
                                                                nn::SnLinear::Bias::With));
  units = register_module("units", torch::nn::ModuleList());
  first = register_module("first", torch::nn::ModuleList());
  second = register_module("second", torch::nn::ModuleList());
  int64_t inputs = widths[0];
  for (int64_t width : widths) {
    units->push_back(makeUnit(spec, inputs + skip, inputs));
    first->push_back(std::make_shared<nn::GeneratorBlock>(inputs, width, cond, nn::Resample::Same));
    second->push_back(std::make_shared<nn::GeneratorBlock>(width, width, cond, nn::Resample::Double));
    inputs = width;
  }
  out_norm = register_module("out_norm", torch::nn::BatchNorm2d(
                                             torch::nn::BatchNormOptions(inputs).eps(1e-5).momentum(0.1)));
  out_conv = register_module("out_conv", std::make_shared<nn::SnConv>(inputs + skip, kPictureChannels,
                                                                      std::vector<int64_t>{3, 3}));
}

torch::Tensor Generator::forward(const torch::Tensor& z, const torch::Tensor& label, int64_t frames,
                                 const torch::Tensor& low) {
  GeneratorState state;
  return forward(z, label, frames, low, state);
}

torch::Tensor Generator::forward(const torch::Tensor& z, const torch::Tensor& label, int64_t frames,
                                 const torch::Tensor& low, GeneratorState& state) {
  const int64_t clips = z.size(0);
  TORCH_CHECK(low.defined() == (spec_.inputSize > 0), "a later stage needs a conditioning clip, stage 1 none");
  const auto atOwnRate = [&](const torch::Tensor& slow) {
    return spec_.timeInterpolation == TimeInterpolation::Linear
               ? nn::interpolateFrames(slow, clips, spec_.temporalStride)
               : nn::repeatFrames(slow, clips, spec_.temporalStride);
  };
  torch::Tensor pictures;  // The conditioning clip, (t*N, 3, h, h), at its own frame rate.
  if (low.defined()) {
    TORCH_CHECK(low.size(3) == spec_.inputSize, "conditioning clip of size ", low.size(3), " for a stage that takes ",
                spec_.inputSize);
    frames = low.size(2);
    pictures = nn::toTimeMajor(low);
  }
  state.units.resize(units->size());
  const torch::Tensor c = embedding->forward(z, label);
  torch::Tensor x = seed->forward(c)
                        .view({clips, -1, kSeedSize, kSeedSize})
                        .contiguous(at::MemoryFormat::ChannelsLast);
  for (size_t level = 0; level < units->size(); ++level) {
    nn::TemporalUnit::Input input;
    input.features = x;
    input.clips = clips;
    input.constant = level == 0;
    input.repeat = x.size(2) == spec_.inputSize ? spec_.temporalStride : 1;
    const bool fast = x.size(2) > spec_.inputSize && spec_.inputSize > 0;
    input.frames = fast ? frames * spec_.temporalStride : frames;
    if (low.defined()) {
      const torch::Tensor resized = nn::resizePictures(pictures, x.size(2));
      input.low = fast ? atOwnRate(resized) : resized;
    }
    x = units->at<nn::TemporalUnit>(level).forward(input, state.units[level]);
    x = first->at<nn::GeneratorBlock>(level).forward(x, c);
    x = second->at<nn::GeneratorBlock>(level).forward(x, c);
  }
  x = nn::normScaleRelu(*out_norm, x, out_norm->weight.unsqueeze(0), out_norm->bias.unsqueeze(0));
  if (low.defined()) {
    x = torch::cat({x, atOwnRate(nn::resizePictures(pictures, x.size(2)))}, 1);
  }
  return nn::fromTimeMajor(torch::tanh(out_conv->forward(x)), clips);
}

int64_t Generator::contextFrames() const {
  if (spec_.temporal == TemporalKind::ConvGru) return 0;
  int64_t slow = 0, fast = 0;
  int64_t size = kSeedSize;
  for (size_t level = 0; level < units->size(); ++level, size *= 2) {
    (spec_.inputSize > 0 && size >= spec_.inputSize ? fast : slow) += 1;
  }
  // What interpolation sees ahead is reached by the slow levels too: a stage's input has 8 pixels or more.
  return slow + (fast + spec_.temporalStride - 1) / spec_.temporalStride;
}

int64_t tailFrames(const std::vector<std::shared_ptr<Generator>>& stages) {
  int64_t tail = 0, rate = 1;  // rate: frames of the stage below for each frame of stage 1.
  for (size_t index = 1; index < stages.size(); ++index) {
    tail += (stages[index]->contextFrames() + rate - 1) / rate;
    rate *= stages[index]->spec().temporalStride;
  }
  return tail;
}

}  // namespace unroll::models
