#include "io/event_log.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/fault_loop.h"

namespace unroll {
namespace {

using io::EventLog;
using io::EventReader;
using io::Json;
using test::MemoryVfs;

constexpr const char* kPath = "/p/events.jsonl";

struct EventLogTest : testing::Test {
  EventLogTest() { vfs.put("/p/.keep", ""); }
  MemoryVfs vfs;
};

std::vector<int64_t> stepsIn(Vfs& vfs, int64_t* broken = nullptr) {
  EventReader reader(vfs, kPath);
  std::vector<int64_t> steps;
  const auto events = reader.poll().value();
  for (const io::Event& event : events) steps.push_back(event.fields.at("step").get<int64_t>());
  if (broken) *broken = reader.brokenLines();
  return steps;
}

TEST_F(EventLogTest, linesAreReadBackAsTheyWereWritten) {
  {
    auto log = EventLog::open(vfs, kPath);
    ASSERT_TRUE(log);
    ASSERT_TRUE(log->scalar(2, 100, "loss/generator", 0.1));
    ASSERT_TRUE(log->append("log", {{"text", "größer\n\"x\""}, {"step", 101}}));
    ASSERT_TRUE(log->append("log", {{"text", "not UTF-8: \xFF"}, {"step", 102}}));
  }  // The destructor flushes.
  EventReader reader(vfs, kPath);
  const auto events = reader.poll().value();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].type, "scalar");
  EXPECT_NEAR(events[0].time, io::unixTime(), 60);
  EXPECT_EQ(events[0].fields["value"], 0.1) << "doubles come back to the bit";
  EXPECT_EQ(events[0].fields.size(), 4U);
  EXPECT_EQ(events[1].fields["text"], "größer\n\"x\"");
  EXPECT_TRUE(vfs.files().at(kPath).starts_with("{\"t\":"));
  EXPECT_TRUE(reader.poll()->empty());
}

TEST_F(EventLogTest, besideAnotherWriterNothingIsMendedAndAllGoesOutAtOnce) {
  const std::string half = "{\"t\":1,\"type\":\"lo";
  vfs.put(kPath, half);
  auto log = EventLog::open(vfs, kPath, EventLog::Options::beside());
  ASSERT_TRUE(log);
  for (int step = 0; step < 1000; ++step) ASSERT_TRUE(log->scalar(1, step, "a", 0.5));
  EXPECT_EQ(vfs.files().at(kPath), half) << "nothing before flush()";
  ASSERT_TRUE(log->flush());
  EXPECT_TRUE(vfs.files().at(kPath).starts_with(half + "{\"t\":"));
  int64_t broken = 0;
  EXPECT_EQ(stepsIn(vfs, &broken).size(), 999u) << "the half line costs the one behind it";
  EXPECT_EQ(broken, 1);
}

TEST_F(EventLogTest, valuesThatAreNotFiniteHaveWords) {
  auto log = EventLog::open(vfs, kPath);
  const double inf = std::numeric_limits<double>::infinity();
  ASSERT_TRUE(log->scalar(1, 1, "a", std::nan("")));
  ASSERT_TRUE(log->scalar(1, 2, "a", inf));
  ASSERT_TRUE(log->scalar(1, 3, "a", -inf));
  ASSERT_TRUE(log->flush());
  const auto series = io::readScalarSeries(vfs, kPath).value();
  ASSERT_EQ(series.size(), 1U);
  EXPECT_TRUE(std::isnan(series[0].values[0]));
  EXPECT_EQ(series[0].values[1], inf);
  EXPECT_EQ(series[0].values[2], -inf);
}

