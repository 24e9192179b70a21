#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"

namespace unroll::media {

enum class VideoPreset {
  Web,       ///< MP4, H.264 4:2:0, CRF 16, plays everywhere
  Fine,      ///< H.264 4:4:4, CRF 8, in MP4 or Matroska: looks the same, at every pixel's colour
  Lossless,  ///< H.264 RGB with quantiser 0 in MP4 or Matroska (by the name's end): the same bits
             ///< back
  Gif,       ///< one palette for the whole video, ordered dither
  Png,       ///< a folder of frame-000000.png, ...
};

/// Whether this preset writes a video again for each time it is shown (see WriterSettings::loop).
bool writesLoops(VideoPreset preset);

/// Frames of a video that is shown forwards, then backwards without its two ends.
int64_t thereAndBack(int64_t frames);

/// The preset called `name` (web, fine, lossless, gif, png). Errors: Usage, naming the nearest.
Result<VideoPreset> videoPresetByName(const std::string& name);

struct FrameRate {
  int numerator = 25;
  int denominator = 1;

  /// The nearest fraction with a denominator of at most 1001: 29.97 becomes 30000/1001.
  static FrameRate from(double framesPerSecond);
  double value() const { return static_cast<double>(numerator) / denominator; }
};

struct WriterSettings {
  int width = 0;
  int height = 0;
  FrameRate rate;
  VideoPreset preset = VideoPreset::Web;
  /// How often the video is shown: Web, Fine and Lossless repeat the frames, Gif counts for the
  /// player (0 is for ever), Png ignores it. At least 1 for the first three.
  int loop = 1;
  std::map<std::string, std::string> metadata;  ///< title, comment and any other key
};

/// Writes a video file frame by frame.
///
/// Frames go as short fragments to a file beside the target whose name contains ".part", which
/// plays even when the program is killed. finish() makes of it a plain file (MP4: index in front),
/// syncs it and renames it to `path`. Destroyed without finish(), nothing is left behind.
/// Video is tagged and converted as BT.709, limited range (Lossless: RGB, full range). Web pads an
/// odd width or height by one repeated column or row: see note().
///
/// Threads: one at a time. Memory does not grow with the length of the video.
class VideoWriter {
 public:
  /// Errors: Refused for sizes or rates out of range or a non-empty folder (Png); Disk.
  static Result<VideoWriter> open(const std::string& path, const WriterSettings& settings);
  ~VideoWriter();
  VideoWriter(VideoWriter&&) noexcept;
  VideoWriter& operator=(VideoWriter&&) noexcept;

  /// One more frame, uint8 RGB (height, width, 3). Errors: Disk, naming the path.
  Result<void> write(std::span<const uint8_t> rgb);

  /// Makes the file appear at `path`. Errors: Refused when nothing was written, Disk.
  Result<void> finish();

  int64_t frames() const;               ///< written so far
  const std::string& partPath() const;  ///< where the unfinished video is
  const std::string& note() const;      ///< what was done beside what was asked, or empty

  struct Backend;

 private:
  explicit VideoWriter(std::unique_ptr<Backend> backend);
  std::unique_ptr<Backend> backend_;
};

}  // namespace unroll::media
