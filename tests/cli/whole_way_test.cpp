#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

#include "cli/program_run.h"

namespace unroll::test {
namespace {

using Words = std::vector<std::string>;

/// The largest difference between the bytes of two files of one length; 255 when their lengths
/// differ.
int largestDifference(const std::string& one, const std::string& other) {
  if (one.size() != other.size()) return 255;
  int largest = 0;
  for (size_t i = 0; i < one.size(); ++i) {
    const int difference =
        static_cast<unsigned char>(one[i]) - static_cast<unsigned char>(other[i]);
    largest = std::max(largest, std::abs(difference));
  }
  return largest;
}

/// A project with a recipe so small that a step takes a fraction of a second.
class WholeWayTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"new",      project_,
                   "--recipe", "demo-32",
                   "--set",    "channels=2",
                   "--set",    "criticChannels=2",
                   "--set",    "batch=2",
                   "--set",    "latent=8",
                   "--set",    "frames=8",
                   "--set",    "spatialFrames=4",
                   "--set",    "standingBatches=2",
                   "--set",    "logEvery=1",
                   "--set",    "previewEvery=0"})
                  .code,
              0);
    ASSERT_EQ(run({"import", project_, "--synthetic", "moving-scenes", "--clips", "16",
                   "--clip-frames", "40"})
                  .code,
              0);
  }

  /// Computes on one thread: these networks are too small for more.
  static ProgramResult start(Words words) {
    if (words.front() == "train" || words.front() == "sample" || words.front() == "export") {
      words.insert(words.end(), {"--threads", "1"});
    }
    return runUnroll(words);
  }

  ProgramResult run(const Words& words) {
    ProgramResult result = start(words);
    if (result.code != 0)
      ADD_FAILURE() << words.front() << " left with " << result.code << ": " << result.err;
    return result;
  }

  nlohmann::json answer(Words words) {
    words.push_back("--json");
    const ProgramResult result = run(words);
    const nlohmann::json document = result.json();
    EXPECT_FALSE(document.is_discarded()) << result.out;
    return document;
  }

  TemporaryFolder folder_;
  std::string project_ = folder_ / "project";
};

TEST_F(WholeWayTest, aRunMayHaveARecipeOfItsOwn) {
  Words baseline = {
      "train",    project_,           "--run", "baseline",          "--steps", "2",
      "--recipe", "demo-baseline-32", "--set", "channels=2",        "--set",   "criticChannels=2",
      "--set",    "batch=2",          "--set", "standingBatches=2", "--set",   "latent=8"};
  ASSERT_EQ(answer(baseline)["stages"].size(), 1u);
  const auto made = answer(
      {"sample", project_, "--run", "baseline", "--frames", "20", "--out", folder_ / "videos"});
  EXPECT_EQ(made["samples"][0]["files"].size(), 1u) << made.dump(1);
  // A run keeps the recipe that it began with.
  baseline.insert(baseline.end(), {"--resume"});
  EXPECT_EQ(start(baseline).code, 2);
  const ProgramResult again =
      start({"train", project_, "--run", "baseline", "--recipe", "demo-32"});
  EXPECT_EQ(again.code, 2);
  EXPECT_NE(again.err.find("run 'baseline'"), std::string::npos) << again.err;
}

