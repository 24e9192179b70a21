// The measures against stored outputs of independent numpy and PyTorch code, to 1e-9.
#include <gtest/gtest.h>

#include "metrics/distances.h"
#include "metrics/power_spectrum.h"
#include "models/golden_file.h"
#include "models/i3d.h"

namespace unroll {
namespace {

using test::GoldenFile;
using torch::Tensor;

constexpr double kTolerance = 1e-9;

void expectSame(double actual, const Tensor& expected) {
  EXPECT_EQ(
      test::difference(torch::full({}, actual, torch::kFloat64), expected.reshape({}), kTolerance),
      "");
}

void expectAllRead(const GoldenFile& file) { EXPECT_EQ(file.unread(), std::vector<std::string>{}); }

metrics::FeatureStatistics inBatches(const Tensor& features, int64_t batch) {
  metrics::FeatureStatistics statistics(features.size(1));
  for (const Tensor& part : features.split(batch)) statistics.add(part);
  return statistics;
}

TEST(MeasuresGolden, FrechetDistance) {
  GoldenFile file("frechet_distance");
  const Tensor a = file.read("in.a"), b = file.read("in.b");
  const Tensor distance = file.read("out.distance");
  // However the clips come, in one batch or many.
  for (int64_t batch : {int64_t{1}, int64_t{7}, int64_t{1000}}) {
    const auto sa = inBatches(a, batch), sb = inBatches(b, batch);
    expectSame(metrics::frechetDistance(sa, sb).distance, distance);
    expectSame(metrics::frechetDistance(sb, sa).distance, distance);
  }
  const auto whole = inBatches(a, 64);
  expectSame(metrics::frechetDistance(whole, whole).distance, file.read("out.self"));
  expectAllRead(file);
}

TEST(MeasuresGolden, InceptionScore) {
  GoldenFile file("inception_score");
  const metrics::Spread score = metrics::inceptionScore(file.read("in.logits"), 10);
  expectSame(score.mean, file.read("out.mean"));
  expectSame(score.deviation, file.read("out.std"));
  expectAllRead(file);
}

TEST(MeasuresGolden, PowerSpectrum) {
  GoldenFile file("power_spectrum");
  const Tensor clips = file.read("in.clips"), psd = file.read("out.psd");
  metrics::SpatialSpectrum whole(4, 32), single(4, 32);
  whole.add(clips);
  for (int64_t n = 0; n < clips.size(0); ++n) single.add(clips.narrow(0, n, 1));
  EXPECT_EQ(test::difference(whole.mean(), psd, kTolerance), "");
  EXPECT_EQ(test::difference(single.mean(), psd, kTolerance), "");
  metrics::SpatialSpectrum fast(4, 32);
  fast.add(clips.to(torch::kFloat32));
  EXPECT_EQ(test::difference(fast.mean(), psd, 1e-6), "");
  expectAllRead(file);
}

/// A clip any program can make without a file: i3d_reference.golden_input.
Tensor goldenInput(int64_t clips, int64_t frames) {
  const auto axis = [](int64_t count, int64_t place) {
    std::vector<int64_t> shape(5, 1);
    shape[static_cast<size_t>(place)] = count;
    return torch::arange(count, torch::kFloat64).view(shape);
  };
  const Tensor n = axis(clips, 0), c = axis(3, 1), t = axis(frames, 2), h = axis(224, 3),
               w = axis(224, 4);
  return torch::sin(0.11 * h * (n + 1) + 0.07 * w * (c + 1) + 0.5 * t * (n + 1));
}

TEST(MeasuresGolden, I3d) {
  GoldenFile file("i3d");
  models::I3d network({.classes = 10, .width = 1.0 / 8});
  // num_batches_tracked is an integer; all other names are the reference's too.
  file.load(network);
  network.eval();
  torch::NoGradGuard guard;
  const Tensor input = goldenInput(2, 16);
  const Tensor logits = file.read("out.logits");
  EXPECT_EQ(test::difference(network.extract(input).features, logits, kTolerance), "");
  network.to(torch::kFloat32);
  EXPECT_EQ(test::difference(network.forward(input.to(torch::kFloat32)), logits, 1e-4), "");
  expectAllRead(file);
}

}  // namespace
}  // namespace unroll
