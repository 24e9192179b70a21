#pragma once

// What VideoWriter hands its work to, one backend for each kind of file.

#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "media/video_writer.h"

namespace unroll::media {

struct VideoWriter::Backend {
  virtual ~Backend() = default;
  virtual Result<void> write(std::span<const uint8_t> rgb) = 0;
  /// Makes the target appear. Called once, after at least one frame.
  virtual Result<void> finish() = 0;

  std::string path;      ///< the target
  std::string partPath;  ///< the unfinished file or folder
  std::string note;
  int64_t frames = 0;
  size_t frameBytes = 0;
  bool finished = false;
};

using WriterBackend = std::unique_ptr<VideoWriter::Backend>;

/// Web, Fine and Lossless: fragmented MP4 (or Matroska for names ending in .mkv), remuxed at the end.
Result<WriterBackend> openMp4Writer(const std::string& path, const WriterSettings& settings);
Result<WriterBackend> openGifWriter(const std::string& path, const WriterSettings& settings);
Result<WriterBackend> openPngFolderWriter(const std::string& path, const WriterSettings& settings);

/// folder/name.mp4 -> folder/name<mark>.mp4, for example with the mark ".part".
std::string markedName(const std::string& path, const std::string& mark);

}  // namespace unroll::media
