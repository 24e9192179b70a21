#include "io/checkpoint_store.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/memory_vfs.h"
#include "io/safetensors_builder.h"

namespace unroll {
namespace {

using io::CheckpointMark;
using io::CheckpointStore;
using io::DType;
using io::RetentionPolicy;
using test::MemoryVfs;

struct CheckpointStoreTest : testing::Test {
  CheckpointStoreTest() { vfs.put("/run/run.json", "{}"); }

  Result<std::filesystem::path> save(std::string_view stage, int64_t step) {
    return store.save(stage, step, {{"w", DType::F32, {64}, data}},
                      {{"state", "step " + std::to_string(step)}});
  }
  std::vector<int64_t> steps(std::string_view stage) {
    std::vector<int64_t> found;
    const auto entries = store.list().value();
    for (const auto& entry : entries) {
      if (entry.stage == stage) found.push_back(entry.step);
    }
    return found;
  }
  int64_t latest(std::string_view stage) {
    const auto entry = store.latest(stage).value();
    return entry ? entry->step : -1;
  }
  void damage(const std::string& path, size_t at) {
    std::string contents = vfs.files().at(path);
    contents[at] = static_cast<char>(contents[at] ^ 1);
    vfs.put(path, contents);
  }

  MemoryVfs vfs;
  CheckpointStore store{vfs, "/run"};
  std::vector<std::byte> data = test::noise(256, 5);
};

TEST_F(CheckpointStoreTest, whatIsSavedIsTheLatest) {
  EXPECT_EQ(latest("stage1"), -1);
  EXPECT_TRUE(store.list()->empty());
  const auto path = save("stage2", 12000);
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(*path, "/run/checkpoints/stage2-step-00012000.safetensors");
  ASSERT_TRUE(save("stage2", 13000));
  ASSERT_TRUE(save("stage1", 99999999999));
  ASSERT_TRUE(save("joint", 0));
  EXPECT_EQ(latest("stage2"), 13000);
  EXPECT_EQ(latest("stage1"), 99999999999);
  EXPECT_EQ(latest("joint"), 0);
  const auto file = store.open("stage2", 12000);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->metadata().at("state"), "step 12000");
  const std::string journal = vfs.files().at("/run/checkpoints/journal.jsonl");
  EXPECT_EQ(std::count(journal.begin(), journal.end(), '\n'), 4);
  EXPECT_TRUE(store.takeNotes().empty());
}

TEST_F(CheckpointStoreTest, unlawfulNamesAreRefused) {
  for (const char* stage : {"", "../x", "Stage1", "1", "a/b", "stage1-step-2", "a.b"}) {
    EXPECT_EQ(save(stage, 1).error().kind, ErrorKind::Usage) << stage;
  }
  EXPECT_EQ(save("stage1", -1).error().kind, ErrorKind::Usage);
}

TEST_F(CheckpointStoreTest, otherFilesInTheFolderAreLeftAlone) {
  ASSERT_TRUE(save("stage1", 5));
  for (const char* name :
       {"notes.txt", "stage1-step-5.safetensors", "stage1-step-x.safetensors",
        "stage1-step--0000001.safetensors", "stage1-step-00000006.safetensors.bak"}) {
    vfs.put(std::string("/run/checkpoints/") + name, "mine");
  }
  EXPECT_EQ(steps("stage1"), std::vector<int64_t>{5});
  ASSERT_TRUE(store.recover());
  EXPECT_EQ(vfs.files().size(), 8U);
}

TEST_F(CheckpointStoreTest, theLatestSkipsWhatDoesNotVerify) {
  for (const int64_t step : {100, 200, 300}) ASSERT_TRUE(save("stage1", step));
  const std::string third = "/run/checkpoints/stage1-step-00000300.safetensors";
  damage(third, vfs.files().at(third).size() - 1);
  vfs.put("/run/checkpoints/stage1-step-00000400.safetensors", "torn");
  EXPECT_EQ(latest("stage1"), 200);
  EXPECT_EQ(store.takeNotes().size(), 2U);
  EXPECT_EQ(store.open("stage1", 300).error().kind, ErrorKind::Corrupt);
}

TEST_F(CheckpointStoreTest, damagedStateInTheHeaderIsSeen) {
  ASSERT_TRUE(save("stage1", 100));
  ASSERT_TRUE(save("stage1", 200));
  const std::string path = "/run/checkpoints/stage1-step-00000200.safetensors";
  damage(path, vfs.files().at(path).find("step 200") + 5);
  EXPECT_EQ(latest("stage1"), 100);
}

TEST_F(CheckpointStoreTest, aMissingStepNamesThoseThereAre) {
  EXPECT_NE(store.open("stage1", 7).error().message.find("none of that stage"), std::string::npos);
  ASSERT_TRUE(save("stage1", 100));
  ASSERT_TRUE(save("stage1", 200));
  const Error error = store.open("stage1", 7).error();
  EXPECT_EQ(error.kind, ErrorKind::NotFound);
  EXPECT_NE(error.message.find("at step 100, 200"), std::string::npos) << error.message;
}

TEST_F(CheckpointStoreTest, recoveryQuarantinesAndNeverDeletes) {
  for (const int64_t step : {100, 200, 300}) ASSERT_TRUE(save("stage1", step));
  const std::string folder = "/run/checkpoints/";
  damage(folder + "stage1-step-00000200.safetensors", 300);
  const std::string broken = vfs.files().at(folder + "stage1-step-00000200.safetensors");
  vfs.put(folder + "stage1-step-00000400.safetensors", "");
  vfs.put(folder + "quarantine/stage1-step-00000400.safetensors", "an older one");
  vfs.put(folder + ".tmp-500-77", "half");
  CheckpointStore restarted(vfs, "/run");
  ASSERT_TRUE(restarted.recover());
  const auto files = vfs.files();
  EXPECT_EQ(files.at(folder + "quarantine/stage1-step-00000200.safetensors"), broken);
  EXPECT_EQ(files.at(folder + "quarantine/stage1-step-00000400.safetensors"), "an older one");
  EXPECT_EQ(files.at(folder + "quarantine/stage1-step-00000400.safetensors.2"), "");
  EXPECT_FALSE(files.contains(folder + ".tmp-500-77"));
  EXPECT_EQ(steps("stage1"), (std::vector<int64_t>{100, 300}));
  const auto notes = restarted.takeNotes();
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_NE(notes[0].find("1 unfinished checkpoint file"), std::string::npos) << notes[0];
  EXPECT_NE(notes[1].find("Moved 'stage1-step-00000200.safetensors'"), std::string::npos);
}

TEST_F(CheckpointStoreTest, aFileThatCannotBeReadNowIsNotQuarantined) {
  ASSERT_TRUE(save("stage1", 100));
  CheckpointStore restarted(vfs, "/run");
  vfs.resetOperations();
  vfs.clearTrace();
  ASSERT_TRUE(restarted.recover());
  const auto trace = vfs.trace();
  const auto open = std::find(trace.begin(), trace.end(), "open stage1-step-00000100.safetensors");
  ASSERT_NE(open, trace.end());
  vfs.resetOperations();
  vfs.setFault(test::Fault{open - trace.begin() + 1, test::Fault::Kind::Error, EIO, false});
  ASSERT_TRUE(restarted.recover());
  vfs.setFault(std::nullopt);
  EXPECT_EQ(latest("stage1"), 100);
  EXPECT_EQ(restarted.takeNotes().size(), 1U);
}

TEST_F(CheckpointStoreTest, refusesToStartWithTooLittleSpace) {
  vfs.setFreeSpace(2999);
  const auto refused = store.checkFreeSpace(1000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Disk);
  EXPECT_NE(refused.error().message.find("3.0 kB"), std::string::npos) << refused.error().message;
  vfs.setFreeSpace(3000);
  EXPECT_TRUE(store.checkFreeSpace(1000));
  EXPECT_FALSE(store.checkFreeSpace(UINT64_MAX));
}

TEST_F(CheckpointStoreTest, aSaveThatDoesNotFitKeepsWhatThereIs) {
  ASSERT_TRUE(save("stage1", 100));
  vfs.setFreeSpace(100);
  const auto refused = save("stage1", 200);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("stage1-step-00000200.safetensors"), std::string::npos);
  EXPECT_NE(refused.error().message.find("needed, 100 bytes free"), std::string::npos);
  EXPECT_EQ(latest("stage1"), 100);
  vfs.setFreeSpace(1 << 20);
  EXPECT_TRUE(save("stage1", 200));
}

