// unroll measure, evaluate, report and train-features as a person runs them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "cli/program_run.h"

namespace unroll::test {
namespace {

using Words = std::vector<std::string>;

/// A small trained project, made once.
class MeasuresTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    // Nothing of the person who runs the tests is used or changed.
    ::setenv("UNROLL_CACHE", cache().c_str(), 1);
    ::unsetenv("UNROLL_WEIGHTS");
    ok({"new",   project(),          "--recipe", "demo-32",          "--set", "channels=2",
        "--set", "criticChannels=2", "--set",    "batch=2",          "--set", "latent=8",
        "--set", "frames=8",         "--set",    "spatialFrames=4",  "--set", "standingBatches=2",
        "--set", "previewEvery=0",   "--set",    "checkpointEvery=1"});
    ok({"import", project(), "--synthetic", "moving-scenes", "--clips", "16", "--clip-frames",
        "40"});
    ok({"train", project(), "--run", "one", "--steps", "2", "--threads", "1"});
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }

  static std::string project() { return *folder_ / "project"; }
  static std::string cache() { return *folder_ / "cache"; }
  static int64_t files(const std::string& folder) {
    std::error_code error;
    return std::distance(std::filesystem::directory_iterator(folder, error), {});
  }
  static nlohmann::json ok(const Words& words) {
    const ProgramResult result = runUnroll(words);
    EXPECT_EQ(result.code, 0) << words.front() << ": " << result.err;
    return result.json();
  }
  static void refused(const Words& words, int code, const std::string& part) {
    const ProgramResult result = runUnroll(words);
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
  }

  static TemporaryFolder* folder_;
};
TemporaryFolder* MeasuresTest::folder_ = nullptr;

const nlohmann::json* measure(const nlohmann::json& document, const std::string& name) {
  for (const auto& row : document["measures"]) {
    if (row["name"] == name) return &row;
  }
  return nullptr;
}

