#pragma once

// FFmpeg's C handles, owned from the line that makes them. Only sources of core/media include this.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

namespace unroll::media {

struct FfmpegDeleter {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(SwsContext* context) const { sws_freeContext(context); }
  void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
};

/// A format context that reads: closed, not only freed.
struct InputDeleter {
  void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};

/// A format context that writes; its AVIOContext is owned elsewhere.
struct OutputDeleter {
  void operator()(AVFormatContext* context) const { avformat_free_context(context); }
};

using CodecPtr = std::unique_ptr<AVCodecContext, FfmpegDeleter>;
using FramePtr = std::unique_ptr<AVFrame, FfmpegDeleter>;
using PacketPtr = std::unique_ptr<AVPacket, FfmpegDeleter>;
using ScalerPtr = std::unique_ptr<SwsContext, FfmpegDeleter>;
using GraphPtr = std::unique_ptr<AVFilterGraph, FfmpegDeleter>;
using InputPtr = std::unique_ptr<AVFormatContext, InputDeleter>;
using OutputPtr = std::unique_ptr<AVFormatContext, OutputDeleter>;

/// An options dictionary that is freed with its scope.
class Options {
 public:
  Options() = default;
  ~Options() { av_dict_free(&dictionary_); }
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  void set(const char* key, const std::string& value) {
    av_dict_set(&dictionary_, key, value.c_str(), 0);
  }
  AVDictionary** address() { return &dictionary_; }

 private:
  AVDictionary* dictionary_ = nullptr;
};

/// FFmpeg's mark of an unknown time.
inline constexpr int64_t kNoTime = std::numeric_limits<int64_t>::min();

/// FFmpeg's words for an error code.
std::string ffmpegMessage(int code);

/// Silences FFmpeg's own log: what matters of it becomes an Error. Any thread.
void quietFfmpeg();

/// A frame with memory of its own, or null when there is none.
FramePtr makeFrame(AVPixelFormat format, int width, int height);

}  // namespace unroll::media