TEST_F(CheckpointStoreTest, aFailedSyncIsNeverRetriedAndTheNextSaveStartsAfresh) {
  ASSERT_TRUE(save("stage1", 100));
  vfs.resetOperations();
  vfs.clearTrace();
  ASSERT_TRUE(save("stage1", 200));
  const auto trace = vfs.trace();
  for (size_t n = 0; n < trace.size(); ++n) {
    if (!trace[n].starts_with("sync")) continue;
    vfs.resetOperations();
    vfs.clearTrace();
    vfs.setFault(test::Fault{static_cast<int64_t>(n) + 1, test::Fault::Kind::Error, EIO, false});
    EXPECT_FALSE(save("stage1", 300)) << trace[n];
    vfs.setFault(std::nullopt);
    EXPECT_EQ(vfs.syncsAfterFailure(), 0);
    vfs.clearTrace();
    ASSERT_TRUE(save("stage1", 300));
    EXPECT_TRUE(std::any_of(vfs.trace().begin(), vfs.trace().end(), [](const std::string& line) {
      return line.starts_with("write .tmp-300-");
    }));
    EXPECT_EQ(latest("stage1"), 300);
  }
}

TEST_F(CheckpointStoreTest, oneSaveDoesTheProtocolInOrder) {
  ASSERT_TRUE(save("stage1", 100));
  vfs.clearTrace();
  std::vector<std::string> points;
  store.setKillPoint([&](std::string_view point) { points.emplace_back(point); });
  store.setPolicy({.keepLast = 1, .powerOfTwoAged = false, .best = {}, .starred = {}});
  ASSERT_TRUE(save("stage1", 200));
  const auto& trace = vfs.trace();
  std::vector<std::ptrdiff_t> places;
  for (const char* wanted :
       {"open .tmp-200-", "write .tmp-200-", "sync .tmp-200-", "close .tmp-200-", "open .tmp-200-",
        "read .tmp-200-", "rename .tmp-200-", "syncfolder checkpoints", "write journal",
        "unlink stage1-step-00000100"}) {
    const auto from = trace.begin() + (places.empty() ? 0 : places.back() + 1);
    const auto found = std::find_if(
        from, trace.end(), [&](const std::string& line) { return line.starts_with(wanted); });
    ASSERT_NE(found, trace.end()) << wanted;
    places.push_back(found - trace.begin());
  }
  EXPECT_EQ(points, (std::vector<std::string>{"save.begin", "save.opened", "save.written",
                                              "save.after_fsync", "save.closed", "save.verified",
                                              "save.renamed", "save.committed", "save.journal",
                                              "prune.removed", "save.end"}));
}

