// A cascade unrolled in chunks against one pass over the whole video, in float64.
#include "engine/cascade_stream.h"

#include <gtest/gtest.h>

#include "metrics/pictures.h"

namespace unroll::engine {
namespace {

using models::TemporalKind;
using models::TimeInterpolation;
using torch::Tensor;

constexpr int64_t kLatent = 6;
constexpr double kTolerance = 1e-9;

struct StageShape {
  int64_t size;
  int64_t stride;
  TemporalKind temporal;
  TimeInterpolation interpolation = TimeInterpolation::Nearest;
};

/// A cascade with random weights and batch-norm statistics of a few batches.
Cascade makeCascade(const std::vector<StageShape>& shapes, int64_t burnIn = 0) {
  torch::manual_seed(7);
  Cascade cascade;
  cascade.recipe.latent = kLatent;
  cascade.recipe.classes = 3;
  int64_t below = 0;
  Tensor low;
  for (const StageShape& shape : shapes) {
    StageRecipe stage;
    stage.size = shape.size;
    stage.temporalStride = shape.stride;
    stage.burnIn = below == 0 ? burnIn : 0;
    cascade.recipe.stages.push_back(stage);
    auto generator = std::make_shared<models::Generator>(models::GeneratorSpec{.size = shape.size,
                                                                               .ch = 2,
                                                                               .classes = 3,
                                                                               .latent = kLatent,
                                                                               .temporal = shape.temporal,
                                                                               .inputSize = below,
                                                                               .temporalStride = shape.stride,
                                                                               .timeInterpolation =
                                                                                   shape.interpolation});
    generator->to(torch::kFloat64);
    torch::NoGradGuard guard;
    const Tensor z = torch::randn({4, kLatent}, torch::kFloat64), label = torch::tensor({0, 1, 2, 1});
    for (int pass = 0; pass < 3; ++pass) {
      const Tensor clip = generator->forward(z, label, 6, low);
      if (pass == 2) low = clip;
    }
    generator->eval();
    cascade.weights.push_back(std::make_unique<nn::NormScope>(*generator));
    cascade.stages.push_back(generator);
    cascade.steps.push_back(0);
    below = shape.size;
  }
  return cascade;
}

StreamInput makeInput(const Cascade& cascade, int64_t videos) {
  torch::manual_seed(11);
  StreamInput input;
  for (size_t stage = 0; stage < cascade.stages.size(); ++stage) {
    input.z.push_back(torch::randn({videos, kLatent}, torch::kFloat64));
  }
  input.label = torch::arange(videos) % 3;
  return input;
}

/// Every stage's whole video by the stream, chunk by chunk.
std::vector<Tensor> streamed(Cascade& cascade, const StreamInput& input, int64_t frames, int64_t chunk) {
  CascadeStream stream(cascade, input, frames, chunk);
  std::vector<std::vector<Tensor>> parts(cascade.stages.size());
  int64_t expected = 0;
  while (const auto made = stream.next()) {
    EXPECT_EQ(made->firstFrame, expected);
    expected += made->stages.back().size(2);
    for (size_t stage = 0; stage < parts.size(); ++stage) parts[stage].push_back(made->stages[stage]);
  }
  std::vector<Tensor> whole;
  for (const auto& stage : parts) whole.push_back(torch::cat(stage, 2));
  return whole;
}

/// The same in one pass.
std::vector<Tensor> onePass(Cascade& cascade, const StreamInput& input, int64_t frames) {
  torch::NoGradGuard guard;
  const int64_t stride = cascade.recipe.dataStride(0);
  const int64_t burnIn = cascade.recipe.stages[0].burnIn;
  const int64_t coarse = burnIn + (frames + stride - 1) / stride + models::tailFrames(cascade.stages);
  std::vector<Tensor> whole{cascade.stages[0]->forward(input.z[0], input.label, coarse)};
  for (size_t stage = 1; stage < cascade.stages.size(); ++stage) {
    whole.push_back(cascade.stages[stage]->forward(input.z[stage], input.label, 0, whole.back()));
  }
  for (size_t stage = 0; stage < whole.size(); ++stage) {
    const int64_t ratio = cascade.recipe.dataStride(stage), first = burnIn * stride / ratio;
    whole[stage] = whole[stage].slice(2, first, first + (frames + ratio - 1) / ratio);
  }
  return whole;
}

void expectStreamEqualsOnePass(Cascade cascade, const std::vector<int64_t>& lengths, const std::vector<int64_t>& chunks) {
  const StreamInput input = makeInput(cascade, 2);
  for (int64_t frames : lengths) {
    const auto expected = onePass(cascade, input, frames);
    for (int64_t chunk : chunks) {
      const auto actual = streamed(cascade, input, frames, chunk);
      for (size_t stage = 0; stage < expected.size(); ++stage) {
        ASSERT_EQ(actual[stage].sizes(), expected[stage].sizes()) << "stage " << stage + 1 << ", " << frames << " frames";
        EXPECT_LT((actual[stage] - expected[stage]).abs().max().item<double>(), kTolerance)
            << "stage " << stage + 1 << ", " << frames << " frames in chunks of " << chunk;
      }
    }
  }
}

constexpr auto kGru = TemporalKind::ConvGru;
constexpr auto kSeparable = TemporalKind::SeparableConv3d;
constexpr auto kLinear = TimeInterpolation::Linear;

TEST(CascadeStream, RecurrentThenConvolutionalEqualsOnePass) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kSeparable}}), {1, 12, 13, 50, 100}, {2, 7, 16});
}

