#include "base/atomic_file.h"

#include <cerrno>

#include <gtest/gtest.h>

#include "base/fault_loop.h"

namespace unroll {
namespace {

using test::MemoryVfs;
using test::Scenario;

Scenario replaceFile() {
  static const std::string old(3000, 'o');
  static const std::string fresh(9000, 'n');
  Scenario scenario;
  scenario.name = "atomic file";
  scenario.prepare = [](Vfs& vfs) { ASSERT_TRUE(writeFileAtomically(vfs, "/p/file", old)); };
  scenario.write = [](Vfs& vfs) { return writeFileAtomically(vfs, "/p/file", fresh); };
  scenario.check = [](Vfs& vfs, bool mustBeNew) -> std::string {
    const auto text = readTextFile(vfs, "/p/file", 1 << 20);
    if (!text) return text.error().message;
    if (*text == fresh || (!mustBeNew && *text == old)) return "";
    return "neither the old nor the new file is there";
  };
  return scenario;
}

TEST(AtomicFileTest, failingAnyOperationLeavesTheOldOrTheNewFile) {
  const auto report = test::failEveryOperation(replaceFile());
  EXPECT_GT(report.cases, 40);
  EXPECT_EQ(report.failures, 0) << report.first;
  RecordProperty("cases", std::to_string(report.cases));
}

TEST(AtomicFileTest, cuttingThePowerAnywhereLeavesTheOldOrTheNewFile) {
  const auto report = test::cutPowerEverywhere(replaceFile());
  EXPECT_GT(report.cases, 50);
  EXPECT_EQ(report.failures, 0) << report.first;
}

TEST(AtomicFileTest, thePowerTestSeesAWriterThatForgetsToSync) {
  Scenario careless = replaceFile();
  careless.write = [](Vfs& vfs) -> Result<void> {
    auto file = vfs.open("/p/.tmp-file-1", OpenMode::CreateNew);
    if (!file || !writeAll(**file, asBytes(std::string(9000, 'n')))) {
      return fail(ErrorKind::Disk, "'/p' cannot be written.");
    }
    if (!vfs.rename("/p/.tmp-file-1", "/p/file")) return fail(ErrorKind::Disk, "No '/p'.");
    return {};
  };
  EXPECT_GT(test::cutPowerEverywhere(careless).failures, 0);
}

TEST(AtomicFileTest, syncsTheFileBeforeTheRenameAndTheFolderAfterIt) {
  MemoryVfs vfs;
  vfs.put("/p/file", "old");
  ASSERT_TRUE(writeFileAtomically(vfs, "/p/file", "new"));
  std::vector<std::string> kinds;
  for (const std::string& line : vfs.trace()) kinds.push_back(line.substr(0, line.find(' ')));
  const std::vector<std::string> expected{"freespace", "open",   "write",     "sync",
                                          "close",     "rename", "syncfolder"};
  EXPECT_EQ(kinds, expected);
}

TEST(AtomicFileTest, refusesAtOnceWhenTheDiskHasLessThanNeeded) {
  MemoryVfs vfs;
  vfs.put("/p/file", "old");
  vfs.setFreeSpace(1000);
  const auto result = writeFileAtomically(vfs, "/p/file", std::string(5000, 'x'));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Disk);
  EXPECT_EQ(result.error().message,
            "'/p/file' cannot be written (No space left on device, 5.0 kB needed, 1.0 kB free): "
            "free some space and try again.");
  EXPECT_EQ(vfs.files().size(), 1U);
}

TEST(AtomicFileTest, aRefusedVerifyKeepsTheOldFile) {
  MemoryVfs vfs;
  vfs.put("/p/file", "old");
  auto file = AtomicFile::create(vfs, "/p/file");
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("new"));
  EXPECT_FALSE(
      file->commit([](const auto&) -> Result<void> { return fail(ErrorKind::Corrupt, "No."); }));
  EXPECT_EQ(vfs.files(), (std::map<std::string, std::string>{{"/p/file", "old"}}));
}

TEST(AtomicFileTest, staleTemporariesAreTakenAroundAndRemoved) {
  MemoryVfs vfs;
  vfs.put("/p/file", "old");
  { const auto unused = AtomicFile::create(vfs, "/p/file"); }
  EXPECT_EQ(vfs.files().size(), 1U) << "an unused file removes its temporary";
  auto first = AtomicFile::create(vfs, "/p/file");
  auto second = AtomicFile::create(vfs, "/p/file");
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(second->write("second"));
  ASSERT_TRUE(second->commit());
  vfs.put("/p/.tmp-12-4711", "left by a kill");
  vfs.put("/p/.tmp-mine", "not ours");
  EXPECT_EQ(removeStaleTemporaries(vfs, "/p").value_or(-1), 2);
  EXPECT_EQ(vfs.files().at("/p/file"), "second");
  EXPECT_TRUE(vfs.files().contains("/p/.tmp-mine"));
}

TEST(AtomicFileTest, namesThatFillTheLimitStillGetATemporary) {
  MemoryVfs vfs;
  vfs.put("/p/x", "");
  std::string name;
  while (name.size() < 254) name += "ä";
  ASSERT_TRUE(writeFileAtomically(vfs, "/p/" + name, "text"));
  for (const std::string& line : vfs.trace()) {
    EXPECT_TRUE(!line.starts_with("open .tmp-") || line.size() < 160U);
  }
}

}  // namespace
}  // namespace unroll
