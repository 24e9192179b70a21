#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include <ATen/Parallel.h>

#include "base/scratch_folder.h"
#include "io/event_log.h"
#include "io/npy.h"
#include "protocol/recipe_json.h"
#include "protocol/recipe_schema.h"
#include "toy_data.h"
#include "train/memory_model.h"
#include "train/run_plan.h"
#include "train/run_recorder.h"
#include "train/run_trainer.h"

namespace unroll {
namespace {

namespace fs = std::filesystem;

struct Listener : train::TrainObserver {
  std::vector<std::string> messages;
  std::vector<fs::path> checkpoints, previews;
  int64_t steps = 0;
  std::stop_source stop;
  int64_t stopAfter = -1;  ///< wishes asked for before stopping
  train::TrainWish wish = train::TrainWish::None;
  void onMessage(std::string_view message) override { messages.emplace_back(message); }
  void onCheckpoint(const fs::path& file) override { checkpoints.push_back(file); }
  void onPreview(const fs::path& folder) override { previews.push_back(folder); }
  train::TrainWish nextWish() override {
    if (steps++ == stopAfter) stop.request_stop();
    return std::exchange(wish, train::TrainWish::None);
  }
};

class RunTrainerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    const auto made = test::makeToyProject(project_, 3, [](Recipe& recipe) {
      recipe.previewEvery = 2;
      recipe.checkpointEvery = 2;
    });
    ASSERT_TRUE(made) << made.error().message;
    request_.project = project_;
    request_.threads = 1;
    request_.device = "cpu";
  }

  Result<train::TrainSummary> train_(const std::string& run, const std::string& stage) {
    request_.run = run;
    request_.stage = stage;
    return train::trainRun(request_, listener_, listener_.stop.get_token());
  }

  fs::path checkpoint(const std::string& run, const std::string& name, int64_t step) const {
    return project_ / "runs" / run / "checkpoints" / io::checkpointFileName(name, step);
  }

  /// The first tensor that is not the same to the last bit in both files; "" when all are.
  static std::string difference(const fs::path& one, const fs::path& two) {
    const auto a = io::SafetensorsFile::open(one), b = io::SafetensorsFile::open(two);
    if (!a || !b) return "cannot open";
    if (a->tensors().size() != b->tensors().size()) return "numbers of tensors";
    for (const io::TensorInfo& info : a->tensors()) {
      const auto left = *a->data(info.name), right = *b->data(info.name);
      if (!std::equal(left.begin(), left.end(), right.begin(), right.end())) return info.name;
    }
    return "";
  }

  /// The curves of stage 1 made while training, by the measure's name: values by step.
  std::map<std::string, std::map<int64_t, double>> liveCurves(const std::string& run) const {
    std::map<std::string, std::map<int64_t, double>> curves;
    const auto all = io::readScalarSeries(realVfs(), project_ / "runs" / run / "events.jsonl");
    EXPECT_TRUE(all);
    const std::string prefix = train::liveName("");
    for (const io::ScalarSeries& curve : *all) {
      if (curve.stage != 1 || !curve.name.starts_with(prefix)) continue;
      auto& values = curves[curve.name.substr(prefix.size())];
      for (size_t i = 0; i < curve.steps.size(); ++i) values[curve.steps[i]] = curve.values[i];
    }
    return curves;
  }

  /// The step at which `measure` was best, the earliest of equals.
  int64_t bestStep(const std::string& run, const std::string& measure) const {
    const auto curves = liveCurves(run);
    int64_t best = -1;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [step, value] : curves.at(measure)) {
      const double wish = measure == "is_small" ? -value
                          : measure == "fd_small"
                              ? value
                              : std::abs(value - curves.at(measure + "/real").at(step));
      if (wish < least) std::tie(best, least) = std::pair(step, wish);
    }
    return best;
  }

  /// The steps of stage 1 that are marked best.
  std::vector<int64_t> marked(const std::string& run) const {
    std::vector<int64_t> steps;
    const auto entries = io::CheckpointStore(realVfs(), project_ / "runs" / run).list();
    EXPECT_TRUE(entries);
    for (const io::CheckpointEntry& entry : *entries) {
      if (entry.stage == "stage1" && entry.best) steps.push_back(entry.step);
    }
    return steps;
  }

  test::ScratchFolder scratch_;
  fs::path project_ = scratch_.path() / "project";
  train::TrainRequest request_;
  Listener listener_;
};

