// Every network of the reference against its stored outputs: 1e-9 in float64, 1e-4 in float32. The training step's file
// is read by tests/train, the four files of the measures by tests/metrics.
#include <functional>

#include <gtest/gtest.h>

#include "models/critics.h"
#include "models/generator.h"
#include "models/golden_file.h"
#include "nn/blocks.h"
#include "nn/clip_axes.h"
#include "nn/conditional_batch_norm.h"
#include "nn/conv_gru.h"
#include "nn/separable_conv3d.h"

namespace unroll {
namespace {

using test::GoldenFile;
using torch::Tensor;

constexpr double kDouble = 1e-9;
constexpr double kSingle = 1e-4;

/// Runs `check` in float64, then in float32 with the same weights.
void inBothPrecisions(const std::function<void(torch::Dtype, double)>& check) {
  check(torch::kFloat64, kDouble);
  check(torch::kFloat32, kSingle);
}

void expectSame(const Tensor& actual, const Tensor& expected, double tolerance) {
  EXPECT_EQ(test::difference(actual, expected, tolerance), "");
}

void expectAllRead(const GoldenFile& file) { EXPECT_EQ(file.unread(), std::vector<std::string>{}); }

Tensor runUnit(nn::TemporalUnit& unit, const Tensor& clip) {
  nn::TemporalUnit::Input input;
  input.features = nn::toTimeMajor(clip);
  input.clips = clip.size(0);
  input.frames = clip.size(2);
  Tensor state;
  return nn::fromTimeMajor(unit.forward(input, state), clip.size(0));
}

void checkUnit(const std::string& name, const std::function<std::shared_ptr<nn::TemporalUnit>()>& make) {
  inBothPrecisions([&](torch::Dtype dtype, double tolerance) {
    GoldenFile file(name);
    auto unit = make();
    file.load(*unit);
    unit->to(dtype);
    expectSame(runUnit(*unit, file.read("in.x").to(dtype)), file.read("out.y"), tolerance);
    expectAllRead(file);
  });
}

TEST(Golden, ConvGru) {
  checkUnit("conv_gru", [] { return std::make_shared<nn::ConvGru>(3, 4); });
}

TEST(Golden, SeparableConv3d) {
  checkUnit("separable_conv3d", [] { return std::make_shared<nn::SeparableConv3d>(3, 4); });
}

/// Frames folded clip by clip, as the reference folds them, in time-major order, and back.
Tensor timeMajor(const Tensor& folded, int64_t clips) { return nn::toTimeMajor(nn::unfold(folded, clips)); }
Tensor folded(const Tensor& frames, int64_t clips) { return nn::fold(nn::fromTimeMajor(frames, clips)); }

TEST(Golden, ConditionalBatchNorm) {
  inBothPrecisions([](torch::Dtype dtype, double tolerance) {
    GoldenFile file("conditional_batch_norm");
    nn::ConditionalBatchNorm norm(4, 12);
    file.load(norm);
    norm.to(dtype);
    const Tensor x = timeMajor(file.read("in.x").to(dtype), 2), c = file.read("in.c").to(dtype);
    expectSame(folded(norm.forward(x, c), 2), file.read("out.train"), tolerance);
    EXPECT_EQ(file.differences(norm, "after.", tolerance), std::vector<std::string>{});
    norm.eval();
    expectSame(folded(norm.forward(x, c), 2), file.read("out.eval"), tolerance);
    expectSame(norm.forwardRelu(x, c), torch::relu(norm.forward(x, c)), tolerance);
    expectAllRead(file);
  });
}

void checkGeneratorBlock(const std::string& name, nn::Resample resample) {
  inBothPrecisions([&](torch::Dtype dtype, double tolerance) {
    GoldenFile file(name);
    nn::GeneratorBlock block(4, 6, 12, resample);
    file.load(block);
    block.to(dtype);
    const Tensor c = file.read("in.c").to(dtype);
    const Tensor y = block.forward(timeMajor(file.read("in.x").to(dtype), c.size(0)), c);
    expectSame(folded(y, c.size(0)), file.read("out.y"), tolerance);
    expectAllRead(file);
  });
}

TEST(Golden, GeneratorBlockSame) { checkGeneratorBlock("generator_block_same", nn::Resample::Same); }
TEST(Golden, GeneratorBlockUp) { checkGeneratorBlock("generator_block_up", nn::Resample::Double); }

void checkCriticBlock(const std::string& name, int64_t dims) {
  inBothPrecisions([&](torch::Dtype dtype, double tolerance) {
    GoldenFile file(name);
    nn::CriticBlock block({.inputs = 4, .outputs = 6, .downsample = true, .dims = dims});
    file.load(block);
    block.to(dtype);
    expectSame(block.forward(file.read("in.x").to(dtype)), file.read("out.y"), tolerance);
    expectAllRead(file);
  });
}

TEST(Golden, CriticBlock2d) { checkCriticBlock("critic_block_2d", 2); }
TEST(Golden, CriticBlock3d) { checkCriticBlock("critic_block_3d", 3); }

void checkStage1(const std::string& name, models::TemporalKind kind) {
  inBothPrecisions([&](torch::Dtype dtype, double tolerance) {
    GoldenFile file(name);
    models::Generator generator({.size = 16, .ch = 2, .classes = 3, .latent = 6, .temporal = kind});
    file.load(generator);
    generator.to(dtype);
    const Tensor z = file.read("in.z").to(dtype), label = file.read("in.label");
    expectSame(generator.forward(z, label, 4), file.read("out.clip"), tolerance);
    EXPECT_EQ(file.differences(generator, "after.", tolerance), std::vector<std::string>{});
    generator.eval();
    expectSame(generator.forward(z, label, 9), file.read("out.long"), tolerance);
    expectAllRead(file);
  });
}

TEST(Golden, GeneratorStage1ConvGru) {
  checkStage1("generator_stage1_conv_gru", models::TemporalKind::ConvGru);
}
TEST(Golden, GeneratorStage1SeparableConv3d) {
  checkStage1("generator_stage1_separable_conv3d", models::TemporalKind::SeparableConv3d);
}

TEST(Golden, GeneratorStage2) {
  inBothPrecisions([](torch::Dtype dtype, double tolerance) {
    GoldenFile file("generator_stage2");
    models::Generator generator({.size = 32,
                                 .ch = 2,
                                 .classes = 3,
                                 .latent = 6,
                                 .temporal = models::TemporalKind::SeparableConv3d,
                                 .inputSize = 16,
                                 .temporalStride = 2});
    file.load(generator);
    generator.to(dtype);
    const Tensor y = generator.forward(file.read("in.z").to(dtype), file.read("in.label"), 0,
                                       file.read("in.low").to(dtype));
    expectSame(y, file.read("out.clip"), tolerance);
    expectAllRead(file);
  });
}

constexpr models::CriticSpec kCritic{.size = 32, .ch = 2, .classes = 3};

TEST(Golden, CriticSpatial) {
  inBothPrecisions([](torch::Dtype dtype, double tolerance) {
    GoldenFile file("critic_spatial");
    models::SpatialCritic critic(kCritic);
    file.load(critic);
    critic.to(dtype);
    expectSame(critic.forward(file.read("in.0").to(dtype), file.read("in.1")), file.read("out.score"), tolerance);
    expectAllRead(file);
  });
}

TEST(Golden, CriticTemporal) {
  inBothPrecisions([](torch::Dtype dtype, double tolerance) {
    GoldenFile file("critic_temporal");
    models::TemporalCritic critic(kCritic);
    file.load(critic);
    critic.to(dtype);
    expectSame(critic.forward(file.read("in.0").to(dtype), file.read("in.1")), file.read("out.score"), tolerance);
    expectAllRead(file);
  });
}

// Without its pool the critic is the pooled one of the next size, shown what that would have pooled.
TEST(TemporalCriticTest, withoutItsPoolItSeesEveryPixel) {
  at::manual_seed(3);
  models::TemporalCritic pooled({16, 2, 3}), whole({8, 2, 3, false});
  torch::NoGradGuard guard;
  const auto from = pooled.named_parameters(), to = whole.named_parameters();
  ASSERT_EQ(from.size(), to.size());
  for (const auto& entry : from) to[entry.key()].copy_(entry.value());
  const auto fromState = pooled.named_buffers();
  for (const auto& entry : whole.named_buffers()) entry.value().copy_(fromState[entry.key()]);
  const torch::Tensor clip = torch::randn({2, 3, 4, 8, 8}), label = torch::tensor({0, 2});
  const torch::Tensor large = clip.repeat_interleave(2, 3).repeat_interleave(2, 4);
  EXPECT_TRUE(torch::allclose(whole.forward(clip, label), pooled.forward(large, label), 1e-5, 1e-6));
  EXPECT_FALSE(torch::allclose(whole.forward(clip.flip(2), label), pooled.forward(large, label)));
}

// A still clip looks the same however large the gain; of a moving one the critic sees the pooled
// frames and, times the gain, what changed in them.
TEST(TemporalCriticTest, withAMotionGainItSeesWhatChanges) {
  at::manual_seed(3);
  models::TemporalCritic one({16, 2, 3, true, 1}), eight({16, 2, 3, true, 8});
  torch::NoGradGuard guard;
  const auto from = one.named_parameters(), to = eight.named_parameters();
  for (const auto& entry : from) to[entry.key()].copy_(entry.value());
  const auto fromState = one.named_buffers();
  for (const auto& entry : eight.named_buffers()) entry.value().copy_(fromState[entry.key()]);
  const torch::Tensor moving = torch::randn({2, 3, 4, 16, 16}), label = torch::tensor({0, 2});
  const torch::Tensor still = moving.narrow(2, 0, 1).expand({2, 3, 4, 16, 16});
  EXPECT_TRUE(torch::equal(one.forward(still, label), eight.forward(still, label)));
  EXPECT_FALSE(torch::allclose(one.forward(moving, label), eight.forward(moving, label), 1e-2, 1e-3));
  const torch::Tensor pooled = torch::avg_pool3d(moving, {1, 2, 2});
  torch::Tensor changes = torch::zeros_like(pooled);
  changes.narrow(2, 1, 3).copy_(pooled.narrow(2, 1, 3) - pooled.narrow(2, 0, 3));
  EXPECT_TRUE(torch::allclose(eight.forward(moving, label),
                              eight.score(torch::cat({pooled, 8 * changes}, 1), label), 1e-5, 1e-6));
}

TEST(Golden, CriticMatching) {
  inBothPrecisions([](torch::Dtype dtype, double tolerance) {
    GoldenFile file("critic_matching");
    models::MatchingCritic critic(kCritic);
    file.load(critic);
    critic.to(dtype);
    expectSame(critic.forward(file.read("in.0").to(dtype), file.read("in.1").to(dtype), file.read("in.2")),
               file.read("out.score"), tolerance);
    expectAllRead(file);
  });
}

}  // namespace
}  // namespace unroll
