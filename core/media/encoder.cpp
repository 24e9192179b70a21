#include "media/encoder.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace unroll::media {

namespace {

int even(int length) { return length + length % 2; }

/// Copies the picture; what was padded repeats its last column and row.
void copyPadded(std::span<const uint8_t> rgb, int width, int height, AVFrame& target) {
  const auto row = static_cast<size_t>(width) * 3;
  for (int y = 0; y < target.height; ++y) {
    const auto from = static_cast<size_t>(std::min(y, height - 1)) * row;
    uint8_t* to = target.data[0] + static_cast<ptrdiff_t>(y) * target.linesize[0];
    std::memcpy(to, rgb.data() + from, row);
    if (target.width > width) std::memcpy(to + row, to + row - 3, 3);
  }
}

void tagColors(AVCodecContext& context, bool rgb) {
  context.color_primaries = AVCOL_PRI_BT709;
  context.color_trc = rgb ? AVCOL_TRC_IEC61966_2_1 : AVCOL_TRC_BT709;
  context.colorspace = rgb ? AVCOL_SPC_RGB : AVCOL_SPC_BT709;
  context.color_range = rgb ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
}

ScalerPtr makeScaler(const AVFrame& from, const AVFrame& to) {
  ScalerPtr scaler(sws_getContext(from.width, from.height, AV_PIX_FMT_RGB24, to.width, to.height,
                                  static_cast<AVPixelFormat>(to.format),
                                  SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr,
                                  nullptr, nullptr));
  if (scaler) {
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(SWS_CS_DEFAULT), 1,
                             sws_getCoefficients(SWS_CS_ITU709), 0, 0, 1 << 16, 1 << 16);
  }
  return scaler;
}

}  // namespace

VideoEncoder::VideoEncoder(EncoderSettings settings, CodecPtr context, ScalerPtr scaler,
                           FramePtr picture, FramePtr coded)
    : settings_(std::move(settings)),
      context_(std::move(context)),
      scaler_(std::move(scaler)),
      picture_(std::move(picture)),
      coded_(std::move(coded)),
      packet_(av_packet_alloc()) {}

Result<VideoEncoder> VideoEncoder::open(const EncoderSettings& settings) {
  quietFfmpeg();
  const auto* codec = avcodec_find_encoder_by_name(settings.codec.c_str());
  if (codec == nullptr) {
    return fail(
        ErrorKind::Unsupported,
        fmt::format("This FFmpeg has no {} encoder; install a build that has.", settings.codec));
  }
  const bool rgb = settings.format == AV_PIX_FMT_RGB24;
  const bool halved = settings.format == AV_PIX_FMT_YUV420P;
  const int width = halved ? even(settings.width) : settings.width;
  const int height = halved ? even(settings.height) : settings.height;
  CodecPtr context(avcodec_alloc_context3(codec));
  auto picture = makeFrame(AV_PIX_FMT_RGB24, width, height);
  auto coded = rgb ? FramePtr() : makeFrame(settings.format, width, height);
  if (!context || !picture || (!rgb && !coded)) {
    return fail(ErrorKind::OutOfMemory, "No memory is left for a video encoder.");
  }
  auto scaler = rgb ? ScalerPtr() : makeScaler(*picture, *coded);
  context->width = width;
  context->height = height;
  context->pix_fmt = settings.format;
  context->time_base = {settings.rate.denominator, settings.rate.numerator};
  context->framerate = {settings.rate.numerator, settings.rate.denominator};
  context->sample_aspect_ratio = {1, 1};
  context->gop_size = settings.groupFrames;
  context->max_b_frames = settings.bFrames;
  context->thread_count = settings.threads;
  // Parameter sets go to the container's header, as MP4 and Matroska want.
  context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
  tagColors(*context, rgb);
  Options options;
  for (const auto& [key, value] : settings.options) options.set(key.c_str(), value);
  const int opened = avcodec_open2(context.get(), codec, options.address());
  if (opened < 0 || (!rgb && !scaler)) {
    return fail(ErrorKind::Unsupported,
                fmt::format("A video of {}x{} cannot be encoded with {}: {}.", width, height,
                            settings.codec, ffmpegMessage(opened)));
  }
  return VideoEncoder(settings, std::move(context), std::move(scaler), std::move(picture),
                      std::move(coded));
}

bool VideoEncoder::padded() const {
  return picture_->width != settings_.width || picture_->height != settings_.height;
}

Result<void> VideoEncoder::encode(std::span<const uint8_t> rgb, const Sink& sink) {
  const auto bytes =
      static_cast<size_t>(settings_.width) * static_cast<size_t>(settings_.height) * 3;
  if (rgb.size() != bytes) {
    return fail(ErrorKind::Internal,
                fmt::format("a frame of {}x{} has {} bytes, not {}.", settings_.width,
                            settings_.height, rgb.size(), bytes));
  }
  // The encoder may still hold the last picture's buffer.
  if (av_frame_make_writable(picture_.get()) < 0 ||
      (coded_ && av_frame_make_writable(coded_.get()) < 0)) {
    return fail(ErrorKind::OutOfMemory, "No memory is left to encode video.");
  }
  copyPadded(rgb, settings_.width, settings_.height, *picture_);
  auto* frame = picture_.get();
  if (coded_) {
    sws_scale(scaler_.get(), picture_->data, picture_->linesize, 0, picture_->height, coded_->data,
              coded_->linesize);
    frame = coded_.get();
  }
  frame->pts = frames_++;
  return send(frame, sink);
}

Result<void> VideoEncoder::flush(const Sink& sink) { return send(nullptr, sink); }

Result<void> VideoEncoder::send(const AVFrame* frame, const Sink& sink) {
  int code = avcodec_send_frame(context_.get(), frame);
  while (code >= 0) {
    code = avcodec_receive_packet(context_.get(), packet_.get());
    if (code < 0) break;
    packet_->duration = 1;
    auto taken = sink(*packet_);
    av_packet_unref(packet_.get());
    if (!taken) return taken;
  }
  if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
  return fail(ErrorKind::Internal, fmt::format("Encoding video failed: {}.", ffmpegMessage(code)));
}

}  // namespace unroll::media