TEST_F(RunTrainerTest, trainsAllStagesAndWritesEverything) {
  const auto summary = train_("base", "all");
  ASSERT_TRUE(summary) << summary.error().message;
  ASSERT_EQ(summary->stages.size(), 2u);
  EXPECT_EQ(summary->stages[1].stage, "stage2");
  EXPECT_EQ(summary->stages[1].step, 3);
  EXPECT_FALSE(summary->interrupted);
  for (const char* stage : {"stage1", "stage2"}) {
    for (const int64_t step : {2, 3})
      EXPECT_TRUE(fs::exists(checkpoint("base", stage, step))) << stage << step;
  }
  const fs::path run = project_ / "runs" / "base";
  const auto probe =
      io::readNpy(realVfs(), run / "previews" / "stage2-step-00000003" / "probe-5.npy");
  ASSERT_TRUE(probe) << probe.error().message;
  EXPECT_EQ(probe->shape, (std::vector<int64_t>{8, 32, 32, 3}));
  for (const char* part : {"probe-5-stage1.npy", "probe-5-real.npy"}) {
    EXPECT_TRUE(fs::exists(run / "previews" / "stage2-step-00000003" / part)) << part;
  }
  const auto curves = io::readScalarSeries(realVfs(), run / "events.jsonl");
  ASSERT_TRUE(curves);
  std::set<std::string> names;
  for (const io::ScalarSeries& curve : *curves) {
    names.insert(std::to_string(curve.stage) + " " + curve.name);
    EXPECT_EQ(curve.steps, (std::vector<int64_t>{1, 2, 3})) << curve.name;
  }
  for (const char* name :
       {"1 loss/generator", "1 loss/critic", "2 score/matching/real", "2 score/matching/fake",
        "2 gradient/generator", "2 time/step", "2 memory/resident"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  EXPECT_FALSE(fs::is_empty(run / "tensorboard"));

  // A stage that is there already is not trained over.
  const auto again = train_("base", "2");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::Refused);
  EXPECT_NE(again.error().message.find("--resume"), std::string::npos);
}

TEST_F(RunTrainerTest, resumeGivesTheSameBits) {
  for (const std::string stage : {"all", "joint"}) {
    request_.settings = stage == "joint"
                            ? std::vector<std::string>{"stage2.frames=8", "stage1.frames=4"}
                            : std::vector<std::string>{};
    const auto straight = train_("straight-" + stage, stage);
    ASSERT_TRUE(straight) << straight.error().message;
    request_.steps = 2;
    ASSERT_TRUE(train_("split-" + stage, stage));
    request_.steps.reset();
    request_.resume = true;
    request_.settings.clear();
    const auto resumed = train_("split-" + stage, stage);
    ASSERT_TRUE(resumed) << resumed.error().message;
    EXPECT_EQ(resumed->stages.back().firstStep, 2);
    request_.resume = false;
    const std::string name = stage == "joint" ? "joint" : "stage2";
    if (stage == "joint") {
      EXPECT_EQ(
          difference(checkpoint("straight-joint", name, 3), checkpoint("split-joint", name, 3)),
          "");
    } else {
      EXPECT_EQ(
          difference(checkpoint("straight-all", "stage1", 3), checkpoint("split-all", "stage1", 3)),
          "");
      // Stage 2's first two steps saw stage 1 at step 2, not 3: that run differs, and says nothing
      // of resuming.
      EXPECT_NE(difference(checkpoint("straight-all", name, 3), checkpoint("split-all", name, 3)),
                "");
    }
  }
}

TEST_F(RunTrainerTest, refusesAResumeThatWouldNotBeExact) {
  request_.steps = 1;
  ASSERT_TRUE(train_("base", "1"));
  request_.steps = 2;
  request_.resume = true;
  // Unless told otherwise it goes on as it was.
  request_.threads = 0;
  at::set_num_threads(2);
  const auto same = train_("base", "1");
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_EQ(same->threads, 1);
  EXPECT_TRUE(same->messages.empty());
  request_.steps = 3;
  request_.threads = 2;
  const auto refused = train_("base", "1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Refused);
  EXPECT_NE(refused.error().message.find("1 threads"), std::string::npos)
      << refused.error().message;
  request_.allowInexact = true;
  const auto allowed = train_("base", "1");
  ASSERT_TRUE(allowed) << allowed.error().message;
  ASSERT_EQ(allowed->messages.size(), 1u);
  EXPECT_NE(allowed->messages[0].find("not bit for bit"), std::string::npos)
      << allowed->messages[0];
}

TEST_F(RunTrainerTest, branchesWithOtherSettings) {
  ASSERT_TRUE(train_("base", "all"));
  request_.from = "base";
  request_.settings = {"stage2.matchingCritic=false", "stage2.steps=2"};
  const auto without = train_("plain", "2");
  ASSERT_TRUE(without) << without.error().message;
  EXPECT_TRUE(fs::exists(checkpoint("plain", "stage1", 3))) << "stage 1 comes along";
  EXPECT_EQ(difference(checkpoint("plain", "stage1", 3), checkpoint("base", "stage1", 3)), "");
  EXPECT_EQ(without->stages[0].firstStep, 0);

  request_.from = "plain@2";
  request_.settings = {"stage2.matchingCritic=true", "stage2.steps=4"};
  const auto with = train_("again", "2");
  ASSERT_TRUE(with) << with.error().message;
  EXPECT_EQ(with->stages[0].firstStep, 2);
  EXPECT_EQ(with->stages[0].step, 4);
  ASSERT_FALSE(with->messages.empty());
  EXPECT_NE(with->messages[0].find("matching"), std::string::npos);
  const auto file = io::SafetensorsFile::open(checkpoint("again", "stage2", 2));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->metadata().at("parent"), "plain@2");

  request_.from = "plain@3";
  request_.settings = {"stage1.temporalPool=false", "stage1.steps=5"};
  const auto finer = train_("finer", "1");
  ASSERT_TRUE(finer) << finer.error().message;
  EXPECT_EQ(finer->stages[0].firstStep, 3);
  ASSERT_EQ(finer->messages.size(), 1u);
  EXPECT_NE(finer->messages[0].find("temporal critic is new"), std::string::npos)
      << finer->messages[0];

  request_.from = "plain@2";
  request_.settings = {"stage2.channels=2"};
  const auto unfit = train_("wide", "2");
  ASSERT_FALSE(unfit);
  EXPECT_NE(unfit.error().message.find("does not fit"), std::string::npos) << unfit.error().message;
  request_.settings.clear();
  request_.from = "plain@77";
  const auto missing = train_("gone", "2");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound) << missing.error().message;
}

