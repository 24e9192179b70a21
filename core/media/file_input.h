#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "media/ffmpeg.h"

namespace unroll::media {

/// A plain file for FFmpeg to read through a descriptor of our own, so that no protocol handler is
/// ever asked. Pipes, devices, folders and empty files are refused.
///
/// Threads: one at a time.
class FileInput {
 public:
  /// Errors: NotFound, Unreadable; the message names the file.
  static Result<std::unique_ptr<FileInput>> open(const std::string& path);
  ~FileInput();
  FileInput(const FileInput&) = delete;
  FileInput& operator=(const FileInput&) = delete;

  AVIOContext* context() { return context_; }
  int64_t size() const { return size_; }

  /// Reading fails when it takes longer than this from now on.
  void allow(double seconds);
  bool expired() const;

  /// What AVFormatContext::interrupt_callback wants; valid while this lives.
  AVIOInterruptCB interruptCallback();

 private:
  FileInput(int descriptor, int64_t size) : descriptor_(descriptor), size_(size) {}

  static int readBytes(void* self, uint8_t* buffer, int count);
  static int64_t seek(void* self, int64_t offset, int whence);

  int descriptor_ = -1;
  int64_t size_ = 0;
  int64_t position_ = 0;
  AVIOContext* context_ = nullptr;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace unroll::media
