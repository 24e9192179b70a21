// Checkpoints of a real, tiny training, loaded and measured.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "../train/toy_data.h"
#include "base/file_system.h"
#include "base/scratch_folder.h"
#include "engine/cascade.h"
#include "engine/evaluate_run.h"
#include "engine/evaluation_events.h"
#include "io/checkpoint_store.h"
#include "io/event_log.h"
#include "io/project.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;

class EvaluateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
    const auto made = test::makeToyProject(project_, 3, [](Recipe& recipe) {
      recipe.checkpointEvery = 1;
      recipe.keepLast = 10;
    });
    ASSERT_TRUE(made) << made.error().message;
  }

  void train(const std::string& run, const std::string& stage,
             std::vector<std::string> settings = {}) {
    const auto trained = test::trainToyRun(project_, run, stage, std::move(settings));
    ASSERT_TRUE(trained) << trained.error().message;
  }

  EvaluateRequest request(const std::string& run) const {
    EvaluateRequest asked;
    asked.project = project_;
    asked.run = run;
    asked.measures = {"fvd", "coverage", "psd", "motion"};
    asked.samples = 8;
    asked.realClips = 24;
    asked.draws = 2;
    asked.threads = 1;
    asked.device = "cpu";
    return asked;
  }

  std::vector<fs::path> kept() const {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(project_ / "cache", error)) {
      files.push_back(entry.path());
    }
    return files;
  }

  test::ScratchFolder scratch_;
  const fs::path project_ = scratch_.path() / "project";
};

/// Everything but the time it took, as text to the last bit.
std::string numbers(const EvaluateSummary& summary) {
  std::string text;
  for (StageEvaluation stage : summary.stages) {
    stage.report.seconds = 0;
    text += toJson(stage).dump() + "\n";
  }
  return text;
}

TEST_F(EvaluateTest, stagesTrainedJointlyAreTakenFromOneStep) {
  train("together", "joint", {"stage2.frames=8"});
  const auto whole = loadCascade({project_, "together", 1, {}}, 0, "cpu");
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->steps, (std::vector<int64_t>{1, 1}));
  const auto newest = loadCascade({project_, "together", {}, {}}, 0, "cpu");
  EXPECT_EQ(newest->steps, (std::vector<int64_t>{3, 3}));
  const auto missing = loadCascade({project_, "together", 7, {}}, 0, "cpu");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
}

TEST_F(EvaluateTest, aStageOfItsOwnStandsOnTheNewestBelow) {
  train("apart", "all");
  const auto cascade = loadCascade({project_, "apart", 1, {}}, 0, "cpu");
  ASSERT_TRUE(cascade) << cascade.error().message;
  EXPECT_EQ(cascade->steps, (std::vector<int64_t>{3, 1}));
}

TEST_F(EvaluateTest, everyStageMayStandAtAnotherStep) {
  train("apart", "all");
  const auto steps = [&](const ModelSource& source) {
    const auto cascade = loadCascade(source, 0, "cpu");
    EXPECT_TRUE(cascade) << cascade.error().message;
    return cascade ? cascade->steps : std::vector<int64_t>();
  };
  const auto refused = [&](const ModelSource& source) {
    const auto cascade = loadCascade(source, 0, "cpu");
    EXPECT_FALSE(cascade);
    return cascade ? ErrorKind::Internal : cascade.error().kind;
  };
  using Steps = std::vector<int64_t>;
  const ModelSource newest{project_, "apart", {}, {}};
  ModelSource chosen = newest;
  chosen.step = 3;
  chosen.below = {1};
  EXPECT_EQ(steps(chosen), (Steps{1, 3}));
  EXPECT_EQ(loadCascade(chosen, 0, "cpu")->origin, "apart@1,3");
  chosen.below = {7};
  EXPECT_EQ(refused(chosen), ErrorKind::NotFound);
  chosen.below = {1, 3};
  EXPECT_EQ(refused(chosen), ErrorKind::Usage);

  ModelSource best = newest;
  best.best = true;
  EXPECT_EQ(steps(best), (Steps{3, 3})) << "none is marked";
  EvaluateRequest ofBest = request("apart");
  ofBest.best = true;
  EXPECT_EQ(evaluateRun(ofBest, {}, {}).error().kind, ErrorKind::NotFound);
  io::CheckpointStore store(realVfs(), project_ / "runs" / "apart");
  ASSERT_TRUE(store.setMark("stage1", 1, io::CheckpointMark::Best, true));
  EXPECT_EQ(steps(best), (Steps{1, 3}));
  EXPECT_EQ(steps(newest), (Steps{3, 3}));
  const auto evaluated = evaluateRun(ofBest, {}, {});
  ASSERT_TRUE(evaluated) << evaluated.error().message;
  ASSERT_EQ(evaluated->stages.size(), 1u);
  EXPECT_EQ(evaluated->stages[0].stage, 1);
  EXPECT_EQ(evaluated->stages[0].step, 1);

  train("together", "joint", {"stage2.frames=8"});
  ModelSource joint{project_, "together", 3, {}};
  joint.below = {1};
  EXPECT_EQ(refused(joint), ErrorKind::Usage) << "stages trained jointly belong together";

  // A run of both kinds: whose checkpoint of step 3 is meant is not left to chance.
  train("together", "1", {"stage2.frames=8"});
  ModelSource first{project_, "together", 3, {}};
  const auto weights = [&](const std::string& training) {
    first.training = training;
    const auto cascade = loadCascade(first, 1, "cpu");
    EXPECT_TRUE(cascade) << cascade.error().message;
    return cascade->stages[0]->out_conv->bias.clone();
  };
  EXPECT_TRUE(torch::equal(weights("stage1"), weights("")));
  EXPECT_FALSE(torch::equal(weights("stage1"), weights("joint")));
}

