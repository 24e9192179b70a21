#pragma once

#include <memory>
#include <string>

#include "base/error.h"
#include "media/ffmpeg.h"
#include "media/file_input.h"
#include "media/orientation.h"
#include "media/video_reader.h"

namespace unroll::media {

/// An opened file, its best video stream and that stream's decoder. All other streams are
/// discarded while reading.
struct Container {
  std::unique_ptr<FileInput> input;  ///< outlives `format`
  InputPtr format;
  CodecPtr decoder;
  AVStream* stream = nullptr;  ///< owned by `format`
  VideoInfo info;
  Orientation orientation;
  bool timed = true;  ///< false for bare streams (raw H.264 and the like) without time stamps
};

/// Errors: see VideoReader::open.
Result<Container> openContainer(const std::string& path, const ReaderLimits& limits);

}  // namespace unroll::media
