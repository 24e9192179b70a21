// Each faster form beside the plain form it replaces, in float64: values and gradients.
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include "models/golden_file.h"
#include "nn/blocks.h"
#include "nn/clip_axes.h"
#include "nn/conv_gru.h"
#include "nn/fused_conv.h"
#include "nn/norm_relu.h"
#include "nn/separable_conv3d.h"

namespace unroll {
namespace {

using torch::Tensor;

constexpr double kTolerance = 1e-10;

Tensor random(torch::IntArrayRef shape) { return torch::randn(shape, torch::kFloat64).requires_grad_(true); }

/// Compares two results and the gradients that one random weighting of them gives `leaves`.
void expectSameWithGradients(const Tensor& fast, const Tensor& plain, const std::vector<Tensor>& leaves) {
  ASSERT_EQ(test::difference(fast, plain, kTolerance), "");
  const Tensor weighting = torch::randn(plain.sizes(), torch::kFloat64);
  const auto wanted = torch::autograd::grad({(plain * weighting).sum()}, leaves);
  const auto got = torch::autograd::grad({(fast * weighting).sum()}, leaves);
  for (size_t i = 0; i < leaves.size(); ++i) {
    EXPECT_EQ(test::difference(got[i], wanted[i], kTolerance), "") << "gradient of leaf " << i;
  }
}

std::vector<Tensor> parametersOf(const torch::nn::Module& module, std::vector<Tensor> more) {
  for (const Tensor& parameter : module.parameters()) more.push_back(parameter);
  return more;
}

TEST(Rewrite, UpsampleThenConvIsOneTransposedConvolution) {
  const Tensor x = random({2, 3, 5, 4}), w = random({6, 3, 3, 3}), b = random({6});
  expectSameWithGradients(nn::upsampleThenConv(x, w, b),
                          torch::conv2d(nn::upsampleNearest(x), w, b, 1, 1), {x, w, b});
}

TEST(Rewrite, ConvThenPoolIsOneStridedConvolution) {
  for (int64_t size : {6, 7}) {
    const Tensor x = random({2, 3, size, 8}), w = random({6, 3, 3, 3}), b = random({6});
    expectSameWithGradients(nn::convThenPool(x, w, b), torch::avg_pool2d(torch::conv2d(x, w, b, 1, 1), 2),
                            {x, w, b});
  }
}

TEST(Rewrite, ConvThenPoolInThreeDimensionsDropsTheOddFrame) {
  for (int64_t frames : {4, 5, 7}) {
    const Tensor x = random({2, 3, frames, 6, 8}), w = random({4, 3, 3, 3, 3}), b = random({4});
    expectSameWithGradients(nn::convThenPool(x, w, b), torch::avg_pool3d(torch::conv3d(x, w, b, 1, 1), 2),
                            {x, w, b});
  }
}

/// The ConvGRU as the reference writes it, with the unit's own weights. x (N, C, T, H, W).
Tensor plainGru(const nn::ConvGru& unit, const Tensor& x, Tensor h) {
  std::vector<Tensor> out;
  for (const Tensor& frame : x.unbind(2)) {
    const Tensor both = torch::cat({frame, h}, 1);
    const Tensor r = torch::sigmoid(unit.reset->forward(both)), u = torch::sigmoid(unit.update->forward(both));
    const Tensor k = torch::relu(unit.candidate->forward(torch::cat({frame, r * h}, 1)));
    h = u * h + (1 - u) * k;
    out.push_back(h);
  }
  return torch::stack(out, 2);
}

Tensor plainSeparable(const nn::SeparableConv3d& unit, const Tensor& x) {
  return unit.temporal->forward(torch::relu(unit.spatial->forward(x)));
}

struct UnitCase {
  bool constant;
  bool low;
  int64_t repeat;
};

class RewriteUnit : public testing::TestWithParam<UnitCase> {
 protected:
  /// Runs the unit and builds the clip that the plain form sees: everything repeated, everything joined.
  Tensor run(nn::TemporalUnit& unit, Tensor& plain, std::vector<Tensor>& leaves) {
    const UnitCase& which = GetParam();
    const int64_t clips = 2, frames = 3, channels = 4;
    const Tensor features = random({(which.constant ? 1 : frames) * clips, channels, 5, 5});
    leaves = {features};
    nn::TemporalUnit::Input input;
    input.features = features.contiguous(at::MemoryFormat::ChannelsLast);
    input.clips = clips;
    input.frames = frames;
    input.repeat = which.repeat;
    input.constant = which.constant;
    Tensor shown = nn::fromTimeMajor(features, clips).expand({-1, -1, frames, -1, -1});
    if (which.low) {
      const Tensor low = random({frames * clips, 3, 5, 5});
      leaves.push_back(low);
      input.low = low.contiguous(at::MemoryFormat::ChannelsLast);
      shown = torch::cat({shown, nn::fromTimeMajor(low, clips)}, 1);
    }
    plain = shown.repeat_interleave(which.repeat, 2);
    Tensor state;
    return nn::fromTimeMajor(unit.forward(input, state), clips);
  }