TEST(CascadeStream, ThreeStagesEqualOnePass) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kSeparable}, {32, 2, kSeparable}}), {12, 50}, {4, 16});
}

TEST(CascadeStream, FramesLookedAtAheadAreThereInEveryChunk) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kSeparable, kLinear}}, 3), {1, 12, 51}, {2, 16});
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {32, 3, kSeparable, kLinear}, {64, 2, kSeparable, kLinear}}), {12, 30},
                            {6});
}

TEST(CascadeStream, InterpolationChangesOnlyWhatMoves) {
  const std::vector<TimeInterpolation> kinds{TimeInterpolation::Nearest, kLinear};
  std::vector<Tensor> made;
  for (const TimeInterpolation kind : kinds) {
    Cascade cascade = makeCascade({{8, 1, kGru}, {16, 4, kSeparable, kind}});
    const StreamInput input = makeInput(cascade, 1);
    const Tensor moving = torch::rand({1, 3, 4, 8, 8}, torch::kFloat64);  // The same for both: makeInput() seeds.
    const Tensor still = moving.slice(2, 0, 1).expand({1, 3, 4, 8, 8});
    torch::NoGradGuard guard;
    for (const Tensor& low : {still, moving}) {
      made.push_back(cascade.stages[1]->forward(input.z[1].slice(0, 0, 1), input.label.slice(0, 0, 1), 0, low));
    }
  }
  EXPECT_LT((made[0] - made[2]).abs().max().item<double>(), kTolerance);
  EXPECT_GT((made[1] - made[3]).abs().max().item<double>(), 1e-6);
}

TEST(CascadeStream, ConvolutionalFirstStageEqualsOnePass) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kSeparable}, {16, 1, kSeparable}}), {12, 50}, {3, 16});
}

TEST(CascadeStream, RecurrentLaterStageEqualsOnePass) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kGru}}), {12, 51}, {2, 16});
}

TEST(CascadeStream, BurnInFramesAreMadeAndNotShown) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kSeparable}}, 5), {12, 30}, {8});
  expectStreamEqualsOnePass(makeCascade({{8, 1, kSeparable}}, 3), {12, 30}, {8});
}

