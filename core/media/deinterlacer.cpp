#include "media/deinterlacer.h"

#include <fmt/format.h>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <utility>

namespace unroll::media {

void Deinterlacer::push(FramePtr frame) {
  const bool fits =
      graph_ && frame->width == width_ && frame->height == height_ && frame->format == format_;
  if (graph_ && !fits) flush();
  if (!graph_ && (frame->interlaced_frame == 0 || !build(*frame))) {
    ready_.push_back(std::move(frame));
    return;
  }
  FramePtr copy(av_frame_clone(frame.get()));
  if (!copy || av_buffersrc_add_frame(source_, copy.get()) < 0) {
    // What the filter cannot take is still a picture: shown as it is.
    flush();
    ready_.push_back(std::move(frame));
    return;
  }
  drain();
}

void Deinterlacer::flush() {
  if (!graph_) return;
  if (av_buffersrc_add_frame(source_, nullptr) >= 0) drain();
  graph_.reset();
  source_ = nullptr;
  sink_ = nullptr;
}

FramePtr Deinterlacer::pop() {
  if (ready_.empty()) return nullptr;
  auto frame = std::move(ready_.front());
  ready_.pop_front();
  return frame;
}

bool Deinterlacer::build(const AVFrame& frame) {
  GraphPtr graph(avfilter_graph_alloc());
  if (!graph) return false;
  graph->nb_threads = 1;
  const auto aspect = frame.sample_aspect_ratio;
  const auto arguments = fmt::format(
      "video_size={}x{}:pix_fmt={}:time_base={}/{}:pixel_aspect={}/{}", frame.width, frame.height,
      frame.format, timeBase_.num, timeBase_.den, std::max(0, aspect.num), std::max(1, aspect.den));
  AVFilterContext* filter = nullptr;
  if (avfilter_graph_create_filter(&source_, avfilter_get_by_name("buffer"), "in",
                                   arguments.c_str(), nullptr, graph.get()) < 0 ||
      avfilter_graph_create_filter(&filter, avfilter_get_by_name("bwdif"), "bwdif",
                                   "mode=send_frame:parity=auto:deint=interlaced", nullptr,
                                   graph.get()) < 0 ||
      avfilter_graph_create_filter(&sink_, avfilter_get_by_name("buffersink"), "out", nullptr,
                                   nullptr, graph.get()) < 0 ||
      avfilter_link(source_, 0, filter, 0) < 0 || avfilter_link(filter, 0, sink_, 0) < 0 ||
      avfilter_graph_config(graph.get(), nullptr) < 0) {
    return false;
  }
  graph_ = std::move(graph);
  width_ = frame.width;
  height_ = frame.height;
  format_ = frame.format;
  return true;
}

void Deinterlacer::drain() {
  const auto filtered = av_buffersink_get_time_base(sink_);
  while (true) {
    FramePtr frame(av_frame_alloc());
    if (!frame || av_buffersink_get_frame(sink_, frame.get()) < 0) return;
    if (frame->pts != kNoTime) frame->pts = av_rescale_q(frame->pts, filtered, timeBase_);
    ready_.push_back(std::move(frame));
  }
}

}  // namespace unroll::media