TEST_F(WholeWayTest, fromScenesToVideosInSevenCommands) {
  const auto trained = answer({"train", project_, "--run", "first", "--steps", "3"});
  ASSERT_EQ(trained["stages"].size(), 2u);
  EXPECT_EQ(trained["stages"][0]["step"], 3);
  EXPECT_FALSE(trained["interrupted"].get<bool>());

  const auto runs = answer({"runs", project_});
  ASSERT_EQ(runs["runs"].size(), 1u);
  EXPECT_EQ(runs["runs"][0]["name"], "first");
  EXPECT_FALSE(runs["runs"][0]["live"].get<bool>());
  EXPECT_GE(runs["runs"][0]["checkpoints"].size(), 2u);
  EXPECT_GT(runs["runs"][0]["bytes"], 10'000);

  const auto samples = answer({"sample", project_, "--run", "first", "--seed", "17", "--count", "2",
                               "--frames", "20", "--out", folder_ / "samples"});
  ASSERT_EQ(samples["samples"].size(), 2u);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "samples/seed-00000017/stage1.npy"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "samples/seed-00000018/stage2.npy"));
  EXPECT_FALSE(nlohmann::json::parse(readAll(folder_ / "samples/samples.json"), nullptr, false)
                   .is_discarded());

  const std::string packed = folder_ / "cascade.safetensors";
  const auto pack =
      answer({"pack", project_, "--run", "first", "--data", "built-in scenes", "--out", packed});
  EXPECT_EQ(pack["bytes"], std::filesystem::file_size(packed));
  answer({"sample", "--model", packed, "--seed", "17", "--count", "2", "--frames", "20", "--out",
          folder_ / "again"});
  const std::string stage2 = readAll(folder_ / "samples/seed-00000017/stage2.npy");
  EXPECT_EQ(readAll(folder_ / "again/seed-00000017/stage2.npy"), stage2);
  // Alone, a convolution may add in another order than in a batch: at most one level of 255 through
  // rounding.
  answer(
      {"sample", "--model", packed, "--seed", "17", "--frames", "20", "--out", folder_ / "alone"});
  EXPECT_LE(largestDifference(readAll(folder_ / "alone/seed-00000017/stage2.npy"), stage2), 1);

  // A class by its name is the class by its number.
  const std::string model = UNROLL_SOURCE_DIR "/models/signs-32.safetensors";
  const auto named = answer({"sample", "--model", model, "--label", "learn", "--frames", "4",
                             "--out", folder_ / "named"});
  EXPECT_EQ(named["samples"][0]["class"], "learn");
  const auto numbered = answer({"sample", "--model", model, "--label",
                                std::to_string(named["samples"][0]["label"].get<int>()), "--frames",
                                "4", "--out", folder_ / "numbered"});
  EXPECT_EQ(readAll(folder_ / "named/seed-00000001/stage2.npy"),
            readAll(folder_ / "numbered/seed-00000001/stage2.npy"));
  const ProgramResult misspelt =
      start({"sample", "--model", model, "--label", "laern", "--out", folder_ / "x", "--json"});
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_NE(misspelt.err.find("Did you mean 'learn'?"), std::string::npos) << misspelt.err;

  const std::string video = folder_ / "pair.mp4";
  const ProgramResult exported = start({"export", project_, "--run", "first", "--what", "pair",
                                        "--frames", "20", "--out", video, "--json"});
  if (exported.json()["error"]["kind"] == "unsupported") GTEST_SKIP() << "This build has no media.";
  ASSERT_EQ(exported.code, 0) << exported.err;
  EXPECT_EQ(exported.json()["frames"], 20);
  EXPECT_EQ(exported.json()["bytes"], std::filesystem::file_size(video));

  // There and back: 0 1 2 3 4 3 2 1, so that the first follows the last without a jump.
  const auto back = answer({"export", project_, "--run", "first", "--what", "stage2", "--frames",
                            "5", "--preset", "png", "--ping-pong", "--out", folder_ / "back"});
  EXPECT_EQ(back["frames"], 8);
  const auto frame = [&](int number) {
    return readAll(folder_ / "back/frame-00000" + std::to_string(number) + ".png");
  };
  for (int i = 1; i < 4; ++i) EXPECT_EQ(frame(8 - i), frame(i)) << i;
  EXPECT_NE(frame(0), frame(4));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "back/frame-000008.png"));
  const auto twice =
      answer({"export", project_, "--run", "first", "--what", "pair", "--frames", "5", "--preset",
              "fine", "--ping-pong", "--loop", "2", "--out", folder_ / "twice.mp4"});
  EXPECT_EQ(twice["frames"], 16);
  const ProgramResult endless =
      start({"export", project_, "--run", "first", "--what", "pair", "--frames", "1000000",
             "--ping-pong", "--out", folder_ / "endless.mp4"});
  EXPECT_EQ(endless.code, 5);
  EXPECT_NE(endless.err.find("--ping-pong"), std::string::npos) << endless.err;
}

TEST_F(WholeWayTest, aRunIsNotBegunTwiceAndStepsThatAreNotThereAreNamed) {
  run({"train", project_, "--run", "first", "--stage", "1", "--steps", "1"});
  const ProgramResult again =
      start({"train", project_, "--run", "first", "--stage", "1", "--steps", "1"});
  EXPECT_EQ(again.code, 3) << again.err;
  EXPECT_NE(again.err.find("--resume"), std::string::npos) << again.err;
  const ProgramResult step = start({"sample", project_, "--run", "first", "--stages", "1", "--at",
                                    "77", "--out", folder_ / "o"});
  EXPECT_EQ(step.code, 4) << step.err;
  const ProgramResult near =
      start({"sample", project_, "--run", "frist", "--stages", "1", "--out", folder_ / "o"});
  EXPECT_EQ(near.code, 4);
  EXPECT_NE(near.err.find("first"), std::string::npos) << near.err;
  const ProgramResult untrained =
      start({"sample", project_, "--run", "first", "--out", folder_ / "o"});
  EXPECT_NE(untrained.code, 0) << "Stage 2 was not trained.";
}

TEST_F(WholeWayTest, controlCEndsInACheckpointAndResumeGoesOn) {
  RunningProgram training({"train", project_, "--run", "first", "--stage", "1", "--steps", "100000",
                           "--threads", "1", "--json"},
                          folder_.path());
  // The first line of progress says that steps are being made.
  for (int i = 0; i < 600 && training.errSoFar().find("Training stage1:") == std::string::npos;
       ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  training.signal(SIGINT);
  const ProgramResult stopped = training.wait();
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  ASSERT_FALSE(stopped.json().is_discarded()) << stopped.out;
  EXPECT_EQ(stopped.json()["error"]["kind"], "cancelled");
  EXPECT_NE(stopped.err.find("--resume"), std::string::npos) << stopped.err;

  const auto runs = answer({"runs", project_});
  ASSERT_EQ(runs["runs"].size(), 1u);
  ASSERT_GE(runs["runs"][0]["checkpoints"].size(), 1u);
  const int64_t reached = runs["runs"][0]["checkpoints"].back()["step"];
  EXPECT_GT(reached, 0);
  const auto resumed = answer({"train", project_, "--run", "first", "--stage", "1", "--steps",
                               std::to_string(reached + 2), "--resume"});
  EXPECT_EQ(resumed["stages"][0]["firstStep"], reached);
  EXPECT_EQ(resumed["stages"][0]["step"], reached + 2);
}

TEST_F(WholeWayTest, progressElsewhereThanOnATerminalIsPlainLines) {
  const ProgramResult result =
      start({"train", project_, "--run", "first", "--stage", "1", "--steps", "3"});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.err.find('\r'), std::string::npos);
  EXPECT_EQ(result.err.find('\x1b'), std::string::npos);
  EXPECT_NE(result.err.find("Training stage1: 3/3 (100 %)"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace unroll::test
