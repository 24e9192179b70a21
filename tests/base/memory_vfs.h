#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/seeds.h"

namespace unroll::test {

/// What goes wrong at one counted operation.
struct Fault {
  enum class Kind { Error, ShortWrite, PowerLoss };
  int64_t at = 0;  ///< the operation's number, from 1
  Kind kind = Kind::Error;
  int code = 0;
  bool lasting = false;  ///< every later operation that writes is refused too (full, read-only)
};

/// A file system in memory that remembers which writes, names and renames were not yet synced, in
/// the way of SQLite's crash tests. After reboot only synced things are sure to be there; each
/// other one is kept, dropped or torn as the test decides.
class MemoryVfs : public Vfs {
 public:
  MemoryVfs();
  ~MemoryVfs() override;

  IoResult<std::unique_ptr<VfsFile>> open(const std::filesystem::path& path,
                                          OpenMode mode) override;
  IoResult<void> rename(const std::filesystem::path& from,
                        const std::filesystem::path& to) override;
  IoResult<void> unlink(const std::filesystem::path& path) override;
  IoResult<void> makeFolder(const std::filesystem::path& path) override;
  IoResult<void> syncFolder(const std::filesystem::path& path) override;
  IoResult<std::vector<FolderEntry>> list(const std::filesystem::path& path) override;
  IoResult<FileStatus> status(const std::filesystem::path& path) override;
  IoResult<uint64_t> freeSpace(const std::filesystem::path& path) override;
  IoResult<std::unique_ptr<VfsLock>> lock(const std::filesystem::path& path,
                                          std::string_view note) override;
  IoResult<bool> isLocked(const std::filesystem::path& path) override;

  void setFault(std::optional<Fault> fault) { fault_ = fault; }
  int64_t operations() const { return operations_; }
  void resetOperations() { operations_ = 0; }
  void setFreeSpace(uint64_t bytes) { freeSpace_ = bytes; }

  /// What was done since the last clearTrace, "write x", "sync x", "rename x y", …
  const std::vector<std::string>& trace() const { return trace_; }
  void clearTrace() { trace_.clear(); }
  int syncsAfterFailure() const { return syncsAfterFailure_; }  ///< on one descriptor; must stay 0

  enum class Fate { Keep, Drop, Tear };
  size_t pendingOperations() const;
  /// The file system after a power cut; `fates` has one entry per pending operation.
  std::unique_ptr<MemoryVfs> reboot(const std::vector<Fate>& fates, Random& random) const;
  void syncEverything();

  /// Path -> contents of every file.
  std::map<std::string, std::string> files() const;
  void put(const std::filesystem::path& path, std::string contents);  ///< durable at once

 private:
  struct Node;
  struct Pending;
  friend class MemoryFile;
  using NodePointer = std::shared_ptr<Node>;

  /// Counts an operation; the error to give instead of doing it.
  std::optional<IoError> begin(const std::string& what, bool writes);
  NodePointer find(const std::filesystem::path& path) const;
  NodePointer parentOf(const std::filesystem::path& path) const;
  void record(Pending operation);
  void commitIf(const std::function<bool(const Pending&)>& chosen);

  NodePointer root_;
  std::vector<Pending> pending_;
  std::optional<Fault> fault_;
  int64_t operations_ = 0;
  uint64_t freeSpace_ = uint64_t{1} << 40;
  std::vector<std::string> trace_;
  int syncsAfterFailure_ = 0;
  std::shared_ptr<std::set<std::string>> locks_;
};

}  // namespace unroll::test