TEST_F(RunTrainerTest, stopsWithACheckpointAndGrantsWishes) {
  request_.steps = 100;
  listener_.stopAfter = 3;
  listener_.wish = train::TrainWish::Preview;
  const auto summary = train_("base", "1");
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_TRUE(summary->interrupted);
  EXPECT_EQ(summary->stages[0].step, 2);  // The wish was one question more.
  EXPECT_TRUE(fs::exists(checkpoint("base", "stage1", summary->stages[0].step)));
  ASSERT_FALSE(listener_.previews.empty());
  EXPECT_EQ(listener_.previews[0].filename(), "stage1-step-00000000");
}

TEST_F(RunTrainerTest, saysWhatIsMissing) {
  const auto noLower = train_("base", "2");
  ASSERT_FALSE(noLower);
  EXPECT_NE(noLower.error().message.find("stage2.conditioning=real"), std::string::npos)
      << noLower.error().message;
  EXPECT_EQ(train_("base2", "7").error().kind, ErrorKind::Usage);
  request_.resume = true;
  EXPECT_EQ(train_("nobody", "1").error().kind, ErrorKind::NotFound);
  request_.resume = false;
  request_.settings = {"stage2.conditioning=real"};
  const auto real = train_("real", "2");
  ASSERT_TRUE(real) << real.error().message;
  EXPECT_TRUE(
      fs::exists(project_ / "runs" / "real" / "previews" / "stage2-step-00000003" / "probe-0.npy"));
  request_.settings = {"stage1.frames=30"};
  const auto tooLong = train_("long", "1");
  ASSERT_FALSE(tooLong);
  EXPECT_EQ(tooLong.error().kind, ErrorKind::Refused) << tooLong.error().message;
}

