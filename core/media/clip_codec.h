#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"

namespace unroll::media {

/// Writes one clip of an encoded store: Matroska, H.264 4:4:4 (no chroma is thrown away at these
/// small sizes), CRF 14, BT.709 limited range, a closed group of 12 pictures without B-frames, so
/// that any frame is at most 11 pictures from a key frame. One encoder thread.
///
/// The file is written at `path` itself and is whole only after finish(); without it the
/// destructor removes it. Durability and renaming are the store's.
///
/// Threads: one at a time.
class ClipEncoder {
 public:
  /// Errors: Disk when `path` cannot be made; Refused for sizes outside 2..4096.
  static Result<ClipEncoder> open(const std::string& path, int width, int height, double frameRate);
  ~ClipEncoder();
  ClipEncoder(ClipEncoder&&) noexcept;
  ClipEncoder& operator=(ClipEncoder&&) noexcept;

  /// One more frame, uint8 RGB (height, width, 3). Errors: Disk, Internal.
  Result<void> write(std::span<const uint8_t> rgb);

  int64_t frames() const;

  /// Flushes the codec, writes the index and syncs the file. Errors: Disk, naming the path.
  Result<void> finish();

 private:
  struct State;
  explicit ClipEncoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Reads frames of a clip that ClipEncoder wrote, by number, going to the nearest key frame or on
/// from where it stands, whichever is less work. Opening costs well under a millisecond.
///
/// Threads: one at a time; open one per thread.
class ClipDecoder {
 public:
  /// `frameRate` is the store's. Errors: NotFound, Unreadable, Corrupt.
  static Result<ClipDecoder> open(const std::string& path, double frameRate);
  ~ClipDecoder();
  ClipDecoder(ClipDecoder&&) noexcept;
  ClipDecoder& operator=(ClipDecoder&&) noexcept;

  int width() const;
  int height() const;

  /// Frames start, start + stride, ... (`count` of them) as uint8 RGB (count, height, width, 3)
  /// into `out`, which holds exactly that many bytes. Only those frames are converted.
  /// Errors: Corrupt, naming the file and the frame that is not there.
  Result<void> read(int64_t start, int64_t count, int64_t stride, std::span<uint8_t> out);

 private:
  struct State;
  explicit ClipDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace unroll::media