TEST_F(EvaluateTest, aPairOfOtherStepsIsNoPointOfTheCurve) {
  train("apart", "all");
  const fs::path measures = project_ / "runs" / "apart" / "measures";
  const fs::path plain = measures / "stage2-step-00000003.json";
  const fs::path pair = measures / "pairs" / "stage2-steps-00000001-00000003.json";
  const auto points = [&] {
    size_t count = 0;
    const auto curves =
        io::readScalarSeries(realVfs(), project_ / "runs" / "apart" / "events.jsonl");
    EXPECT_TRUE(curves);
    for (const io::ScalarSeries& series : *curves) {
      if (series.stage == 2 && series.name == "measure/fd_small") count += series.steps.size();
    }
    return count;
  };
  io::CheckpointStore store(realVfs(), project_ / "runs" / "apart");
  ASSERT_TRUE(store.setMark("stage1", 1, io::CheckpointMark::Best, true));
  ASSERT_TRUE(store.setMark("stage2", 3, io::CheckpointMark::Best, true));
  EvaluateRequest best = request("apart");
  best.best = true;
  const auto ofBest = evaluateRun(best, {}, {});
  ASSERT_TRUE(ofBest) << ofBest.error().message;
  ASSERT_EQ(ofBest->stages.size(), 2u);
  EXPECT_TRUE(ofBest->stages[0].onCurve) << "stage 1 stands on nothing";
  EXPECT_FALSE(ofBest->stages[1].onCurve);
  EXPECT_EQ(ofBest->stages[1].steps, (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(points(), 0u);
  EXPECT_TRUE(fs::exists(pair));
  EXPECT_FALSE(fs::exists(plain));
  ASSERT_FALSE(ofBest->messages.empty());
  EXPECT_NE(ofBest->messages.back().find("Stage 2 at step 3 on stage 1 at step 1 is no point"),
            std::string::npos)
      << ofBest->messages.back();

  EvaluateRequest named = request("apart");
  named.step = 3;
  named.below = {1};
  const auto ofNamed = evaluateRun(named, {}, {});
  ASSERT_TRUE(ofNamed) << ofNamed.error().message;
  ASSERT_EQ(ofNamed->stages.size(), 1u) << "the last of the named stages";
  EXPECT_EQ(ofNamed->stages[0].report.find("fd_small")->fake->mean,
            ofBest->stages[1].report.find("fd_small")->fake->mean);
  EXPECT_EQ(points(), 0u);

  // What the plain evaluation would take may share its place.
  named.below = {3};
  const auto same = evaluateRun(named, {}, {});
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_TRUE(same->stages[0].onCurve);
  EXPECT_EQ(points(), 1u);
  EXPECT_TRUE(fs::exists(plain));
  EXPECT_EQ(readMeasures(*io::Project::open(project_)->openRun("apart")).size(), 2u);
  EXPECT_EQ(readMeasures(*io::Project::open(project_)->openRun("apart"), /*pairs=*/true).size(),
            1u);

  named.below = {1, 2};
  EXPECT_EQ(evaluateRun(named, {}, {}).error().kind, ErrorKind::Usage);
}

TEST_F(EvaluateTest, aCurveThatChangesTheStageBelowSaysSo) {
  train("apart", "all");
  EvaluateRequest first = request("apart");
  first.stages = {2};
  ASSERT_TRUE(evaluateRun(first, {}, {}));
  fs::remove(project_ / "runs" / "apart" / "checkpoints" / io::checkpointFileName("stage1", 3));
  EvaluateRequest second = first;
  second.step = 2;
  const auto evaluated = evaluateRun(second, {}, {});
  ASSERT_TRUE(evaluated) << evaluated.error().message;
  EXPECT_EQ(evaluated->stages[0].steps, (std::vector<int64_t>{2, 2}));
  ASSERT_FALSE(evaluated->messages.empty());
  EXPECT_NE(evaluated->messages.back().find("not comparable"), std::string::npos)
      << evaluated->messages.back();
  const auto documents = readMeasures(*io::Project::open(project_)->openRun("apart"));
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_TRUE(oneProtocol({&documents[0], &documents[1]}));
  EXPECT_FALSE(oneCurve({&documents[0], &documents[1]}));
}

TEST_F(EvaluateTest, aFileOfMeasuresThatIsNoneIsLeftOut) {
  train("apart", "1");
  ASSERT_TRUE(evaluateRun(request("apart"), {}, {}));
  const fs::path folder = project_ / "runs" / "apart" / "measures";
  const char* broken[] = {
      "",
      "{",
      "[]",
      "{}",
      R"({"stage": 1, "step": 3})",
      R"({"stage": 1, "step": 3, "protocol": {}, "measures": []})",
      R"({"stage": 1, "step": 3, "protocol": {}, "measures": [3], "warnings": []})",
      R"({"stage": 1, "step": 3, "protocol": {}, "measures": [{"name": 1}], "warnings": []})",
      R"({"stage": 1, "step": 3, "protocol": {"key": 1}, "measures": [], "warnings": []})",
      R"({"stage": 1, "step": 3, "protocol": {}, "measures": [], "warnings": [], "steps": "a"})",
      R"({"stage": 1, "step": 3, "protocol": {}, "measures": [], "warnings": [],
          "nearest": [{"seed": "a"}]})",
      R"({"stage": "1", "step": 3, "protocol": {}, "measures": []})",
      R"({"stage": 1, "step": 3, "protocol": 3, "measures": [], "warnings": []})"};
  for (size_t i = 0; i < std::size(broken); ++i) {
    std::ofstream(folder / fmt::format("broken-{}.json", i)) << broken[i];
  }
  const auto run = io::Project::open(project_)->openRun("apart");
  EXPECT_EQ(readMeasures(*run).size(), 1u);
  EvaluateRequest again = request("apart");
  again.step = 2;
  EXPECT_TRUE(evaluateRun(again, {}, {})) << "the next evaluation looks at what there is";
}

