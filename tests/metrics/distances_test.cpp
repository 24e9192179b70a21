#include "metrics/distances.h"

#include <cmath>

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

namespace unroll::metrics {
namespace {

torch::Tensor normal(std::vector<int64_t> shape, uint64_t seed) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  return torch::randn(shape, generator, torch::kFloat64);
}

FeatureStatistics statisticsOf(const torch::Tensor& x) {
  FeatureStatistics statistics(x.size(1));
  statistics.add(x);
  return statistics;
}

TEST(FeatureStatisticsTest, equalsMeanAndCovarianceOfAll) {
  const torch::Tensor x = normal({50, 6}, 1) * 3 + 1000;
  FeatureStatistics statistics(6);
  statistics.add(x.narrow(0, 0, 1));
  statistics.add(x.narrow(0, 1, 30));
  statistics.add(x.narrow(0, 0, 0));
  statistics.add(x.narrow(0, 31, 19));
  EXPECT_EQ(statistics.count(), 50);
  EXPECT_TRUE(torch::allclose(statistics.mean(), x.mean(0), 1e-12, 1e-9));
  EXPECT_TRUE(torch::allclose(statistics.covariance(), torch::cov(x.t()), 1e-9, 1e-9));
}

TEST(FrechetDistanceTest, ofASetWithItselfIsZero) {
  const FeatureStatistics s = statisticsOf(normal({200, 8}, 2));
  const FrechetDistance found = frechetDistance(s, s);
  EXPECT_NEAR(found.distance, 0, 1e-10);
  EXPECT_GE(found.distance, 0);
  EXPECT_FALSE(found.rankDeficient);
}

/// Rows whose mean and covariance are exactly 0 and the unit matrix.
torch::Tensor whitened(int64_t rows, int64_t width, uint64_t seed) {
  torch::Tensor x = normal({rows, width}, seed);
  x = x - x.mean(0);
  const torch::Tensor factor = torch::linalg_cholesky(torch::cov(x.t()));
  return torch::linalg_solve_triangular(factor, x.t(), /*upper=*/false).t();
}

TEST(FrechetDistanceTest, ofTwoGaussiansIsTheirFormula) {
  // Covariances that commute: |mu|^2 + sum (s_a - s_b)^2.
  const torch::Tensor x = whitened(300, 5, 3), y = whitened(400, 5, 4);
  const torch::Tensor sa = torch::tensor({1.0, 2.0, 0.5, 3.0, 1.0}, torch::kFloat64);
  const torch::Tensor sb = torch::tensor({2.0, 2.0, 1.5, 1.0, 0.0}, torch::kFloat64);
  const torch::Tensor shift = torch::tensor({0.0, 1.0, 0.0, -2.0, 0.5}, torch::kFloat64);
  const double expected =
      shift.square().sum().item<double>() + (sa - sb).square().sum().item<double>();
  const FrechetDistance found = frechetDistance(statisticsOf(x * sa), statisticsOf(y * sb + shift));
  EXPECT_NEAR(found.distance, expected, 1e-9 * expected);
  EXPECT_NEAR(found.meanPart, 5.25, 1e-9);
}

TEST(FrechetDistanceTest, warnsOfTooFewClipsAndGoesOn) {
  const FrechetDistance found =
      frechetDistance(statisticsOf(normal({5, 8}, 5)), statisticsOf(normal({100, 8}, 6)));
  EXPECT_TRUE(found.rankDeficient);
  EXPECT_TRUE(std::isfinite(found.distance));
  EXPECT_NE(frechetWarning(5, 100, 8).find("5 clips are too few"), std::string::npos);
  EXPECT_EQ(frechetWarning(100, 101, 8), "");
}

TEST(InceptionScoreTest, isTheNumberOfClassesAtBestAndOneAtWorst) {
  // Sure of a different class each time: one point a class.
  const torch::Tensor sure = torch::eye(6, torch::kFloat64).repeat({10, 1}) * 1000;
  EXPECT_NEAR(inceptionScore(sure, 5).mean, 6, 1e-9);
  EXPECT_NEAR(inceptionScore(sure, 5).deviation, 0, 1e-9);
  EXPECT_NEAR(inceptionScore(torch::zeros({20, 6}), 2).mean, 1, 1e-12);
}

TEST(KernelDistanceTest, equalsThePlainSums) {
  const torch::Tensor a = normal({7, 3}, 7), b = normal({5, 3}, 8) + 0.5;
  const auto k = [](const torch::Tensor& x, const torch::Tensor& y) {
    return std::pow((x * y).sum().item<double>() / 3 + 1, 3);
  };
  double aa = 0, bb = 0, ab = 0;
  for (int64_t i = 0; i < 7; ++i) {
    for (int64_t j = 0; j < 7; ++j) aa += i == j ? 0 : k(a[i], a[j]) / (7 * 6);
    for (int64_t j = 0; j < 5; ++j) ab += k(a[i], b[j]) / (7 * 5);
  }
  for (int64_t i = 0; i < 5; ++i) {
    for (int64_t j = 0; j < 5; ++j) bb += i == j ? 0 : k(b[i], b[j]) / (5 * 4);
  }
  const KernelDistance found = kernelDistance(a, b, 1);
  EXPECT_NEAR(found.distance, aa + bb - 2 * ab, 1e-10);
  EXPECT_EQ(found.blocks, 1);
  EXPECT_EQ(found.error, 0);
}

TEST(KernelDistanceTest, ofManyVectorsIsTheMeanOverBlocksWithItsError) {
  const torch::Tensor a = normal({3100, 4}, 9), b = normal({2600, 4}, 10);
  const KernelDistance same = kernelDistance(a, b, 1), apart = kernelDistance(a, b + 1, 1);
  EXPECT_EQ(same.blocks, 3) << "of at most 1,000 of the smaller set";
  EXPECT_EQ(same.rows, 1033);
  EXPECT_GT(same.error, 0);
  EXPECT_LT(std::abs(same.distance), 5 * same.error);
  // All pairs at once.
  const auto table = [](const torch::Tensor& x, const torch::Tensor& y) {
    return (x.mm(y.t()) / 4 + 1).pow(3);
  };
  const auto within = [&](const torch::Tensor& x) {
    const torch::Tensor k = table(x, x);
    const auto n = static_cast<double>(x.size(0));
    return (k.sum() - k.trace()).item<double>() / (n * (n - 1));
  };
  const torch::Tensor far = b + 1;
  const double exact = within(a) + within(far) - 2 * table(a, far).mean().item<double>();
  EXPECT_LT(std::abs(apart.distance - exact), 4 * apart.error);
  EXPECT_LT(apart.error, exact / 5) << "an error that says nothing";
}

TEST(KernelDistanceTest, looksAtEveryPartOfASet) {
  // A set in order: its first 2,048 are as the other set, the rest is not.
  const torch::Tensor a = normal({4000, 4}, 9), b = normal({4000, 4}, 10);
  torch::Tensor late = b.clone();
  late.narrow(0, 2100, 1900) += 2;
  const KernelDistance same = kernelDistance(a, b, 1), apart = kernelDistance(a, late, 1);
  EXPECT_GT(apart.distance, same.distance + 10 * apart.error);
  EXPECT_EQ(kernelDistance(a, b, 1).distance, same.distance) << "the same seed";
  EXPECT_NE(kernelDistance(a, b, 2).distance, same.distance);
}

TEST(KernelDistanceTest, hasBoundedBlocksWhereOneSetIsSmall) {
  const KernelDistance found = kernelDistance(normal({9000, 2}, 9), normal({40, 2}, 10), 1);
  EXPECT_EQ(found.blocks, 1);
  EXPECT_EQ(found.rows, 2048);
  EXPECT_TRUE(std::isfinite(found.distance));
}

TEST(NeighbourhoodTest, ofASetWithItselfIsWhole) {
  const torch::Tensor x = normal({60, 3}, 11);
  const Neighbourhood same = neighbourhood(x, x);
  EXPECT_EQ(same.precision, 1);
  EXPECT_EQ(same.recall, 1);
  EXPECT_EQ(same.coverage, 1);
  const Neighbourhood apart = neighbourhood(x, x + 100);
  EXPECT_EQ(apart.precision, 0);
  EXPECT_EQ(apart.recall, 0);
  EXPECT_EQ(apart.density, 0);
  EXPECT_EQ(apart.coverage, 0);
}

TEST(NeighbourhoodTest, seesALostMode) {
  const torch::Tensor real = at::cat({normal({50, 3}, 12), normal({50, 3}, 13) + 50});
  const Neighbourhood half = neighbourhood(real, normal({100, 3}, 14));
  EXPECT_GT(half.precision, 0.7);
  EXPECT_LT(half.recall, 0.6);
  EXPECT_LT(half.coverage, 0.6);
}

TEST(NearestRealTest, findsCopies) {
  const torch::Tensor real = normal({700, 4}, 15);
  const Nearest nearest =
      nearestReal(real, real.index_select(0, torch::tensor({3, 699, 0}, torch::kInt64)));
  EXPECT_EQ(nearest.index, (std::vector<int64_t>{3, 699, 0}));
  EXPECT_EQ(nearest.distance, (std::vector<double>{0, 0, 0}));
}

TEST(MeanPairDistanceTest, isTheMeanOverPairs) {
  const torch::Tensor x = torch::tensor({{0.0, 0.0}, {3.0, 4.0}, {0.0, 0.0}}, torch::kFloat64);
  EXPECT_NEAR(meanPairDistance(x), (5.0 + 0.0 + 5.0) / 3, 1e-12);
}

}  // namespace
}  // namespace unroll::metrics