  static int64_t inputs() { return GetParam().low ? 7 : 4; }
};

TEST_P(RewriteUnit, ConvGruEqualsItsPlainForm) {
  for (auto initial : {nn::InitialState::Zero, nn::InitialState::Learnt}) {
    nn::ConvGru unit(inputs(), 4, initial);
    unit.to(torch::kFloat64);
    Tensor start = torch::zeros({2, 4, 5, 5}, torch::kFloat64);
    if (unit.initial.defined()) {
      unit.initial.data().normal_();
      start = unit.initial.view({1, 4, 1, 1}).expand({2, 4, 5, 5});
    }
    Tensor clip;
    std::vector<Tensor> leaves;
    const Tensor fast = run(unit, clip, leaves);
    expectSameWithGradients(fast, plainGru(unit, clip, start), parametersOf(unit, leaves));
  }
}

TEST_P(RewriteUnit, SeparableConvEqualsItsPlainForm) {
  nn::SeparableConv3d unit(inputs(), 4);
  unit.to(torch::kFloat64);
  Tensor clip;
  std::vector<Tensor> leaves;
  const Tensor fast = run(unit, clip, leaves);
  expectSameWithGradients(fast, plainSeparable(unit, clip), parametersOf(unit, leaves));
}

INSTANTIATE_TEST_SUITE_P(Inputs, RewriteUnit,
                         testing::Values(UnitCase{false, false, 1}, UnitCase{true, false, 1}, UnitCase{false, true, 1},
                                         UnitCase{true, true, 1}, UnitCase{false, true, 2}, UnitCase{true, true, 2}));

TEST(Rewrite, InterpolatedFramesGoOverIntoTheNextOne) {
  torch::manual_seed(3);
  const Tensor frames = torch::randn({3 * 2, 4, 5, 5}, torch::kFloat64);  // Three frames of two clips.
  const Tensor made = nn::interpolateFrames(frames, 2, 3);
  ASSERT_EQ(made.size(0), 3 * 3 * 2);
  for (int64_t t = 0; t < 9; ++t) {
    for (int64_t clip = 0; clip < 2; ++clip) {
      const int64_t here = t / 3, next = std::min<int64_t>(here + 1, 2);
      const double part = static_cast<double>(t % 3) / 3;
      const Tensor plain = frames[here * 2 + clip] * (1 - part) + frames[next * 2 + clip] * part;
      EXPECT_LT((made[t * 2 + clip] - plain).abs().max().item<double>(), 1e-12) << "frame " << t;
    }
  }
}

TEST(Rewrite, ShortcutsCommuteWithResampling) {
  const Tensor x = random({2, 3, 4, 4}), c = random({2, 6});
  nn::GeneratorBlock up(3, 5, 6, nn::Resample::Double);
  up.to(torch::kFloat64);
  Tensor h = nn::upsampleNearest(torch::relu(up.norm1->forward(x, c)));
  h = up.conv2->forward(torch::relu(up.norm2->forward(up.conv1->forward(h), c)));
  const Tensor plainUp = h + up.shortcut->forward(nn::upsampleNearest(x));
  expectSameWithGradients(up.forward(x, c), plainUp, parametersOf(up, {x, c}));

  nn::CriticBlock down({.inputs = 3, .outputs = 5});
  down.to(torch::kFloat64);
  const Tensor plainDown =
      torch::avg_pool2d(down.conv2->forward(torch::relu(down.conv1->forward(torch::relu(x)))), 2) +
      torch::avg_pool2d(down.shortcut->forward(x), 2);
  expectSameWithGradients(down.forward(x), plainDown, parametersOf(down, {x}));
}

TEST(Rewrite, NormScaleReluEqualsItsComposedForm) {
  const Tensor x = random({6, 5, 3, 4}), scale = random({2, 5}), shift = random({2, 5});
  const Tensor channelsLast = x.contiguous(at::MemoryFormat::ChannelsLast);
  const auto makeNorm = [] {
    torch::nn::BatchNorm2d norm(torch::nn::BatchNormOptions(5).affine(false));
    norm->to(torch::kFloat64);
    return norm;
  };
  const auto perPixel = [](const Tensor& values) { return values.unsqueeze(-1).unsqueeze(-1); };
  // The other memory format takes the composed form.
  for (const Tensor& input : {channelsLast, x}) {
    torch::nn::BatchNorm2d norm = makeNorm(), plain = makeNorm();
    for (bool training : {true, false}) {
      norm->train(training);
      plain->train(training);
      const Tensor normalised = plain->forward(x).unflatten(0, {-1, 2});
      const Tensor composed = torch::relu(normalised * perPixel(scale) + perPixel(shift)).flatten(0, 1);
      expectSameWithGradients(nn::normScaleRelu(*norm, input, scale, shift), composed, {x, scale, shift});
      EXPECT_EQ(test::difference(norm->running_mean, plain->running_mean, kTolerance), "");
      EXPECT_EQ(test::difference(norm->running_var, plain->running_var, kTolerance), "");
    }
  }
}

TEST(Rewrite, NormScopeGivesTheSameWeightAndGradientForManyPasses) {
  nn::SnConv conv(3, 4, {3, 3});
  conv.to(torch::kFloat64);
  const Tensor x = random({2, 3, 5, 5}), y = random({2, 3, 5, 5});
  const auto loss = [&] { return (conv.forward(x).pow(2).sum() + conv.forward(y).pow(3).sum()); };
  const auto wanted = torch::autograd::grad({loss()}, conv.parameters());
  std::vector<Tensor> got;
  {
    nn::NormScope scope(conv);
    EXPECT_TRUE(conv.kernel().is_same(conv.kernel()));
    got = torch::autograd::grad({loss()}, conv.parameters());
  }
  EXPECT_FALSE(conv.kernel().is_same(conv.kernel()));
  for (size_t i = 0; i < wanted.size(); ++i) EXPECT_EQ(test::difference(got[i], wanted[i], kTolerance), "");
}

}  // namespace
}  // namespace unroll