TEST_F(EvaluateTest, theBestByMotionIsTheOneNearestToRealClips) {
  train("apart", "1");
  EvaluateRequest asked = request("apart");
  asked.allSteps = true;
  asked.markBest = "motion";
  const auto evaluated = evaluateRun(asked, {}, {});
  ASSERT_TRUE(evaluated) << evaluated.error().message;
  ASSERT_EQ(evaluated->stages.size(), 3u);
  std::vector<std::pair<double, int64_t>> far;
  for (const StageEvaluation& stage : evaluated->stages) {
    const metrics::MeasureRow* motion = stage.report.find("motion");
    ASSERT_TRUE(motion != nullptr && motion->fake && motion->floor);
    far.emplace_back(std::abs(motion->fake->mean - motion->floor->mean), stage.step);
    const metrics::MeasureRow* look = stage.report.find("fd_small_look");
    ASSERT_TRUE(look != nullptr && look->fake && look->floor);
    EXPECT_GT(look->fake->mean, look->floor->mean) << "three steps of training";
  }
  const auto entries = io::CheckpointStore(realVfs(), project_ / "runs" / "apart").list();
  ASSERT_TRUE(entries);
  for (const io::CheckpointEntry& entry : *entries) {
    EXPECT_EQ(entry.best, entry.step == std::ranges::min(far).second) << entry.step;
  }
}

TEST_F(EvaluateTest, theDataIsLookedAtOnce) {
  train("apart", "all");
  const auto first = evaluateRun(request("apart"), {}, {});
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->stages.size(), 2u);
  EXPECT_EQ(kept().size(), 2u) << "one set for each stage";
  const auto second = evaluateRun(request("apart"), {}, {});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(numbers(*second), numbers(*first));
  EXPECT_EQ(kept().size(), 2u);

  EvaluateRequest uncached = request("apart");
  uncached.cache = false;
  EXPECT_EQ(numbers(*evaluateRun(uncached, {}, {})), numbers(*first));

  EvaluateRequest fewer = request("apart");
  fewer.realClips = 20;
  ASSERT_TRUE(evaluateRun(fewer, {}, {}));
  EXPECT_EQ(kept().size(), 4u) << "other clips are other sets";
}