TEST_F(MeasuresTest, evaluatesEveryStageAndReports) {
  const std::string out = *folder_ / "measures.json";
  const auto document = ok({"evaluate", project(), "--run", "one", "--samples", "12", "--frames",
                            "16", "--threads", "1", "--out", out, "--json"});
  ASSERT_EQ(document["stages"].size(), 2u);
  const auto& last = document["stages"][1];
  EXPECT_EQ(last["stage"], 2);
  EXPECT_EQ(last["step"], 2);
  for (const char* name :
       {"fd_small", "kvd_small", "is_small", "coverage_small", "psd_high_db", "motion",
        "grounding_db", "grounding_ssim", "diversity", "nearest_real", "fd_small_late"}) {
    ASSERT_NE(measure(last, name), nullptr) << name;
  }
  EXPECT_EQ(measure(document["stages"][0], "grounding_db"), nullptr) << "Nothing is below stage 1.";
  EXPECT_LT((*measure(last, "fd_small"))["floor"]["mean"].get<double>(),
            (*measure(last, "fd_small"))["fake"]["mean"].get<double>())
      << "Two steps make no real clips.";
  EXPECT_EQ(last["steps"], (std::vector<int64_t>{2, 2})) << "stage 2 on the newest stage 1";
  for (const auto& row : last["measures"]) {
    const auto name = row["name"].get<std::string>();
    if (name == "grounding_other_db") continue;  // It is itself a ceiling of the row before.
    EXPECT_TRUE(row["floor"].is_object()) << name;
    // Windows meet in no real clip, and first frames are looked at still already.
    if (name == "seam" || name.find("_look") != std::string::npos) continue;
    EXPECT_TRUE(row["still"].is_object()) << name;
    EXPECT_TRUE(row["noise"].is_object()) << name;
  }
  const auto& grounding = *measure(last, "grounding_db");
  EXPECT_GT(grounding["floor"]["mean"].get<double>(), 45) << "the data's own, to a byte";
  EXPECT_GT(grounding["floor"]["mean"].get<double>(), grounding["fake"]["mean"].get<double>());
  const auto& nearest = *measure(last, "nearest_real");
  EXPECT_LT(nearest["floor"]["mean"].get<double>(), nearest["noise"]["mean"].get<double>());
  EXPECT_EQ(last["protocol"]["frames"], 8);
  EXPECT_EQ(last["protocol"]["network"], "features-small");
  EXPECT_EQ(last["spectrum"]["fake"].size(), 16u);
  EXPECT_EQ(nlohmann::json::parse(readAll(out))["stages"].size(), 2u);
  const std::string events = readAll(project() + "/runs/one/events.jsonl");
  for (const char* part :
       {"\"measure/fd_small\"", "\"measure/is_small\"", "\"measure/psd_high_db\"",
        "\"measure/motion\"", "\"measure/grounding_db\"", "\"type\":\"spectrum\""}) {
    EXPECT_NE(events.find(part), std::string::npos) << part;
  }
  const auto report = ok({"report", project(), "--out", *folder_ / "report", "--samples", "2",
                          "--frames", "8", "--threads", "1", "--json"});
  EXPECT_TRUE(report["problems"].empty()) << report["problems"];
  const std::string page = readAll(report["file"].get<std::string>());
  for (const char* part :
       {"<h2 id=\"s1\">Data</h2>", "Run one", "Power spectra at several time steps",
        "Unrolled beyond the training window", "Protocol: network features-small", "<svg",
        "Stage pairs", "Measures: Stage 2 at step 2 on stage 1 at step 2",
        "Nearest real clips: Stage 2 at step 2", "rank correlation with real"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(page.find("src=\"http"), std::string::npos) << "It needs no other file.";
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

TEST_F(MeasuresTest, evaluatesEveryCheckpointAndMarksTheBest) {
  const auto document =
      ok({"evaluate", project(), "--run", "one", "--at", "all", "--samples", "8", "--measures",
          "fvd,motion", "--no-ceilings", "--mark-best", "fd_small", "--threads", "1", "--json"});
  EXPECT_EQ(document["stages"].size(), 4u) << "Two stages at steps 1 and 2.";
  EXPECT_EQ(measure(document["stages"][0], "psd_high_db"), nullptr) << "It was not asked for.";
  const auto runs = ok({"runs", project(), "--json"});
  std::map<std::string, int64_t> best;
  for (const auto& checkpoint : runs["runs"][0]["checkpoints"]) {
    if (!checkpoint["best"]) continue;
    EXPECT_TRUE(best.try_emplace(checkpoint["stage"], checkpoint["step"]).second);
  }
  ASSERT_EQ(best.size(), 2u) << "One of each stage.";

  const auto sample = [&](const std::string& at) {
    return Words{"sample",    project(), "--run", "one",
                 "--at",      at,        "--out", *folder_ / ("at" + at),
                 "--threads", "1",       "--json"};
  };
  EXPECT_EQ(ok(sample("1,2"))["steps"], (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(ok(sample("2,1"))["steps"], (std::vector<int64_t>{2, 1}));
  EXPECT_EQ(ok(sample("best"))["steps"], (std::vector<int64_t>{best["stage1"], best["stage2"]}));
  refused(sample("1,x"), 2, "best");
  refused(sample("1,2,3"), 2, "of each stage");
  refused(sample("1,7"), 4, "unroll runs");
}

TEST_F(MeasuresTest, aPairOfOtherStepsIsShownAsOne) {
  const std::string before = readAll(project() + "/runs/one/events.jsonl");
  const Words words = {"evaluate",  project(), "--run",      "one",    "--at",      "1,2",
                       "--samples", "8",       "--measures", "motion", "--threads", "1"};
  const ProgramResult shown = runUnroll(words);
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_NE(shown.out.find("Stage 2 at step 2 on stage 1 at step 1"), std::string::npos)
      << shown.out;
  EXPECT_NE(shown.out.find("no point of the run's curve"), std::string::npos);
  EXPECT_EQ(readAll(project() + "/runs/one/events.jsonl"), before);
  const auto report = ok({"report", project(), "--out", *folder_ / "pairs", "--samples", "0",
                          "--threads", "1", "--json"});
  EXPECT_NE(readAll(report["file"].get<std::string>())
                .find("Measures: Stage 2 at step 2 on stage 1 at step 1"),
            std::string::npos);
  refused({"evaluate", project(), "--run", "one", "--at", "1,2,2"}, 2, "of each stage");
  refused({"evaluate", project(), "--run", "one", "--at", "1,7"}, 4, "unroll runs");
}

TEST_F(MeasuresTest, whatWasMeasuredIsSaidAlsoWhereItCannotBeWritten) {
  std::ofstream(*folder_ / "file") << "no folder";
  Words words = {
      "evaluate",    project(),   "--run", "one",        "--stage",
      "1",           "--samples", "8",     "--measures", "motion",
      "--no-events", "--threads", "1",     "--out",      *folder_ / "file/measures.json"};
  const ProgramResult table = runUnroll(words);
  EXPECT_EQ(table.code, 6) << table.err;
  EXPECT_NE(table.out.find("Change from frame to frame"), std::string::npos);
  EXPECT_NE(table.err.find("measures.json"), std::string::npos);
  Words unmarked = words;
  unmarked.resize(words.size() - 2);
  unmarked.insert(unmarked.end(), {"--mark-best", "motoin"});
  const ProgramResult misspelt = runUnroll(unmarked);
  EXPECT_EQ(misspelt.code, 2) << misspelt.err;
  EXPECT_NE(misspelt.err.find("Did you mean 'motion'?"), std::string::npos) << misspelt.err;
  EXPECT_NE(misspelt.out.find("Change from frame to frame"), std::string::npos);
  words.emplace_back("--json");
  const ProgramResult json = runUnroll(words);
  EXPECT_EQ(json.code, 6);
  const auto document = nlohmann::json::parse(json.out);
  EXPECT_EQ(document["stages"].size(), 1u);
  EXPECT_EQ(document["error"]["kind"], "disk");
}

TEST_F(MeasuresTest, evaluateLeavesTheRunAloneWhenTold) {
  const std::string before = readAll(project() + "/runs/one/events.jsonl");
  const int64_t kept = files(project() + "/cache");
  ok({"evaluate", project(), "--run", "one", "--stage", "1", "--samples", "8", "--measures",
      "motion", "--no-events", "--no-cache", "--threads", "1", "--json"});
  EXPECT_EQ(files(project() + "/cache"), kept);
  EXPECT_EQ(readAll(project() + "/runs/one/events.jsonl"), before);
}

TEST_F(MeasuresTest, measuresSamplesBesideOthers) {
  for (const auto& [name, seed] : {std::pair{"a", "1"}, {"b", "100"}}) {
    ok({"sample", project(), "--run", "one", "--count", "10", "--seed", seed, "--stages", "1",
        "--frames", "8", "--threads", "1", "--out", *folder_ / name, "--json"});
  }
  const Words words = {"measure",  "--real", *folder_ / "a", "--fake", *folder_ / "b",
                       "--frames", "4",      "--threads",    "1",      "--json"};
  Words uncached = words;
  uncached.emplace_back("--no-cache");
  auto document = ok(uncached);
  EXPECT_EQ(files(cache() + "/statistics"), 0);
  for (int i = 0; i < 2; ++i) {
    auto again = ok(words);
    again["seconds"] = document["seconds"];
    EXPECT_EQ(again, document) << "kept statistics change nothing";
    EXPECT_EQ(files(cache() + "/statistics"), 1);
  }
  EXPECT_EQ(document["protocol"]["size"], 16) << "That of the samples.";
  EXPECT_NE(measure(document, "fd_small"), nullptr);
  EXPECT_FALSE(document["warnings"].empty()) << "There are far fewer than 2048.";
  const ProgramResult table = runUnroll({"measure", "--real", *folder_ / "a", "--fake",
                                         *folder_ / "b", "--frames", "4", "--threads", "1"});
  for (const char* part : {"floor", "noise", "Protocol: network features-small", "2048"}) {
    EXPECT_NE(table.out.find(part), std::string::npos) << part;
  }
}

TEST_F(MeasuresTest, refusalsSayWhatToDo) {
  const std::string data = *folder_ / "project";
  refused({"evaluate", project(), "--run", "two"}, 4, "two");
  refused({"evaluate", project(), "--run", "one", "--at", "999"}, 4, "unroll runs");
  refused({"evaluate", project(), "--run", "one", "--at", "later"}, 2, "newest");
  refused({"evaluate", project(), "--run", "one", "--measures", "fdv"}, 2, "fvd");
  refused({"evaluate", project(), "--run", "one", "--features", "i3d"}, 4, "convert_features.py");
  refused({"evaluate", project(), "--run", "one", "--measures", "fid"}, 4,
          "convert_features.py inception");
  refused({"evaluate", project(), "--run", "one", "--measures", "fid,fvd"}, 2,
          "one after the other");
  refused({"measure", "--real", *folder_ / "none", "--fake", *folder_ / "none"}, 4, "none");
  refused({"measure", "--real", data, "--fake", data, "--measures", "grounding"}, 2, "evaluate");
  refused({"report", *folder_ / "none", "--out", *folder_ / "r"}, 4, "none");
  refused({"train-features"}, 2, "--out");
  std::ofstream(*folder_ / "taken") << "no folder";
  refused({"train-features", "--out", *folder_ / "taken/mine.safetensors", "--steps", "1000000"}, 6,
          "mine.safetensors");
  std::ofstream(*folder_ / "wrong.safetensors") << "no weights";
  refused({"measure", "--real", data, "--fake", data, "--features", *folder_ / "wrong.safetensors"},
          3, "wrong.safetensors");
}

TEST_F(MeasuresTest, trainsAFeatureNetworkThatCanBeUsed) {
  const std::string file = *folder_ / "mine.safetensors";
  const auto trained = ok({"train-features", "--out", file, "--steps", "2", "--batch", "4",
                           "--scenes", "8", "--threads", "1", "--json"});
  EXPECT_EQ(trained["steps"], 2);
  EXPECT_EQ(trained["hash"].get<std::string>().size(), 16u);
  const auto document =
      ok({"evaluate", project(), "--run", "one", "--stage", "1", "--samples", "8", "--measures",
          "fvd", "--no-ceilings", "--no-events", "--features", file, "--threads", "1", "--json"});
  EXPECT_EQ(document["stages"][0]["protocol"]["hash"], trained["hash"]);
}

}  // namespace
}  // namespace unroll::test
