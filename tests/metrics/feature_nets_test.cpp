#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/nn/init.h>

#include "models/c3d.h"
#include "models/i3d.h"
#include "models/inception.h"
#include "models/small_features.h"

namespace unroll::models {
namespace {

int64_t parameters(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const torch::Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

TEST(I3dTest, hasThePublishedSize) { EXPECT_EQ(parameters(I3d()), 12'697'264); }
TEST(C3dTest, hasThePublishedSize) { EXPECT_EQ(parameters(C3d()), 78'409'573); }

TEST(InceptionTest, hasThePublishedSize) { EXPECT_EQ(parameters(Inception()), 23'850'960); }

TEST(InceptionTest, looksAtEveryFrameByItself) {
  torch::manual_seed(1);
  torch::NoGradGuard guard;
  Inception network({.classes = 5, .width = 1.0 / 16});
  // So that something is left of the pictures behind a hundred layers.
  for (torch::Tensor& weight : network.parameters()) {
    if (weight.dim() == 4) torch::nn::init::kaiming_uniform_(weight);
  }
  EXPECT_TRUE(network.info().perFrame);
  const torch::Tensor clips = torch::rand({2, 3, 3, 24, 24}) * 2 - 1;
  const ClipFeatures found = network.extract(clips);
  EXPECT_EQ(found.features.sizes(), (std::vector<int64_t>{6, 128}));
  EXPECT_EQ(found.logits.sizes(), (std::vector<int64_t>{6, 5}));
  // Clip by clip, and frame by frame within a clip.
  const ClipFeatures one = network.extract(clips.narrow(0, 1, 1).narrow(2, 2, 1));
  EXPECT_TRUE(torch::allclose(one.features[0], found.features[5], 1e-4, 1e-6));
  EXPECT_FALSE(torch::allclose(one.features[0], found.features[4], 1e-4, 1e-6));
}

TEST(I3dTest, refusesClipsItCannotPool) {
  I3d network({.classes = 4, .width = 1.0 / 16});
  EXPECT_THROW(network.extract(torch::zeros({1, 3, 8, 32, 32})), c10::Error);
}

TEST(C3dTest, looksAtSixteenFramesOfAnySize) {
  torch::NoGradGuard guard;
  C3d network({.classes = 5, .width = 1.0 / 32});
  const torch::Tensor clips = torch::rand({2, 3, 20, 24, 24}) * 2 - 1;
  const ClipFeatures found = network.extract(clips);
  EXPECT_EQ(found.features.sizes(), (std::vector<int64_t>{2, 128}));
  EXPECT_EQ(found.logits.sizes(), (std::vector<int64_t>{2, 5}));
  EXPECT_TRUE(torch::equal(network.extract(clips.narrow(2, 0, 16)).logits, found.logits));
}

TEST(SmallFeaturesTest, takesAnySizeAndLengthAndABatchIsItsClipsOneByOne) {
  torch::manual_seed(1);
  torch::NoGradGuard guard;
  SmallFeatures network;
  EXPECT_LT(parameters(network), 500'000);
  for (int64_t size : {16, 32, 64, 128}) {
    const torch::Tensor clips = torch::rand({2, 3, 9, size, size}) * 2 - 1;
    const ClipFeatures both = network.extract(clips);
    EXPECT_EQ(both.features.sizes(), (std::vector<int64_t>{2, network.info().width}));
    EXPECT_EQ(both.logits.sizes(), (std::vector<int64_t>{2, network.info().classes}));
    EXPECT_TRUE(torch::allclose(network.extract(clips.narrow(0, 1, 1)).features[0],
                                both.features[1], 1e-4, 1e-5));
  }
  EXPECT_EQ(network.answers(torch::zeros({1, 3, 4, 16, 16})).size(), 6u);
}

/// Norms that have seen something: a gain below zero among them, and means far from zero.
void trained(SmallFeatures& network) {
  for (auto& item : network.named_parameters()) {
    if (item.key().starts_with("norm")) torch::nn::init::normal_(item.value());
  }
  for (auto& item : network.named_buffers()) {
    if (item.key().ends_with("running_mean")) torch::nn::init::normal_(item.value());
    if (item.key().ends_with("running_var")) torch::nn::init::uniform_(item.value(), 0.2, 3);
  }
}

TEST(SmallFeaturesTest, extractsWhatItsLayersSayAlsoAfterTheyWereChanged) {
  torch::manual_seed(3);
  torch::NoGradGuard guard;
  for (const torch::Dtype dtype : {torch::kFloat32, torch::kFloat64}) {
    SmallFeatures network;
    network.to(dtype);
    const double tolerance = dtype == torch::kFloat64 ? 1e-12 : 2e-5;
    for (int change = 0; change < 2; ++change) {
      trained(network);
      for (const int64_t size : {32, 64}) {
        const torch::Tensor clips = torch::rand({5, 3, 9, size, size}, dtype) * 2 - 1;
        const torch::Tensor plain = network.rawFeatures(clips);
        const torch::Tensor found = network.extract(clips).features;
        EXPECT_LT((found - plain).abs().max().item<double>(),
                  tolerance * plain.abs().max().item<double>())
            << dtype << ", " << size << " pixels, change " << change;
      }
    }
  }
}

TEST(SmallFeaturesTest, everyBitIsTheSameHoweverManyThreadsAndClipsThereAre) {
  torch::manual_seed(4);
  torch::NoGradGuard guard;
  SmallFeatures network;
  trained(network);
  const torch::Tensor clips = torch::rand({9, 3, 8, 64, 64}) * 2 - 1;
  const torch::Tensor inner = clips.permute({0, 2, 3, 4, 1}).contiguous().permute({0, 4, 1, 2, 3});
  ASSERT_NE(inner.strides(), clips.strides());
  const int before = at::get_num_threads();
  at::set_num_threads(1);
  const torch::Tensor one = network.extract(clips).features;
  EXPECT_TRUE(torch::equal(network.extract(inner).features, one));
  at::set_num_threads(3);
  EXPECT_TRUE(torch::equal(network.extract(clips).features, one));
  at::set_num_threads(before);
  EXPECT_TRUE(torch::equal(network.extract(clips.narrow(0, 3, 1)).features[0], one[3]));
}

}  // namespace
}  // namespace unroll::models
