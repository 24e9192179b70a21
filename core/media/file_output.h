#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "media/ffmpeg.h"

namespace unroll::media {

/// A file for FFmpeg to write through a descriptor of our own, so that the system's reason for a
/// failed write is known and the file can be synced. Not removed by the destructor.
///
/// Threads: one at a time.
class FileOutput {
 public:
  /// Makes or empties the file. Errors: Disk, naming the path.
  static Result<std::unique_ptr<FileOutput>> create(const std::string& path);
  ~FileOutput();
  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;

  AVIOContext* context() { return context_; }
  const std::string& path() const { return path_; }

  /// Turns FFmpeg's code of a failed write into an error with the system's reason.
  Error failure(int code) const;

  /// Writes what is buffered, syncs and closes. Errors: Disk.
  Result<void> finish();

 private:
  FileOutput(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  static int writeBytes(void* self, uint8_t* buffer, int count);
  static int64_t seek(void* self, int64_t offset, int whence);

  std::string path_;
  int descriptor_ = -1;
  int systemError_ = 0;  ///< errno of the first failed write
  AVIOContext* context_ = nullptr;
};

/// Renames `from` to `to` and syncs the folder. Errors: Disk.
Result<void> renameIntoPlace(const std::string& from, const std::string& to);

}  // namespace unroll::media