TEST_F(CheckpointStoreTest, marksKeepCheckpoints) {
  store.setPolicy({.keepLast = 1, .powerOfTwoAged = false, .best = {}, .starred = {}});
  ASSERT_TRUE(save("stage1", 100));
  ASSERT_TRUE(store.setMark("stage1", 100, CheckpointMark::Star, true));
  ASSERT_TRUE(save("stage1", 200));
  ASSERT_TRUE(store.setMark("stage1", 200, CheckpointMark::Best, true));
  ASSERT_TRUE(save("stage1", 300));
  ASSERT_TRUE(save("stage1", 400));
  EXPECT_EQ(steps("stage1"), (std::vector<int64_t>{100, 200, 400}));
  ASSERT_TRUE(store.setMark("stage1", 400, CheckpointMark::Best, true, "fd_small"))
      << "takes it from 200";
  EXPECT_EQ(store.latest("stage1").value()->bestBy, "fd_small");
  ASSERT_TRUE(save("stage1", 500));
  EXPECT_EQ(steps("stage1"), (std::vector<int64_t>{100, 400, 500}));
  ASSERT_TRUE(store.setMark("stage1", 100, CheckpointMark::Star, false));
  ASSERT_TRUE(store.setMark("stage1", 100, CheckpointMark::Star, false)) << "twice is fine";
  ASSERT_TRUE(save("stage1", 600));
  EXPECT_EQ(steps("stage1"), (std::vector<int64_t>{400, 600}));
  EXPECT_EQ(store.setMark("stage1", 100, CheckpointMark::Star, true).error().kind,
            ErrorKind::NotFound);
}

TEST_F(CheckpointStoreTest, pruningNeedsANewestThatVerifies) {
  for (const int64_t step : {100, 200, 300}) ASSERT_TRUE(save("stage1", step));
  vfs.put("/run/checkpoints/stage1-step-00000400.safetensors", "torn");
  const RetentionPolicy one{.keepLast = 1, .powerOfTwoAged = false, .best = {}, .starred = {}};
  EXPECT_FALSE(store.prune("stage1", one));
  EXPECT_EQ(steps("stage1").size(), 4U);
  ASSERT_TRUE(store.recover());
  EXPECT_EQ(store.prune("stage1", one).value(), 2);
  EXPECT_EQ(steps("stage1"), std::vector<int64_t>{300});
  EXPECT_EQ(store.prune("stage9", one).value(), 0);
}

TEST(RetentionTest, keepsTheLastTheMarkedAndOneOfEachAge) {
  RetentionPolicy policy{.keepLast = 3, .powerOfTwoAged = false, .best = 2, .starred = {1}};
  EXPECT_EQ(io::stepsToPrune({5, 1, 4, 2, 3, 6, 7}, policy), (std::vector<int64_t>{3, 4}));
  policy.keepLast = 0;
  EXPECT_EQ(io::stepsToPrune({9}, policy), std::vector<int64_t>{}) << "the newest always stays";
  EXPECT_EQ(io::stepsToPrune({}, policy), std::vector<int64_t>{});
}

TEST(RetentionTest, aLongRunKeepsFewCheckpointsOfEveryAge) {
  const RetentionPolicy policy;
  std::vector<int64_t> kept;
  for (int64_t step = 500; step <= 1000000; step += 500) {
    kept.push_back(step);
    for (const int64_t gone : io::stepsToPrune(kept, policy)) std::erase(kept, gone);
    ASSERT_LE(kept.size(), 3U + 12U) << step;
    // For every age there is one that is at most four times as old, and not younger than a quarter.
    for (int64_t age = 2000; age < step / 4; age *= 2) {
      const bool found = std::any_of(kept.begin(), kept.end(), [&](int64_t s) {
        return step - s >= age / 4 && step - s <= age * 4;
      });
      ASSERT_TRUE(found) << "step " << step << " age " << age;
    }
  }
}

}  // namespace
}  // namespace unroll
