#include "base/file_system.h"

#include <cerrno>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/scratch_folder.h"

namespace unroll {
namespace {

using test::ScratchFolder;

TEST(FileSystemTest, writesReadsListsAndRemoves) {
  const ScratchFolder scratch;
  Vfs& vfs = realVfs();
  const auto folder = scratch.path() / "a b" / "ü";
  ASSERT_TRUE(makeFolders(vfs, folder));
  ASSERT_TRUE(makeFolders(vfs, folder)) << "an existing folder is fine";
  ASSERT_TRUE(writeFileAtomically(vfs, folder / "file", "hello"));
  ASSERT_TRUE(writeFileAtomically(vfs, folder / "file", "hello again"));
  EXPECT_EQ(readTextFile(vfs, folder / "file", 100).value_or("?"), "hello again");
  const auto entries = vfs.list(folder);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().name, "file");
  const auto file = vfs.open(folder / "file", OpenMode::Read);
  ASSERT_TRUE(file);
  const auto mapped = (*file)->map();
  ASSERT_TRUE(mapped);
  EXPECT_EQ(mapped->size(), 11U);
  EXPECT_GT(vfs.freeSpace(folder).value_or(0), 0U);
  EXPECT_TRUE(vfs.unlink(folder / "file"));
  EXPECT_FALSE(exists(vfs, folder / "file"));
}

TEST(FileSystemTest, appendGoesToTheEndAndTruncateCuts) {
  const ScratchFolder scratch;
  const auto path = scratch.path() / "log";
  for (const char* part : {"one", "two"}) {
    const auto file = realVfs().open(path, OpenMode::Append);
    ASSERT_TRUE(file);
    ASSERT_TRUE(writeAll(**file, asBytes(part)));
  }
  const auto file = realVfs().open(path, OpenMode::Append);
  ASSERT_TRUE((*file)->truncate(4));
  ASSERT_TRUE(writeAll(**file, asBytes("!")));
  EXPECT_EQ(readTextFile(realVfs(), path, 100).value_or("?"), "onet!");
}

TEST(FileSystemTest, refusesWhatIsNoFile) {
  const ScratchFolder scratch;
  const auto fifo = scratch.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_FALSE(readTextFile(realVfs(), fifo, 100)) << "and does not wait for a writer";
  EXPECT_FALSE(readTextFile(realVfs(), "/dev/zero", 100));
  const auto folder = readTextFile(realVfs(), scratch.path(), 100);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().kind, ErrorKind::Unreadable);
  const auto missing = readTextFile(realVfs(), scratch.path() / "missing", 100);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  ASSERT_TRUE(writeFileAtomically(realVfs(), scratch.path() / "large", std::string(101, 'x')));
  const auto large = readTextFile(realVfs(), scratch.path() / "large", 100);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().kind, ErrorKind::Refused);
}

TEST(FileSystemTest, twoProcessesCannotHoldOneLock) {
  const ScratchFolder scratch;
  const auto path = scratch.path() / "lock";
  EXPECT_FALSE(realVfs().isLocked(path).value_or(true));
  auto held = realVfs().lock(path, "me");
  ASSERT_TRUE(held);
  EXPECT_TRUE(realVfs().isLocked(path).value_or(false));
  EXPECT_EQ(realVfs().lock(path, "me again").error().code, EWOULDBLOCK);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(realVfs().lock(path, "child") ? 1 : 0);
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(readTextFile(realVfs(), path, 100).value_or("?"), "me");
  held->reset();
  EXPECT_FALSE(realVfs().isLocked(path).value_or(true));
  EXPECT_TRUE(realVfs().lock(path, "next"));
}

TEST(FileSystemTest, aDeadProcessHoldsNoLock) {
  const ScratchFolder scratch;
  const auto path = scratch.path() / "lock";
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = realVfs().lock(path, "child");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(realVfs().lock(path, "next"));
}

TEST(FileSystemTest, bytesReadLikeWords) {
  EXPECT_EQ(humanBytes(0), "0 bytes");
  EXPECT_EQ(humanBytes(1), "1 byte");
  EXPECT_EQ(humanBytes(999), "999 bytes");
  EXPECT_EQ(humanBytes(1000), "1.0 kB");
  EXPECT_EQ(humanBytes(999950), "1.0 MB");
  EXPECT_EQ(humanBytes(12345678), "12.3 MB");
  EXPECT_EQ(humanBytes(UINT64_MAX), "18.4 EB");
}

}  // namespace
}  // namespace unroll
