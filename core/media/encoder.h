#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "media/ffmpeg.h"
#include "media/video_writer.h"

namespace unroll::media {

struct EncoderSettings {
  std::string codec = "libx264";
  AVPixelFormat format = AV_PIX_FMT_YUV420P;  ///< a YUV format (BT.709, limited) or RGB24
  int width = 0;                              ///< of the pictures given; coded sizes may be padded
  int height = 0;
  FrameRate rate;
  int groupFrames = 30;  ///< pictures from key frame to key frame
  int bFrames = 0;
  int threads = 1;
  std::map<std::string, std::string> options;  ///< of the codec: crf, preset, ...
};

/// RGB pictures -> H.264 packets with time stamps 0, 1, 2, ... in units of one frame.
///
/// Threads: one at a time.
class VideoEncoder {
 public:
  using Sink = std::function<Result<void>(AVPacket&)>;

  /// Errors: Unsupported when FFmpeg lacks the codec, Internal.
  static Result<VideoEncoder> open(const EncoderSettings& settings);

  /// Encodes one picture, uint8 RGB (height, width, 3); finished packets go to `sink`.
  Result<void> encode(std::span<const uint8_t> rgb, const Sink& sink);

  /// The packets still inside go to `sink`.
  Result<void> flush(const Sink& sink);

  const AVCodecContext* context() const { return context_.get(); }
  int64_t frames() const { return frames_; }
  bool padded() const;

 private:
  VideoEncoder(EncoderSettings settings, CodecPtr context, ScalerPtr scaler, FramePtr picture,
               FramePtr coded);

  Result<void> send(const AVFrame* frame, const Sink& sink);

  EncoderSettings settings_;
  CodecPtr context_;
  ScalerPtr scaler_;  ///< null for RGB24
  FramePtr picture_;  ///< RGB24 at the coded size
  FramePtr coded_;    ///< null for RGB24
  PacketPtr packet_;
  int64_t frames_ = 0;
};

}  // namespace unroll::media
