#include "media/decode_child.h"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <thread>

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
  EXPECT_NE(outcome.error().message.find("large.y4m"), std::string::npos) << outcome.error().message;
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