TEST_F(RunTrainerTest, aFullDiskStopsTrainingInASentence) {
  ASSERT_NE(std::signal(SIGXFSZ, SIG_IGN), SIG_ERR);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 100'000;  // Room for events and previews, none for a checkpoint.
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = train_("base", "1");
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Disk) << refused.error().message;
  EXPECT_NE(refused.error().message.find("no checkpoint of this stage yet"), std::string::npos)
      << refused.error().message;
  const auto later = train_("base", "1");
  EXPECT_TRUE(later) << "the run can be trained once there is room";
}

/// Takes the room for all but small files once the run is made, and gives it back when asked to.
struct DiskMender : Listener {
  rlimit before{};
  std::vector<Error> held;
  void onRun(const io::RunFolder&) override {
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 3'000;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  }
  bool holdForDisk(const Error& error) override {
    held.push_back(error);
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    return true;
  }
};

TEST_F(RunTrainerTest, aFullDiskIsWaitedForWhereSomebodyMendsIt) {
  ASSERT_NE(std::signal(SIGXFSZ, SIG_IGN), SIG_ERR);
  DiskMender mender;
  request_.run = "base";
  request_.stage = "1";
  const auto summary = train::trainRun(request_, mender, {});
  ASSERT_TRUE(summary) << summary.error().message;
  ASSERT_EQ(mender.held.size(), 1u);
  EXPECT_EQ(mender.held.front().kind, ErrorKind::Disk);
  EXPECT_EQ(summary->stages[0].step, 3);
  for (const int64_t step : {2, 3}) EXPECT_TRUE(fs::exists(checkpoint("base", "stage1", step)));
  // A preview that found no room cost nothing but itself.
  EXPECT_TRUE(std::ranges::any_of(mender.messages, [](const std::string& message) {
    return message.starts_with("No preview is made: ");
  }));
  EXPECT_EQ(mender.previews.size(), 1u);
}

TEST_F(RunTrainerTest, outOfMemoryNamesABatchThatFits) {
  request_.settings = {"stage1.batch=4096", "stage1.channels=8", "stage1.criticChannels=8"};
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  rlimit small = before;
  small.rlim_cur = static_cast<rlim_t>(train::addressSpace() + 400'000'000);
  ASSERT_EQ(setrlimit(RLIMIT_AS, &small), 0);
  const auto refused = train_("base", "1");
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::OutOfMemory) << refused.error().message;
  EXPECT_NE(refused.error().message.find("would fit: set stage1.batch="), std::string::npos)
      << refused.error().message;
}

TEST(RunPlanTest, readsBranchesAndStages) {
  EXPECT_EQ(train::parseBranch("a@12")->step, 12);
  EXPECT_EQ(train::parseBranch("a")->step, std::nullopt);
  EXPECT_EQ(train::parseBranch("a@latest")->step, -1);
  for (const char* wrong : {"a@", "a@x", "a@-3", "../a@3", "@4"})
    EXPECT_FALSE(train::parseBranch(wrong)) << wrong;
  const Recipe recipe = test::toyRecipe(2);
  EXPECT_EQ(train::parseStages(recipe, "all")->size(), 2u);
  EXPECT_EQ(train::parseStages(recipe, "joint")->front(), (train::Training{0, 1}));
  for (const char* wrong : {"0", "3", "", "x", "stage"})
    EXPECT_FALSE(train::parseStages(recipe, wrong)) << wrong;
}

