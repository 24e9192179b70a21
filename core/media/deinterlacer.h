#pragma once

#include <deque>

#include "base/error.h"
#include "media/ffmpeg.h"

namespace unroll::media {

/// FFmpeg's bwdif over pictures that are marked interlaced, one picture out for each one in; until
/// the first such picture nothing is filtered. Times (AVFrame::pts and pkt_duration, in the
/// stream's time base) are kept.
///
/// Threads: one at a time.
class Deinterlacer {
 public:
  explicit Deinterlacer(AVRational timeBase) : timeBase_(timeBase) {}

  /// Takes one picture; none, some or several may be ready afterwards.
  void push(FramePtr frame);

  /// The last pictures become ready.
  void flush();

  /// The next ready picture, or null.
  FramePtr pop();

  bool active() const { return graph_ != nullptr; }

 private:
  bool build(const AVFrame& frame);
  void drain();

  AVRational timeBase_;
  GraphPtr graph_;
  AVFilterContext* source_ = nullptr;  ///< owned by graph_
  AVFilterContext* sink_ = nullptr;    ///< owned by graph_
  int width_ = 0;                      ///< what graph_ was built for
  int height_ = 0;
  int format_ = -1;
  std::deque<FramePtr> ready_;
};

}  // namespace unroll::media