TEST(CascadeStream, ALongerVideoBeginsWithTheShorterOne) {
  // The end of the shorter video saw frames that were dropped, so nothing tells that it ends there.
  Cascade cascade = makeCascade({{8, 1, kGru}, {16, 2, kSeparable}, {32, 2, kSeparable}}, 4);
  const StreamInput input = makeInput(cascade, 1);
  const auto brief = streamed(cascade, input, 12, 16), more = streamed(cascade, input, 40, 16);
  for (size_t stage = 0; stage < brief.size(); ++stage) {
    const Tensor same = more[stage].slice(2, 0, brief[stage].size(2));
    EXPECT_LT((same - brief[stage]).abs().max().item<double>(), kTolerance) << "stage " << stage + 1;
  }
}

TEST(CascadeStream, LaterStagesSeeTheBurnIn) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kSeparable}, {32, 2, kGru}}, 6), {12, 30}, {8});
  expectStreamEqualsOnePass(makeCascade({{8, 1, kSeparable}, {16, 2, kSeparable}, {32, 1, kSeparable}}, 20), {12, 30}, {8});
}

TEST(CascadeStream, AThousandFramesEqualOnePass) {
  expectStreamEqualsOnePass(makeCascade({{8, 1, kGru}, {16, 2, kSeparable}}), {1000}, {16});
}

TEST(CascadeStream, TooLittleContextWouldBeSeen) {
  // The control: chunks made without overlap do differ, so the tests above can fail.
  Cascade cascade = makeCascade({{8, 1, kGru}, {16, 2, kSeparable}});
  const StreamInput input = makeInput(cascade, 1);
  torch::NoGradGuard guard;
  const auto whole = onePass(cascade, input, 24);
  const Tensor cut = cascade.stages[1]->forward(input.z[1], input.label, 0, whole[0].slice(2, 0, 6));
  EXPECT_GT((cut - whole[1].slice(2, 0, 12)).abs().max().item<double>(), 1e-6);
}

TEST(CascadeStream, ABatchEqualsItsVideosOneByOne) {
  Cascade cascade = makeCascade({{8, 1, kGru}, {16, 2, kSeparable}});
  const StreamInput input = makeInput(cascade, 5);
  const auto together = streamed(cascade, input, 12, 16);
  for (int64_t video = 0; video < 5; ++video) {
    StreamInput alone{{input.z[0].slice(0, video, video + 1), input.z[1].slice(0, video, video + 1)},
                      input.label.slice(0, video, video + 1)};
    const auto single = streamed(cascade, alone, 12, 16);
    for (size_t stage = 0; stage < 2; ++stage) {
      EXPECT_LT((single[stage][0] - together[stage][video]).abs().max().item<double>(), kTolerance);
    }
  }
}

TEST(DrawInput, DependsOnTheSeedAloneAndKeepsToTheTruncation) {
  const Cascade cascade = makeCascade({{8, 1, kGru}, {16, 2, kSeparable}});
  const StreamInput many = drawInput(cascade, 100, 6, {}, 0);
  const StreamInput one = drawInput(cascade, 103, 1, {}, 0);
  EXPECT_TRUE(torch::equal(many.z[1][3], one.z[1][0]));
  EXPECT_TRUE(torch::equal(many.label[3], one.label[0]));
  EXPECT_FALSE(torch::equal(many.z[0][0], many.z[1][0]));
  EXPECT_FALSE(torch::equal(many.z[0][0], many.z[0][1]));
  const StreamInput near = drawInput(cascade, 100, 50, 2, 0.7);
  EXPECT_LE(near.z[0].abs().max().item<double>(), 0.7);
  EXPECT_GT(near.z[0].abs().max().item<double>(), 0.6);
  EXPECT_TRUE(torch::equal(near.label, torch::full({50}, 2, torch::kInt64)));
}

TEST(ToBytes, RoundsToNearestAndClamps) {
  const Tensor bytes = metrics::toBytes(torch::tensor({-2.0, -1.0, 0.0, 1.0, 2.0, -1.0 + 2.0 / 255}));
  EXPECT_TRUE(torch::equal(bytes, torch::tensor({0, 0, 128, 255, 255, 1}, torch::kUInt8)));
}

}  // namespace
}  // namespace unroll::engine