TEST_F(RunTrainerTest, measuresChangeNoBitOfTheTraining) {
  ASSERT_TRUE(train_("plain", "all"));
  request_.settings = {"evaluateEvery=1"};
  const auto measured = train_("measured", "all");
  ASSERT_TRUE(measured) << measured.error().message;
  for (const char* stage : {"stage1", "stage2"}) {
    EXPECT_EQ(difference(checkpoint("plain", stage, 3), checkpoint("measured", stage, 3)), "");
  }
  const auto curves =
      io::readScalarSeries(realVfs(), project_ / "runs" / "measured" / "events.jsonl");
  ASSERT_TRUE(curves);
  for (const int64_t stage : {1, 2}) {
    for (const char* name : {"measure/live_fd_small", "measure/live_is_small",
                             "measure/live_psd_high_db", "measure/live_motion"}) {
      const auto found = std::ranges::find_if(*curves, [&](const io::ScalarSeries& curve) {
        return curve.stage == stage && curve.name == name;
      });
      ASSERT_NE(found, curves->end()) << stage << name;
      EXPECT_EQ(found->steps, (std::vector<int64_t>{1, 2, 3}));
    }
    io::CheckpointStore store(realVfs(), project_ / "runs" / "measured");
    const auto entries = store.list();
    ASSERT_TRUE(entries);
    EXPECT_EQ(std::ranges::count_if(*entries,
                                    [&](const io::CheckpointEntry& entry) {
                                      return entry.best &&
                                             entry.stage == "stage" + std::to_string(stage);
                                    }),
              1)
        << "The best checkpoint of each stage is marked.";
  }
}

TEST_F(RunTrainerTest, theBestCanBeChosenByEveryMeasureMadeWhileTraining) {
  request_.settings = {"evaluateEvery=1"};
  ASSERT_TRUE(train_("measured", "1"));
  std::set<std::string> made, choices;
  for (const auto& [name, steps] : liveCurves("measured")) {
    if (!name.ends_with("/real")) made.insert(name);
  }
  for (const RecipeField& field : recipeFields()) {
    if (field.info.key != "bestBy") continue;
    choices.insert(field.info.choices.begin(), field.info.choices.end());
  }
  if (!made.contains("flow")) choices.erase("flow");  // A program without media sees no flow.
  EXPECT_EQ(made, choices);
}

TEST_F(RunTrainerTest, theBestIsKeptByTheMeasureThatTheRecipeChooses) {
  for (const std::string by : {"fd_small", "is_small", "motion", "psd_high_db"}) {
    request_.settings = {"evaluateEvery=1", "bestBy=" + by};
    ASSERT_TRUE(train_(by, "1"));
    EXPECT_EQ(marked(by), (std::vector<int64_t>{bestStep(by, by)})) << by;
  }
}

TEST_F(RunTrainerTest, aChangedChoiceOfTheBestComparesLikeWithLike) {
  request_.settings = {"evaluateEvery=1", "checkpointEvery=1"};
  ASSERT_TRUE(train_("base", "1"));
  EXPECT_EQ(marked("base"), (std::vector<int64_t>{bestStep("base", "fd_small")}));
  int64_t moved = 0;
  for (const std::string by : {"is_small", "motion", "psd_high_db"}) {
    fs::copy(project_ / "runs" / "base", project_ / "runs" / by, fs::copy_options::recursive);
    request_.settings = {"bestBy=" + by};
    request_.resume = true;
    request_.steps = 4;
    listener_.messages.clear();
    const auto summary = train_(by, "1");
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(marked(by), (std::vector<int64_t>{bestStep(by, by)})) << by;
    moved += std::ranges::count_if(listener_.messages, [&](const std::string& message) {
      return message.find("by " + by + ", and was that of step") != std::string::npos;
    });
    // Back again, and with the mark lost.
    request_.settings = {"bestBy=fd_small"};
    request_.steps = 5;
    ASSERT_TRUE(train_(by, "1"));
    EXPECT_EQ(marked(by), (std::vector<int64_t>{bestStep(by, "fd_small")})) << by;
    io::CheckpointStore store(realVfs(), project_ / "runs" / by);
    ASSERT_TRUE(store.setMark("stage1", marked(by).front(), io::CheckpointMark::Best, false));
    request_.steps = 6;
    ASSERT_TRUE(train_(by, "1"));
    EXPECT_EQ(marked(by), (std::vector<int64_t>{bestStep(by, "fd_small")})) << by;
  }
  EXPECT_GT(moved, 0) << "No measure of the three has its best elsewhere: the test shows nothing.";
}

}  // namespace
}  // namespace unroll