TEST_F(EvaluateTest, trainingsOfOneProjectShareWhatTheDataSays) {
  train("one", "1", {"evaluateEvery=2"});
  ASSERT_EQ(kept().size(), 1u);
  const auto written = fs::last_write_time(kept()[0]);
  train("two", "1", {"evaluateEvery=2"});
  ASSERT_EQ(kept().size(), 1u) << "the same windows of the same data";
  EXPECT_EQ(fs::last_write_time(kept()[0]), written);
  const auto measures = [&](const char* run) {
    std::string text;
    const auto curves = io::readScalarSeries(realVfs(), project_ / "runs" / run / "events.jsonl");
    if (!curves) return curves.error().message;
    for (const io::ScalarSeries& series : *curves) {
      if (!series.name.starts_with("measure/live_")) continue;
      for (const double value : series.values) text += fmt::format("{} {}\n", series.name, value);
    }
    return text;
  };
  EXPECT_NE(measures("one").find("measure/live_fd_small/real"), std::string::npos);
  EXPECT_NE(measures("one").find("measure/live_fd_small_look "), std::string::npos);
  EXPECT_EQ(measures("one"), measures("two")) << "the same seed, kept or not";
}

TEST_F(EvaluateTest, aBrokenCacheIsMadeAnewAndSaysSo) {
  train("apart", "1");
  const auto first = evaluateRun(request("apart"), {}, {});
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(kept().size(), 1u);
  const auto size = fs::file_size(kept()[0]);
  {
    std::fstream file(kept()[0], std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size - 3));
    file.put('\x5a');
  }
  const auto second = evaluateRun(request("apart"), {}, {});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(numbers(*second), numbers(*first));
  ASSERT_FALSE(second->messages.empty());
  EXPECT_NE(second->messages[0].find("made anew"), std::string::npos) << second->messages[0];
  EXPECT_TRUE(evaluateRun(request("apart"), {}, {})->messages.empty()) << "it was mended";
}

TEST_F(EvaluateTest, checkpointsShareWhatTheDataSays) {
  train("apart", "1");
  EvaluateRequest all = request("apart");
  all.allSteps = true;
  const auto together = evaluateRun(all, {}, {});
  ASSERT_TRUE(together) << together.error().message;
  ASSERT_EQ(together->stages.size(), 3u);
  EvaluateRequest last = request("apart");
  last.step = 3;
  const auto alone = evaluateRun(last, {}, {});
  ASSERT_TRUE(alone) << alone.error().message;
  for (const metrics::MeasureRow& row : alone->stages[0].report.rows) {
    const metrics::MeasureRow* shared = together->stages[2].report.find(row.name);
    ASSERT_NE(shared, nullptr) << row.name;
    EXPECT_EQ(shared->fake->mean, row.fake->mean) << row.name;
    ASSERT_EQ(shared->floor.has_value(), row.floor.has_value()) << row.name;
    if (row.floor) {
      EXPECT_EQ(shared->floor->mean, row.floor->mean) << row.name;
      EXPECT_EQ(together->stages[0].report.find(row.name)->floor->mean, row.floor->mean);
    }
    if (row.noise) {
      EXPECT_EQ(shared->noise->mean, row.noise->mean) << row.name;
    }
  }
}

TEST_F(EvaluateTest, eventsBesideATrainerAreWholeLinesAndWords) {
  train("apart", "1");
  const auto project = io::Project::open(project_);
  const auto run = project->openRun("apart");
  ASSERT_TRUE(run) << run.error().message;
  const auto lock = run->lock();
  ASSERT_TRUE(lock) << lock.error().message;
  std::ofstream(run->eventsFile(), std::ios::app) << "{\"t\":1,\"type\":\"sca";  // Being written.
  const auto before = fs::file_size(run->eventsFile());
  StageEvaluation evaluation;
  evaluation.stage = 1;
  evaluation.step = 3;
  metrics::MeasureRow row = metrics::MeasureRow::of("fd_small", "", "", "lower");
  row.fake = metrics::Spread{std::numeric_limits<double>::infinity(), 0};
  evaluation.report.rows.push_back(row);
  ASSERT_TRUE(writeMeasureEvents(*run, evaluation));
  EXPECT_GT(fs::file_size(run->eventsFile()), before) << "the trainer's half line is left alone";
  std::ifstream file(run->eventsFile());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(text.find("\"name\":\"measure/fd_small\",\"value\":\"Infinity\"}\n"),
            std::string::npos);
}

}  // namespace
}  // namespace unroll::engine
