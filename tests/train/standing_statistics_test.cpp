#include <gtest/gtest.h>

#include "toy_data.h"

namespace unroll {
namespace {

class StandingStatisticsTest : public ::testing::TestWithParam<size_t> {};

TEST_P(StandingStatisticsTest, aBatchOfOneEqualsABatchOfMany) {
  const size_t stage = GetParam();
  auto trainer = test::toyTrainer(test::toyRecipe(2), stage, stage);
  test::ToySource source{trainer->windowSpec()};
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(trainer->iterate(source));
  ASSERT_TRUE(trainer->settleAverages(4));
  models::Generator& generator = *trainer->nets(stage).average;
  // In float64, where the order of a convolution's sums, which depends on the batch, does not show.
  generator.to(torch::kFloat64);
  torch::NoGradGuard guard;
  const torch::Tensor z = torch::randn({3, 4}, torch::kFloat64), label = torch::tensor({0, 1, 1});
  const torch::Tensor low =
      stage > 0 ? torch::rand({3, 3, 2, 16, 16}, torch::kFloat64) * 2 - 1 : torch::Tensor();
  const torch::Tensor many = generator.forward(z, label, 4, low);
  for (int64_t n = 0; n < 3; ++n) {
    const torch::Tensor one = generator.forward(z.narrow(0, n, 1), label.narrow(0, n, 1), 4,
                                                low.defined() ? low.narrow(0, n, 1) : low);
    EXPECT_LT((many.narrow(0, n, 1) - one).abs().max().item<double>(), 1e-10);
  }
  // The control: in train mode the batch matters.
  generator.train();
  const torch::Tensor alone = generator.forward(z.narrow(0, 0, 1), label.narrow(0, 0, 1), 4,
                                                low.defined() ? low.narrow(0, 0, 1) : low);
  EXPECT_FALSE(torch::allclose(many.narrow(0, 0, 1), alone, 0, 1e-3));
}

TEST_P(StandingStatisticsTest, areTheMeanOfTheBatchesAndRepeatable) {
  const size_t stage = GetParam();
  auto trainer = test::toyTrainer(test::toyRecipe(2), stage, stage);
  test::ToySource source{trainer->windowSpec()};
  ASSERT_TRUE(trainer->iterate(source));
  ASSERT_TRUE(trainer->settleAverages(3));
  const torch::Tensor first = trainer->nets(stage).average->out_norm->running_mean.clone();
  EXPECT_EQ(trainer->nets(stage).average->out_norm->num_batches_tracked.item<int64_t>(), 3);
  ASSERT_TRUE(trainer->settleAverages(3));
  EXPECT_TRUE(trainer->nets(stage).average->out_norm->running_mean.equal(first));
  ASSERT_TRUE(trainer->settleAverages(1));
  EXPECT_FALSE(trainer->nets(stage).average->out_norm->running_mean.equal(first));
  EXPECT_FALSE(trainer->nets(stage).average->is_training());
}

TEST_P(StandingStatisticsTest, previewsAndStatisticsDoNotChangeTraining) {
  const size_t stage = GetParam();
  auto plain = test::toyTrainer(test::toyRecipe(2), stage, stage);
  auto watched = test::toyTrainer(test::toyRecipe(2), stage, stage);
  test::ToySource a{plain->windowSpec()}, b{watched->windowSpec()};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(plain->iterate(a));
    ASSERT_TRUE(watched->iterate(b));
    ASSERT_TRUE(watched->settleAverages(2));
    const auto previews = watched->previews(4);
    ASSERT_TRUE(previews);
    ASSERT_EQ(previews->size(), 4u);
    EXPECT_EQ((*previews)[0].scalar_type(), torch::kUInt8);
    EXPECT_EQ((*previews)[0].sizes().vec(),
              (std::vector<int64_t>{stage == 0 ? 4 : 8, 16 << stage, 16 << stage, 3}));
    EXPECT_FALSE((*previews)[0].equal((*previews)[2])) << "other seeds, other clips";
    const auto probes = watched->probes(4);
    ASSERT_TRUE(probes);
    for (size_t probe = 0; probe < 4; ++probe) {
      const train::ProbeClips& parts = (*probes)[probe];
      std::vector<std::string> names;
      for (const auto& [name, clip] : parts) names.push_back(name);
      EXPECT_EQ(names, stage == 0 ? (std::vector<std::string>{"stage1", "real"})
                                  : (std::vector<std::string>{"stage2", "stage1", "real"}));
      EXPECT_TRUE(parts[0].second.equal((*previews)[probe]));
      EXPECT_EQ(parts.back().second.size(1), 16 << stage) << "real clips are of the trained size";
    }
  }
  const auto one = plain->nets(stage).generator->parameters(),
             two = watched->nets(stage).generator->parameters();
  for (size_t i = 0; i < one.size(); ++i) EXPECT_TRUE(one[i].equal(two[i]));
}

INSTANTIATE_TEST_SUITE_P(Stages, StandingStatisticsTest, ::testing::Values(0, 1));

}  // namespace
}  // namespace unroll
