#pragma once

#include <string>

#include "base/error.h"
#include "media/ffmpeg.h"
#include "media/image.h"
#include "media/orientation.h"

namespace unroll::media {

/// The colour matrix a decoded picture is read with.
struct ColorReading {
  int matrix = 0;  ///< SWS_CS_*
  bool fullRange = false;
  std::string name;  ///< bt601, bt709, bt2020, rgb
};

/// What the picture says, or where it is silent: BT.601 below 720 lines, else BT.709, limited.
ColorReading colorReadingOf(const AVFrame& frame);

/// The size a stored picture has with square pixels, before it is turned: the width is stretched
/// by the pixels' aspect, then both sides are scaled to at most `maxSide`.
struct ShownSize {
  int width = 0;
  int height = 0;
};
ShownSize shownSize(int codedWidth, int codedHeight, double pixelAspect, int maxSide);

/// Decoded pictures of any format -> uint8 RGB, square pixels, upright, without transparency.
/// Keeps the scaler of the last picture. Threads: one at a time.
class PictureConverter {
 public:
  /// Errors: Unsupported for formats FFmpeg cannot convert, OutOfMemory.
  Result<Image> convert(const AVFrame& frame, double pixelAspect, const Orientation& orientation,
                        int maxSide);

 private:
  ScalerPtr scaler_;
  int matrix_ = -1;  ///< what scaler_ was set to
  int sourceRange_ = -1;
};

}  // namespace unroll::media
