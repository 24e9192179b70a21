#include <gtest/gtest.h>

#include <functional>

#include <ATen/Parallel.h>

#include "toy_data.h"

namespace unroll {
namespace {

using Omit = std::function<bool(const std::string& name)>;

/// Copies everything of `from` but what `omit` names, as a checkpoint does.
void carryOver(const train::Trainer& from, train::Trainer& to, const Omit& omit = {}) {
  torch::NoGradGuard guard;
  train::NamedTensors source = from.state(), target = to.state();
  ASSERT_EQ(source.size(), target.size());
  for (size_t i = 0; i < source.size(); ++i) {
    ASSERT_EQ(source[i].first, target[i].first);
    if (omit && omit(source[i].first)) continue;
    target[i].second.copy_(source[i].second);
  }
  to.loaded(target);
  to.setCounters(from.counters());
}

/// The first tensor that is not the same to the last bit, "" when all are.
std::string difference(const train::Trainer& a, const train::Trainer& b) {
  const train::NamedTensors one = a.state(), two = b.state();
  for (size_t i = 0; i < one.size(); ++i) {
    if (!one[i].second.equal(two[i].second)) return one[i].first;
  }
  return "";
}

struct Case {
  std::string name;
  size_t stages = 1, first = 0, last = 0;
  std::string temporal = "conv_gru", conditioning = "mixed:0.5";
  int64_t accumulation = 1;
  bool twoThreads = true;  ///< false where another case stands for it
};

Recipe recipeOf(const Case& one) {
  Recipe recipe = test::toyRecipe(one.stages, one.temporal);
  recipe.stages[0].lateStart = 5;
  recipe.stages[0].motionGain = 4;
  recipe.stages[0].varietyWeight = 1;
  if (one.first != one.last) recipe.stages[1].frames = 8;
  for (StageRecipe& stage : recipe.stages) {
    stage.conditioning = one.conditioning;
    stage.accumulation = one.accumulation;
    stage.steps = 4;  // Late windows grow with the share of the training that is done.
  }
  return recipe;
}

void train_(train::Trainer& trainer, int64_t steps) {
  test::ToySource source{trainer.windowSpec()};
  *source.next = trainer.counters().cursor;
  for (int64_t i = 0; i < steps; ++i) {
    const auto report = trainer.iterate(source);
    ASSERT_TRUE(report) << report.error().message;
  }
}

std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }

class ResumeTest : public ::testing::TestWithParam<Case> {};

TEST_P(ResumeTest, splitTrainingEqualsTrainingInOneGo) {
  const Recipe recipe = recipeOf(GetParam());
  for (const int threads : {1, 2}) {
    if (threads == 2 && !GetParam().twoThreads) continue;
    at::set_num_threads(threads);
    auto straight = test::toyTrainer(recipe, GetParam().first, GetParam().last);
    train_(*straight, 3);
    for (const int64_t split : {threads == 1 ? 1 : 2}) {
      auto before = test::toyTrainer(recipe, GetParam().first, GetParam().last);
      train_(*before, split);
      ASSERT_TRUE(before->settleAverages(2));  // As a checkpoint does.
      auto after = test::toyTrainer(recipe, GetParam().first, GetParam().last);
      carryOver(*before, *after);
      train_(*after, 3 - split);
      ASSERT_TRUE(straight->settleAverages(2));
      ASSERT_TRUE(after->settleAverages(2));
      EXPECT_EQ(straight->counters(), after->counters());
      EXPECT_EQ(difference(*straight, *after), "")
          << "split at " << split << ", threads " << threads;
    }
  }
  at::set_num_threads(1);
}

INSTANTIATE_TEST_SUITE_P(
    Families, ResumeTest,
    ::testing::Values(Case{"convGru"}, Case{"separable", 1, 0, 0, "separable_conv3d"},
                      Case{"accumulated", 1, 0, 0, "conv_gru", "real", 2, false},
                      Case{"stage2Real", 2, 1, 1, "conv_gru", "real", 1, false},
                      Case{"stage2Generated", 2, 1, 1, "conv_gru", "generated", 1, false},
                      Case{"stage2Mixed", 2, 1, 1, "conv_gru", "mixed:0.5"},
                      Case{"joint", 2, 0, 1, "conv_gru", "generated"}),
    [](const auto& one) { return one.param.name; });

TEST(ResumeControlTest, whatIsLeftOutShows) {
  at::set_num_threads(1);
  Recipe recipe = test::toyRecipe(2);
  const std::vector<std::pair<std::string, Omit>> controls{
      {"noise", [](const std::string& name) { return name == "rng.noise"; }},
      {"augmentation", [](const std::string& name) { return name == "rng.augmentation"; }},
      {"frames", [](const std::string& name) { return name == "rng.frames"; }},
      {"conditioning", [](const std::string& name) { return name == "rng.conditioning"; }},
      {"adam",
       [](const std::string& name) { return name.starts_with("adam.") && name.ends_with(".v"); }},
      {"adam count", [](const std::string& name) { return name == "adam.generator.count"; }},
      {"batch norm", [](const std::string& name) { return name.ends_with("running_var"); }},
      {"power iteration", [](const std::string& name) { return name.ends_with(".u"); }},
      {"average", [](const std::string& name) { return name.starts_with("ema."); }}};
  auto straight = test::toyTrainer(recipe, 1, 1);
  train_(*straight, 4);
  auto before = test::toyTrainer(recipe, 1, 1);
  train_(*before, 2);
  for (const auto& [what, omit] : controls) {
    auto after = test::toyTrainer(recipe, 1, 1);
    carryOver(*before, *after, omit);
    train_(*after, 2);
    EXPECT_NE(difference(*straight, *after), "") << "without " << what << " nothing differed";
  }
  auto after = test::toyTrainer(recipe, 1, 1);
  carryOver(*before, *after);
  train::Trainer::Counters counters = before->counters();
  counters.cursor = 0;
  after->setCounters(counters);
  train_(*after, 2);
  EXPECT_NE(difference(*straight, *after), "") << "without the cursor nothing differed";
}

}  // namespace
}  // namespace unroll
