#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace unroll::data {

/// An open file descriptor, closed at the end of its life. Move only.
class DiskFile {
 public:
  DiskFile() = default;
  explicit DiskFile(int descriptor, std::string path);
  DiskFile(DiskFile&& other) noexcept;
  DiskFile& operator=(DiskFile&& other) noexcept;
  ~DiskFile();

  /// Opens for reading and writing, made when missing. Errors: Disk.
  static Result<DiskFile> openToWrite(const std::string& path);
  /// Errors: NotFound, Unreadable.
  static Result<DiskFile> openToRead(const std::string& path);
  /// A file without a name in `folder`, gone when closed. Errors: Disk.
  static Result<DiskFile> openUnnamed(const std::string& folder);

  bool isOpen() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

  Result<int64_t> byteCount() const;
  Result<void> writeAt(int64_t offset, std::span<const uint8_t> bytes);
  Result<void> readAt(int64_t offset, std::span<uint8_t> bytes) const;
  Result<void> truncate(int64_t bytes);
  /// To the platter. A failure is final for this descriptor: it is never to be tried again.
  Result<void> sync();

 private:
  int descriptor_ = -1;
  std::string path_;
};

/// Makes a rename or a new file in `folder` last through a power loss. Errors: Disk.
Result<void> syncFolder(const std::string& folder);

/// Makes `folder` and its parents. Errors: Disk.
Result<void> makeFolder(const std::string& folder);

/// Replaces folder/name: temporary file, fsync, rename, fsync of the folder. On an error the old
/// file is intact and the temporary one is gone. Errors: Disk.
Result<void> replaceFile(const std::string& folder, const std::string& name,
                         std::string_view contents);

/// The whole file. Errors: NotFound; Unreadable (also when longer than `limit` bytes).
Result<std::string> readWholeFile(const std::string& path, int64_t limit);

}  // namespace unroll::data
