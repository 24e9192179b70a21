#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::media {

/// What a reader accepts. Defaults are those of RELIABILITY.md.
struct ReaderLimits {
  int64_t maxPixels = 35'400'000;  ///< of one coded picture (8K)
  int maxSide = 4096;              ///< of one delivered picture; larger ones are scaled down
  int maxStreams = 64;
  int64_t probeBytes = 50'000'000;
  double noProgressSeconds = 20;  ///< longest time from one frame to the next
  int64_t maxPacketsWithoutFrame = 1024;
  int64_t maxFrames = 1'000'000;
  double maxSeconds = 24 * 3600;
  double maxGapSeconds = 10;  ///< a longer hole between time stamps is closed
};

/// What is known of a video after it was opened.
struct VideoInfo {
  std::string container;  ///< FFmpeg's name of the format
  std::string codec;
  int codedWidth = 0;  ///< as stored
  int codedHeight = 0;
  int width = 0;  ///< as shown: square pixels, after rotation
  int height = 0;
  double pixelAspect = 1;      ///< width of a stored pixel over its height
  int rotation = 0;            ///< degrees clockwise to turn the stored picture: 0, 90, 180, 270
  bool mirrored = false;       ///< flipped left to right after that turn
  double frameRate = 0;        ///< average frames per second
  bool variableRate = false;   ///< the nominal and the average rate differ by over 1 %
  double durationSeconds = 0;  ///< 0 when the file does not say
  int64_t frames = 0;          ///< the file's own count; 0 when it does not say
  bool interlaced = false;
  bool fullRange = false;
  std::string matrix;  ///< bt601, bt709, bt2020 or rgb; as used, also where the file is silent
  int videoStreams = 1;
};

/// One picture: uint8 RGB (height, width, 3), shown `seconds` after the first frame.
struct Frame {
  int width = 0;
  int height = 0;
  double seconds = 0;
  std::vector<uint8_t> rgb;
};

/// What a reader met so far.
struct ReadHealth {
  int64_t frames = 0;      ///< delivered
  int64_t unreadable = 0;  ///< packets refused and pictures marked damaged by the decoder, left out
  int64_t missing = 0;     ///< frames the file's index promises behind its end
  bool truncated = false;  ///< the file ends before its index says
  bool stoppedAtLimit = false;  ///< maxFrames or maxSeconds was reached

  /// Unreadable share of what was tried.
  double unreadableShare() const;
};

/// Decodes the best video stream of one file, frame by frame, on one thread.
///
/// Only plain files are read, through a descriptor of our own: no protocol, playlist, manifest or
/// image sequence is ever opened, whatever the file's name or contents say. Rotation and mirroring
/// of the display matrix, the pixels' aspect, colour matrix and range (unspecified: BT.601 below
/// 720 lines, else BT.709, limited) are applied; interlaced pictures are deinterlaced (bwdif, one
/// frame out per frame in); transparency is laid over black. HDR is not tone-mapped.
///
/// Threads: one at a time; readers are independent of each other.
class VideoReader {
 public:
  /// Errors: NotFound, Unreadable (cannot be opened; a folder, pipe, device or empty file),
  /// Unsupported (no such container or codec, no video, encrypted), Refused (over a limit),
  /// Corrupt. Each names the file.
  static Result<VideoReader> open(const std::string& path, const ReaderLimits& limits = {});
  ~VideoReader();
  VideoReader(VideoReader&&) noexcept;
  VideoReader& operator=(VideoReader&&) noexcept;

  const VideoInfo& info() const;

  /// Goes to the next frame and tells its time, or nothing at the end. Costs no conversion.
  /// Errors: Corrupt, Refused (a limit), Unreadable.
  Result<std::optional<double>> advance();

  /// The frame advance() went to, converted. Frames of one file may differ in size.
  Result<Frame> picture();

  /// The frame before it, converted; after the end, the last frame. So that a caller who must know
  /// the next frame's time to choose converts only what it chose.
  Result<Frame> previousPicture();

  /// advance() and picture().
  Result<std::optional<Frame>> next();

  /// How long the frame advance() went to is shown, as far as the file says.
  double frameSeconds() const;

  const ReadHealth& health() const;

 private:
  struct State;
  explicit VideoReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The share of unreadable frames above which a video is refused.
inline constexpr double kMaxUnreadableShare = 0.05;

}  // namespace unroll::media
