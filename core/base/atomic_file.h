#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/file_system.h"

namespace unroll {

/// A file that appears whole or not at all, whatever is killed, full or unplugged meanwhile.
///
///   create: O_EXCL temporary beside the target     write: checked, errors name the bytes needed
///   commit: fsync -> close checked -> verify -> rename -> fsync(folder)
///
/// Without a successful commit the old file stays as it was and the temporary is removed.
/// Errors:  Disk, with a sentence that names the target.
/// Threads: one at a time.
class AtomicFile {
 public:
  struct Options {
    uint64_t expectedBytes = 0;  ///< refused at once when the disk has less; 0: not known
    std::string tag;             ///< temporary is ".tmp-<tag>-<pid>"; empty: the target's name
    /// Called with a name after each phase ("opened", "written", "after_fsync", "closed",
    /// "verified", "renamed", "committed"); tests kill the process there.
    std::function<void(std::string_view)> onPhase;
  };
  /// Looks at the closed temporary before it takes the target's place.
  using Verify = std::function<Result<void>(const std::filesystem::path& temporary)>;

  static Result<AtomicFile> create(Vfs& vfs, std::filesystem::path target, Options options);
  static Result<AtomicFile> create(Vfs& vfs, std::filesystem::path target) {
    return create(vfs, std::move(target), Options{});
  }
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  /// Appends. After one refusal every later call refuses too.
  Result<void> write(std::span<const std::byte> bytes);
  Result<void> write(std::string_view text) { return write(asBytes(text)); }

  Result<void> commit(const Verify& verify = {});

  uint64_t written() const { return written_; }

 private:
  AtomicFile(Vfs& vfs, std::filesystem::path target, Options options);
  tl::unexpected<Error> abandon(Error error);
  void phase(std::string_view name) const;

  Vfs* vfs_;
  std::filesystem::path target_;
  std::filesystem::path temporary_;  ///< empty once renamed or removed
  Options options_;
  std::unique_ptr<VfsFile> file_;
  uint64_t written_ = 0;
};

/// AtomicFile for contents already in memory.
Result<void> writeFileAtomically(Vfs& vfs, const std::filesystem::path& target,
                                 std::string_view contents);

/// Whether `name` is one that AtomicFile gives its temporaries (".tmp-<tag>-<pid>").
bool isTemporaryName(std::string_view name);

/// Removes the temporaries that killed programs left in `folder`; the number removed. Call it with
/// the folder's lock held: it does not look whether their writers still live.
Result<int> removeStaleTemporaries(Vfs& vfs, const std::filesystem::path& folder);

}  // namespace unroll
