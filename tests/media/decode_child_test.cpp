#include "media/decode_child.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "base/seeds.h"
#include "media/support.h"

namespace unroll::media {
namespace {

using test::TempFolder;

Result<DecodeOutcome> decode(DecodeChild& child, const std::string& path, int64_t* frames = nullptr,
                             const std::stop_token& stop = {}) {
  DecodeRequest request;
  request.path = path;
  request.size = 32;
  return child.decode(
      request,
      [&](std::span<const uint8_t> picture) {
        EXPECT_EQ(picture.size(), 32U * 32U * 3U);
        if (frames != nullptr) ++*frames;
        return Result<void>();
      },
      stop);
}

class DecodeChildTest : public ::testing::Test {
 protected:
  void SetUp() override { test::writeConstantY4m(good_, 64, 48, 20, 128, 128, 128); }
  void TearDown() override { ::unsetenv("UNROLL_TEST_WORKER"); }

  TempFolder folder_;
  std::string good_ = folder_ / "good.y4m";
};

TEST_F(DecodeChildTest, oneWorkerServesManyFiles) {
  DecodeChild child;
  pid_t pid = -1;
  for (int i = 0; i < 5; ++i) {
    int64_t frames = 0;
    const auto outcome = decode(child, good_, &frames);
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(frames, 20);
    EXPECT_EQ(outcome->frames, 20);
    EXPECT_EQ(outcome->health.frames, 20);
    EXPECT_EQ(outcome->info.codec, "rawvideo");
    EXPECT_TRUE(i == 0 || child.pid() == pid);
    pid = child.pid();
    const auto refused = decode(child, folder_ / "missing.mp4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::NotFound);
  }
}

TEST_F(DecodeChildTest, everyKindOfBadWorkerCostsOneFileOnly) {
  for (const char* how : {"abort", "kill", "leave", "hang", "nonsense"}) {
    DecodeChildSettings settings;
    settings.silenceSeconds = 1;
    DecodeChild child(settings);
    ::setenv("UNROLL_TEST_WORKER", how, 1);
    const auto bad = decode(child, good_);
    ASSERT_FALSE(bad) << how;
    EXPECT_EQ(bad.error().kind, ErrorKind::Corrupt) << how;
    EXPECT_NE(bad.error().message.find(good_), std::string::npos);
    EXPECT_EQ(bad.error().message.back(), '.');
    ::unsetenv("UNROLL_TEST_WORKER");
    EXPECT_TRUE(decode(child, good_)) << "after " << how;
  }
}

TEST_F(DecodeChildTest, forcedCrashesDoNotReachTheParent) {
  DecodeChild child;
  int failures = 0;
  const int crashes = 30;
  for (int i = 0; i < crashes; ++i) {
    ::setenv("UNROLL_TEST_WORKER", i % 2 == 0 ? "abort" : "kill", 1);
    failures += decode(child, good_) ? 1 : 0;
  }
  ::unsetenv("UNROLL_TEST_WORKER");
  EXPECT_EQ(failures, 0) << "of " << crashes;
  EXPECT_TRUE(decode(child, good_));
}

TEST_F(DecodeChildTest, aWorkerKilledWhileItDecodesIsNoticed) {
  test::writeConstantY4m(folder_ / "long.y4m", 64, 48, 3000, 128, 128, 128);
  DecodeChild child;
  DecodeRequest request;
  request.path = folder_ / "long.y4m";
  request.size = 32;
  int taken = 0;
  const auto outcome = child.decode(request, [&](std::span<const uint8_t>) {
    if (++taken == 10) ::kill(child.pid(), SIGKILL);
    return Result<void>();
  });
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("Killed"), std::string::npos) << outcome.error().message;
}

TEST_F(DecodeChildTest, memoryIsLimited) {
  DecodeChildSettings settings;
  settings.memoryBytes = int64_t{24} << 20;
  DecodeChild child(settings);
  test::writeConstantY4m(folder_ / "large.y4m", 4000, 3000, 1, 128, 128, 128);
  const auto outcome = decode(child, folder_ / "large.y4m");
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("large.y4m"), std::string::npos)
      << outcome.error().message;
}

/// Real files with bytes changed, cut out or cut off, the same ones in every run.
TEST_F(DecodeChildTest, mutatedVideosAreDecodedOrRefusedInASentence) {
  SKIP_WITHOUT_CLIPS();
  DecodeChild child;
  Random random(streamSeed(7, "mutations"));
  int decoded = 0;
  int refused = 0;
  for (const char* name :
       {"gen_tiny_16x16.mp4", "found_unordered_pts.mov", "found_vp9.webm", "gen_vfr.webm",
        "gen_odd_127x95_yuv444.mp4", "found_midstream_resize.mp4", "found_rot90.mov"}) {
    const auto bytes = test::readBytes(test::clipsFolder() + "/awkward/" + name);
    for (int i = 0; i < 15; ++i) {
      auto mutated = bytes;
      const auto place = [&] {
        return static_cast<size_t>(random.below(static_cast<int64_t>(mutated.size())));
      };
      if (i % 5 == 4) mutated.resize(place() + 1);
      if (i % 5 == 3) mutated.erase(place(), 100);
      for (int flips = 0; flips < 1 + i; ++flips) {
        // Most damage goes to the headers, where lengths and counts are.
        const auto at = flips % 2 == 0 ? place() % std::min<size_t>(mutated.size(), 2000) : place();
        mutated[at] = static_cast<char>(random.below(256));
      }
      test::writeBytes(folder_ / "mutated.mp4", mutated);
      const auto outcome = decode(child, folder_ / "mutated.mp4");
      ++(outcome ? decoded : refused);
      if (!outcome) {
        EXPECT_EQ(outcome.error().message.back(), '.') << outcome.error().message;
      }
    }
  }
  EXPECT_EQ(decoded + refused, 105);
  EXPECT_GT(decoded, 5);
  EXPECT_GT(refused, 5);
}

TEST_F(DecodeChildTest, stoppingDoesNotWaitForTheFile) {
  ::setenv("UNROLL_TEST_WORKER", "hang", 1);
  DecodeChild child;
  std::stop_source source;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    source.request_stop();
  });
  const auto started = std::chrono::steady_clock::now();
  const auto outcome = decode(child, good_, nullptr, source.get_token());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

TEST_F(DecodeChildTest, whatTheTakerRefusesIsReturnedAndTheNextFileIsClean) {
  DecodeChild child;
  DecodeRequest request;
  request.path = good_;
  request.size = 32;
  const auto outcome = child.decode(request, [](std::span<const uint8_t>) -> Result<void> {
    return fail(ErrorKind::Disk, "The disk is full.");
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::Disk);
  int64_t frames = 0;
  EXPECT_TRUE(decode(child, good_, &frames));
  EXPECT_EQ(frames, 20);
}

}  // namespace
}  // namespace unroll::media
