#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace unroll {

/// The operating system's answer (errno) to one refused file operation.
struct IoError {
  int code = 0;
};

template <typename T>
using IoResult = tl::expected<T, IoError>;

enum class OpenMode {
  Read,       ///< existing file
  CreateNew,  ///< O_EXCL: refuses (EEXIST) where anything of that name is
  Append,     ///< creates when missing; every write goes to the end
};

enum class FileType { Regular, Folder, Other };

struct FileStatus {
  FileType type = FileType::Other;
  uint64_t size = 0;     ///< bytes
  int64_t modified = 0;  ///< Unix seconds
};

struct FolderEntry {
  std::string name;
  FileType type = FileType::Other;
};

/// One open file. Operations do what the system call of that name does, EINTR and short counts
/// included; use writeAll and readFully below. The destructor closes and ignores errors.
/// Threads: readAt from any number of threads; everything else from one.
class VfsFile {
 public:
  virtual ~VfsFile() = default;

  virtual IoResult<size_t> readAt(uint64_t offset, std::span<std::byte> out) = 0;  ///< 0 at the end
  virtual IoResult<size_t> write(std::span<const std::byte> bytes) = 0;  ///< may take fewer
  virtual IoResult<void> sync() = 0;  ///< never call again after it failed: write a new file
  virtual IoResult<void> truncate(uint64_t size) = 0;
  virtual IoResult<uint64_t> size() = 0;
  virtual IoResult<void> close() = 0;  ///< the file is closed even when this refuses
  /// The whole file as memory, valid while this object lives. Another program that shortens the
  /// file makes access to it a SIGBUS, so untrusted files are read with readAt.
  virtual IoResult<std::span<const std::byte>> map() = 0;
};

/// A held flock; released by the destructor or by the death of the process.
class VfsLock {
 public:
  virtual ~VfsLock() = default;
};

/// Every file operation that must survive kills, full disks and power cuts goes through this small
/// interface, so that tests can refuse, shorten or lose any of them.
/// Threads: the real one from any thread.
class Vfs {
 public:
  virtual ~Vfs() = default;

  virtual IoResult<std::unique_ptr<VfsFile>> open(const std::filesystem::path& path,
                                                  OpenMode mode) = 0;
  /// Atomic within one file system; replaces an existing file.
  virtual IoResult<void> rename(const std::filesystem::path& from,
                                const std::filesystem::path& to) = 0;
  virtual IoResult<void> unlink(const std::filesystem::path& path) = 0;
  virtual IoResult<void> makeFolder(const std::filesystem::path& path) = 0;  ///< EEXIST is refused
  virtual IoResult<void> syncFolder(const std::filesystem::path& path) = 0;
  virtual IoResult<std::vector<FolderEntry>> list(
      const std::filesystem::path& path) = 0;  ///< sorted
  virtual IoResult<FileStatus> status(const std::filesystem::path& path) = 0;
  virtual IoResult<uint64_t> freeSpace(const std::filesystem::path& path) = 0;  ///< bytes
  /// Takes the exclusive lock of the file (made when missing) and writes `note` into it, for people
  /// and programs that find it taken. EWOULDBLOCK when another process or object holds it.
  virtual IoResult<std::unique_ptr<VfsLock>> lock(const std::filesystem::path& path,
                                                  std::string_view note) = 0;
  /// Whether somebody holds the lock now; false when the file is missing.
  virtual IoResult<bool> isLocked(const std::filesystem::path& path) = 0;
};

/// The machine's file system. Opened files are close-on-exec; FIFOs and devices are refused.
Vfs& realVfs();

/// Writes all of `bytes`, going on after EINTR and short counts.
IoResult<void> writeAll(VfsFile& file, std::span<const std::byte> bytes);

/// Reads until `out` is full or the file ends; the count read.
IoResult<size_t> readFully(VfsFile& file, uint64_t offset, std::span<std::byte> out);

/// The whole of a regular file as text.
/// Errors: NotFound, Unreadable; Refused when it is larger than `maxBytes`.
Result<std::string> readTextFile(Vfs& vfs, const std::filesystem::path& path, uint64_t maxBytes);

/// Makes the folder and those above it, each synced into its parent. An existing one is fine.
Result<void> makeFolders(Vfs& vfs, const std::filesystem::path& path);

/// Whether anything is at `path`; true also when the system cannot tell (EIO, no permission), so
/// that nothing is made over a file that may be there.
bool exists(Vfs& vfs, const std::filesystem::path& path);

/// The sentence for a file that cannot be read (NotFound or Unreadable).
Error readError(IoError error, const std::filesystem::path& path);

/// The sentence for a file that cannot be written (Disk), naming the path, the reason, the bytes
/// needed and free where they are known, and what to do.
Error writeError(Vfs& vfs, IoError error, const std::filesystem::path& path,
                 uint64_t neededBytes = 0);

/// "12.3 MB"; decimal units.
std::string humanBytes(uint64_t bytes);

inline std::span<const std::byte> asBytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace unroll
