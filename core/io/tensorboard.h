#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/file_system.h"

namespace unroll::io {

/// CRC-32C (Castagnoli) of `bytes`, and its masked form that TFRecord files carry.
uint32_t crc32c(std::span<const std::byte> bytes);
uint32_t maskedCrc32c(std::span<const std::byte> bytes);

/// Writes scalars to a new TensorBoard event file in `folder`.
///
///   record = length u64 | masked crc of length | Event protobuf | masked crc of Event
///
/// Scalars are written every 16 kB or two seconds.
/// Errors:  Disk; the scalars of a refused flush wait for the next one (up to 4 MB, later ones are
///          dropped: events.jsonl is the record, this file a copy for other tools).
/// Threads: one at a time.
class TensorBoardWriter {
 public:
  /// `resumedFrom` >= 0 tells TensorBoard to drop points of older files from that step on.
  static Result<TensorBoardWriter> create(Vfs& vfs, const std::filesystem::path& folder,
                                          int64_t resumedFrom = -1);
  TensorBoardWriter(TensorBoardWriter&&) = default;
  TensorBoardWriter& operator=(TensorBoardWriter&&) = delete;
  ~TensorBoardWriter();  ///< flushes; a refusal is lost

  /// Tags like "stage1/loss/generator". `wallTime`: Unix seconds.
  Result<void> scalar(std::string_view tag, int64_t step, double value, double wallTime);
  Result<void> flush();

  const std::filesystem::path& path() const { return path_; }

 private:
  TensorBoardWriter() = default;

  Vfs* vfs_ = nullptr;
  std::filesystem::path path_;
  std::unique_ptr<VfsFile> file_;
  std::string pending_;
  std::chrono::steady_clock::time_point lastTry_{};
};

}  // namespace unroll::io
