#include "media/picture_converter.h"

#include <fmt/format.h>

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace unroll::media {

namespace {

constexpr int kLinesOfHd = 720;
constexpr int kScalerFlags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT;

/// Copies rows of a padded RGB or RGBA frame; colours are laid over black by their opacity.
Image packed(const AVFrame& frame) {
  Image image{frame.width, frame.height, {}};
  const auto width = static_cast<size_t>(frame.width);
  image.rgb.resize(width * static_cast<size_t>(frame.height) * 3);
  for (int y = 0; y < frame.height; ++y) {
    const uint8_t* from = frame.data[0] + static_cast<ptrdiff_t>(y) * frame.linesize[0];
    uint8_t* to = image.rgb.data() + static_cast<size_t>(y) * width * 3;
    if (frame.format == AV_PIX_FMT_RGB24) {
      std::memcpy(to, from, width * 3);
      continue;
    }
    for (size_t x = 0; x < width; ++x) {
      const int alpha = from[4 * x + 3];
      for (size_t c = 0; c < 3; ++c) {
        to[3 * x + c] = static_cast<uint8_t>((from[4 * x + c] * alpha + 127) / 255);
      }
    }
  }
  return image;
}

}  // namespace

ColorReading colorReadingOf(const AVFrame& frame) {
  const auto* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
  if (format != nullptr && (format->flags & AV_PIX_FMT_FLAG_RGB) != 0) {
    return {SWS_CS_DEFAULT, true, "rgb"};
  }
  ColorReading reading;
  reading.fullRange = frame.color_range == AVCOL_RANGE_JPEG ||
                      (format != nullptr && std::strncmp(format->name, "yuvj", 4) == 0);
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
      reading.matrix = SWS_CS_ITU709;
      break;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
    case AVCOL_SPC_FCC:
      reading.matrix = SWS_CS_ITU601;
      break;
    case AVCOL_SPC_SMPTE240M:
      reading.matrix = SWS_CS_SMPTE240M;
      break;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      reading.matrix = SWS_CS_BT2020;
      break;
    default:
      reading.matrix = frame.height < kLinesOfHd ? SWS_CS_ITU601 : SWS_CS_ITU709;
  }
  reading.name = reading.matrix == SWS_CS_ITU709      ? "bt709"
                 : reading.matrix == SWS_CS_BT2020    ? "bt2020"
                 : reading.matrix == SWS_CS_SMPTE240M ? "smpte240m"
                                                      : "bt601";
  return reading;
}

ShownSize shownSize(int codedWidth, int codedHeight, double pixelAspect, int maxSide) {
  const double width = codedWidth * pixelAspect;
  const double height = codedHeight;
  const double shrink = std::min(1.0, maxSide / std::max(width, height));
  return {std::max(1, static_cast<int>(std::lround(width * shrink))),
          std::max(1, static_cast<int>(std::lround(height * shrink)))};
}

Result<Image> PictureConverter::convert(const AVFrame& frame, double pixelAspect,
                                        const Orientation& orientation, int maxSide) {
  const auto format = static_cast<AVPixelFormat>(frame.format);
  const auto* description = av_pix_fmt_desc_get(format);
  const auto size = shownSize(frame.width, frame.height, pixelAspect, maxSide);
  const bool transparent =
      description != nullptr && (description->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;

  FramePtr target(av_frame_alloc());
  if (!target) return fail(ErrorKind::OutOfMemory, "No memory is left for a picture.");
  target->format = transparent ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
  target->width = size.width;
  target->height = size.height;
  if (av_frame_get_buffer(target.get(), 0) < 0) {
    return fail(ErrorKind::OutOfMemory,
                fmt::format("No memory is left for a picture of {}x{}.", size.width, size.height));
  }
  auto* before = scaler_.get();
  scaler_.reset(sws_getCachedContext(
      scaler_.release(), frame.width, frame.height, format, size.width, size.height,
      static_cast<AVPixelFormat>(target->format), kScalerFlags, nullptr, nullptr, nullptr));
  if (!scaler_) {
    return fail(ErrorKind::Unsupported,
                fmt::format("pictures of {}x{} in the format {} cannot be converted", frame.width,
                            frame.height, description != nullptr ? description->name : "unknown"));
  }
  const auto reading = colorReadingOf(frame);
  const int range = reading.fullRange ? 1 : 0;
  if (before != scaler_.get() || matrix_ != reading.matrix || sourceRange_ != range) {
    sws_setColorspaceDetails(scaler_.get(), sws_getCoefficients(reading.matrix), range,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    matrix_ = reading.matrix;
    sourceRange_ = range;
  }
  sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, target->data,
            target->linesize);
  return oriented(packed(*target), orientation);
}

}  // namespace unroll::media