TEST_F(EventLogTest, aLogTornAtAnyByteIsMendedOnOpen) {
  {
    auto log = EventLog::open(vfs, kPath);
    for (int64_t step = 1; step <= 3; ++step) ASSERT_TRUE(log->scalar(1, step, "a", 1));
  }
  const std::string whole = vfs.files().at(kPath);
  for (size_t cut = 0; cut <= whole.size(); ++cut) {
    for (const bool zeros : {false, true}) {  // ext4 may leave zeros where data never came.
      vfs.put(kPath, whole.substr(0, cut) + (zeros ? std::string(7, '\0') : std::string()));
      {
        auto log = EventLog::open(vfs, kPath);
        ASSERT_TRUE(log) << log.error().message;
        ASSERT_TRUE(log->scalar(1, 9, "a", 1));
      }
      int64_t broken = 0;
      const auto steps = stepsIn(vfs, &broken);
      const bool endLost = cut > 0 && cut < whole.size() && whole[cut] == '\n';
      const auto lines =
          std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(cut), '\n');
      ASSERT_EQ(steps.size(), static_cast<size_t>(lines) + (endLost ? 1 : 0) + 1) << cut;
      EXPECT_EQ(steps.back(), 9);
      EXPECT_EQ(broken, 0);
    }
  }
}

