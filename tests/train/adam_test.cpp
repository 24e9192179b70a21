#include <gtest/gtest.h>

#include "train/adam.h"

namespace unroll {
namespace {

torch::Tensor parameter(std::vector<double> values) {
  return torch::tensor(values, torch::kFloat64).requires_grad_(true);
}

TEST(AdamTest, followsTheFormula) {
  const train::AdamOptions options{0.01, 0.5, 0.9, 1e-6};
  torch::Tensor p = parameter({1.0, -2.0, 0.5});
  train::Adam adam("toy", {{"p", p}}, options);
  std::vector<double> value{1.0, -2.0, 0.5}, m(3, 0), v(3, 0);
  for (int n = 1; n <= 5; ++n) {
    const std::vector<double> g{0.3 * n, -0.1, 0.0};
    p.mutable_grad() = torch::tensor(g, torch::kFloat64);
    adam.step();
    for (size_t i = 0; i < 3; ++i) {
      m[i] = options.beta1 * m[i] + (1 - options.beta1) * g[i];
      v[i] = options.beta2 * v[i] + (1 - options.beta2) * g[i] * g[i];
      const double mHat = m[i] / (1 - std::pow(options.beta1, n)),
                   vHat = v[i] / (1 - std::pow(options.beta2, n));
      value[i] -= options.rate * mHat / (std::sqrt(vHat) + options.epsilon);
      EXPECT_NEAR(p[static_cast<int64_t>(i)].item<double>(), value[i], 1e-12) << "update " << n;
    }
  }
}

TEST(AdamTest, doesNotMoveWhereTheGradientIsNotFinite) {
  torch::Tensor p = parameter({1.0, 2.0});
  train::Adam adam("toy", {{"p", p}}, {});
  p.mutable_grad() = torch::full({2}, std::numeric_limits<double>::quiet_NaN(), torch::kFloat64);
  EXPECT_TRUE(std::isnan(adam.squaredGradientNorm().item<double>()));
  adam.step(torch::ones({}, torch::kFloat32));
  EXPECT_TRUE(p.equal(torch::tensor({1.0, 2.0}, torch::kFloat64)));
}

TEST(AdamTest, goesOnFromItsSavedState) {
  torch::Tensor p = parameter({1.0, 2.0}), q = parameter({1.0, 2.0});
  train::Adam straight("toy", {{"net.p", p}}, {}), first("toy", {{"net.p", q}}, {});
  const auto push = [](train::Adam& adam, torch::Tensor& value, double gradient) {
    value.mutable_grad() = torch::full({2}, gradient, torch::kFloat64);
    adam.step();
  };
  push(straight, p, 0.3);
  push(first, q, 0.3);
  train::Adam second("toy", {{"net.p", q}}, {});
  const train::NamedTensors from = first.state(), to = second.state();
  ASSERT_EQ(from.size(), 3u);
  EXPECT_EQ(from[0].first, "adam.net.p.m");
  EXPECT_EQ(from[2].first, "adam.toy.count");
  for (size_t i = 0; i < from.size(); ++i) to[i].second.copy_(from[i].second);
  push(straight, p, -0.7);
  push(second, q, -0.7);
  EXPECT_TRUE(p.equal(q));
  // The control: without the count the next update is another one.
  torch::Tensor r = parameter({1.0, 2.0});
  train::Adam forgetful("toy", {{"net.p", r}}, {});
  push(forgetful, r, -0.7);
  EXPECT_FALSE(p.equal(r));
}

}  // namespace
}  // namespace unroll