TEST_F(EventLogTest, aFileWithoutLinesIsNotTouched) {
  vfs.put(kPath, std::string(5 << 20, 'x'));
  EXPECT_EQ(EventLog::open(vfs, kPath).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(vfs.files().at(kPath).size(), size_t{5} << 20);
}

TEST_F(EventLogTest, theReaderFollowsAndWaitsForWholeLines) {
  EventReader reader(vfs, kPath);
  EXPECT_TRUE(reader.poll()->empty()) << "a missing file is an empty one";
  const std::string line = R"({"t":1.5,"type":"log","step":1})";
  vfs.put(kPath, line + "\n" + line.substr(0, 10));
  EXPECT_EQ(reader.poll()->size(), 1U);
  EXPECT_EQ(reader.offset(), line.size() + 1);
  vfs.put(kPath, line + "\n" + line + "\ngarbage\n[]\n{\"t\":\"x\"}\n" + line + "\n");
  EXPECT_EQ(reader.poll()->size(), 2U);
  EXPECT_EQ(reader.brokenLines(), 3);
  EventReader later(vfs, kPath, reader.offset());
  EXPECT_TRUE(later.poll()->empty());
}

TEST_F(EventLogTest, aVeryLongLineIsSkipped) {
  const std::string line = R"({"t":1.5,"type":"log","step":1})";
  vfs.put(kPath, line + "\n" + std::string(9 << 20, '[') + "\n" + line + "\n");
  int64_t broken = 0;
  EXPECT_EQ(stepsIn(vfs, &broken).size(), 2U);
  EXPECT_GT(broken, 0);
}

TEST_F(EventLogTest, aResumedRunForgetsTheStepsAfterItsCheckpoint) {
  auto log = EventLog::open(vfs, kPath);
  for (int64_t step = 10; step <= 50; step += 10) {
    ASSERT_TRUE(log->scalar(1, step, "a", static_cast<double>(step)));
    ASSERT_TRUE(log->scalar(2, step, "a", static_cast<double>(step)));
  }
  ASSERT_TRUE(log->resumed(1, 30));
  ASSERT_TRUE(log->scalar(1, 40, "a", -1));
  ASSERT_TRUE(log->flush());
  const auto series = io::readScalarSeries(vfs, kPath).value();
  ASSERT_EQ(series.size(), 2U);
  EXPECT_EQ(series[0].steps, (std::vector<int64_t>{10, 20, 30, 40}));
  EXPECT_EQ(series[0].values.back(), -1);
  EXPECT_EQ(series[1].steps.size(), 5U);
}

TEST_F(EventLogTest, theFlushPolicyIsKept) {
  auto log = EventLog::open(vfs, kPath, {.flushBytes = 1000, .flushSeconds = 3600});
  for (int64_t step = 0; step < 5; ++step) ASSERT_TRUE(log->scalar(1, step, "a", 1));
  EXPECT_TRUE(stepsIn(vfs).empty());
  for (int64_t step = 5; step < 25; ++step) ASSERT_TRUE(log->scalar(1, step, "a", 1));
  EXPECT_GT(stepsIn(vfs).size(), 10U);
  ASSERT_TRUE(log->flush());
  EXPECT_EQ(stepsIn(vfs).size(), 25U);
}

TEST_F(EventLogTest, aFullDiskIsReportedAndNothingIsLostOnceThereIsRoom) {
  auto log = EventLog::open(vfs, kPath, {.flushBytes = 100, .flushSeconds = 0});
  ASSERT_TRUE(log->scalar(1, 1, "a", 1));
  vfs.setFault(test::Fault{vfs.operations() + 1, test::Fault::Kind::Error, ENOSPC, true});
  const auto refused = log->scalar(1, 2, "a", 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Disk);
  EXPECT_NE(refused.error().message.find(kPath), std::string::npos);
  EXPECT_FALSE(log->scalar(1, 3, "a", 1));
  vfs.setFault(std::nullopt);
  ASSERT_TRUE(log->scalar(1, 4, "a", 1));
  EXPECT_EQ(stepsIn(vfs), (std::vector<int64_t>{1, 2, 3, 4}));
}

TEST_F(EventLogTest, whatWaitsInMemoryIsBounded) {
  auto log = EventLog::open(vfs, kPath, {.flushBytes = 100, .flushSeconds = 3600});
  vfs.setFault(test::Fault{vfs.operations() + 1, test::Fault::Kind::Error, ENOSPC, true});
  const std::string text(1 << 20, 'x');
  for (int64_t step = 0; step < 10; ++step) {
    (void)log->append("log", {{"step", step}, {"text", text}});
  }
  EXPECT_EQ(log->lostLines(), 7);
  vfs.setFault(std::nullopt);
  ASSERT_TRUE(log->flush());
  EXPECT_EQ(stepsIn(vfs), (std::vector<int64_t>{0, 1, 2}));
}

/// Whichever operation is refused, shortened or interrupted: every line arrives, once.
TEST_F(EventLogTest, aFailingOperationLosesAndDoublesNoLine) {
  int64_t cases = 0;
  for (const int code : {ENOSPC, EIO, EINTR, 0}) {
    for (int64_t n = 1; n < 60; ++n) {
      MemoryVfs disk;
      disk.put("/p/.keep", "");
      auto log = EventLog::open(disk, kPath, {.flushBytes = 300, .flushSeconds = 0});
      ASSERT_TRUE(log);
      disk.resetOperations();
      disk.setFault(test::Fault{n, code ? test::Fault::Kind::Error : test::Fault::Kind::ShortWrite,
                                code, false});
      for (int64_t step = 1; step <= 40; ++step) {
        (void)log->scalar(1, step, "a", 1);
        if (step % 10 == 0) (void)log->sync();
      }
      disk.setFault(std::nullopt);
      ASSERT_TRUE(log->sync());
      EXPECT_EQ(disk.syncsAfterFailure(), 0);
      int64_t broken = 0;
      const auto steps = stepsIn(disk, &broken);
      ASSERT_EQ(steps.size(), 40U) << "operation " << n << " errno " << code;
      EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
      EXPECT_EQ(broken, 0);
      ++cases;
    }
  }
  EXPECT_EQ(cases, 236);
}

TEST_F(EventLogTest, aPowerCutKeepsEverySyncedLine) {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    MemoryVfs disk;
    disk.put("/p/events.jsonl", "");
    auto log = EventLog::open(disk, kPath, {.flushBytes = 100, .flushSeconds = 0});
    for (int64_t step = 1; step <= 20; ++step) ASSERT_TRUE(log->scalar(1, step, "a", 1));
    ASSERT_TRUE(log->sync());
    for (int64_t step = 21; step <= 24; ++step) ASSERT_TRUE(log->scalar(1, step, "a", 1));
    std::vector<MemoryVfs::Fate> fates(disk.pendingOperations());
    for (auto& fate : fates) fate = static_cast<MemoryVfs::Fate>(random.below(3));
    const auto after = disk.reboot(fates, random);
    {
      auto again = EventLog::open(*after, kPath);
      ASSERT_TRUE(again);
      ASSERT_TRUE(again->scalar(1, 99, "a", 1));
    }
    const auto steps = stepsIn(*after);
    ASSERT_GE(steps.size(), 21U);
    for (int64_t step = 1; step <= 20; ++step)
      ASSERT_EQ(steps[static_cast<size_t>(step) - 1], step);
    EXPECT_EQ(steps.back(), 99);
  }
}

}  // namespace
}  // namespace unroll
