#include "media/video_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "media/container.h"
#include "media/deinterlacer.h"
#include "media/picture_converter.h"

namespace unroll::media {

namespace {

/// Read errors in a row after which the rest of a file is given up.
constexpr int kMaxReadErrors = 64;

/// Going back by more than this starts the clock anew (joined recordings), less is a slip.
constexpr double kMaxStepBackSeconds = 1;

}  // namespace

double ReadHealth::unreadableShare() const {
  const auto tried = frames + unreadable;
  return tried == 0 ? 0 : static_cast<double>(unreadable) / static_cast<double>(tried);
}

struct VideoReader::State {
  State(std::string filePath, const ReaderLimits& readerLimits, Container opened)
      : path(std::move(filePath)),
        limits(readerLimits),
        container(std::move(opened)),
        deinterlacer(container.stream->time_base),
        packet(av_packet_alloc()) {}

  std::string path;
  ReaderLimits limits;
  Container container;
  Deinterlacer deinterlacer;
  PictureConverter converter;
  PacketPtr packet;
  FramePtr current;
  FramePtr previous;
  ReadHealth health;
  bool inputEnded = false;
  bool decoderEnded = false;
  int readErrors = 0;
  int64_t packetsSinceFrame = 0;
  int64_t framesTimed = 0;
  double offset = 0;       ///< seconds from the file's clock to ours
  double lastSeconds = 0;  ///< of `current`, or at the end of the last frame
  double previousSeconds = 0;
  double frameSeconds = 0;

  Result<void> feed();
  Result<bool> receive();
  Result<FramePtr> nextPicture();
  double timeOf(const AVFrame& frame);
  void finishHealth();
  bool pastLimits();
  Result<Frame> convert(const AVFrame* frame, double seconds);
  tl::unexpected<Error> tooSlow() const {
    return fail(ErrorKind::Corrupt, fmt::format("{} was given up: no frame in {:.0f} seconds.",
                                                path, limits.noProgressSeconds));
  }
};

/// Gives the decoder one packet of the stream, or the end.
Result<void> VideoReader::State::feed() {
  while (true) {
    if (container.input->expired()) return tooSlow();
    const int got = inputEnded ? AVERROR_EOF : av_read_frame(container.format.get(), packet.get());
    if (got == AVERROR_EXIT) return tooSlow();
    if (got == AVERROR(ENOMEM)) {
      return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to read {}.", path));
    }
    if (got < 0) {
      // The end, or a damaged place: a few of these are stepped over.
      if (got != AVERROR_EOF && !inputEnded && ++readErrors < kMaxReadErrors) continue;
      if (got != AVERROR_EOF) health.truncated = true;
      inputEnded = true;
      avcodec_send_packet(container.decoder.get(), nullptr);
      return {};
    }
    readErrors = 0;
    if (packet->stream_index != container.stream->index) {
      av_packet_unref(packet.get());
      continue;
    }
    break;
  }
  if (av_packet_get_side_data(packet.get(), AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr) {
    av_packet_unref(packet.get());
    return fail(ErrorKind::Unsupported,
                fmt::format("{} is encrypted (DRM); only unprotected videos can be read.", path));
  }
  const int sent = avcodec_send_packet(container.decoder.get(), packet.get());
  av_packet_unref(packet.get());
  if (sent == AVERROR(ENOMEM)) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to decode {}.", path));
  }
  if (sent < 0) ++health.unreadable;
  if (++packetsSinceFrame > limits.maxPacketsWithoutFrame) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} was given up: {} packets in a row gave no frame.", path,
                            limits.maxPacketsWithoutFrame));
  }
  return {};
}

/// Takes one picture from the decoder into the deinterlacer. False when it needs more packets.
Result<bool> VideoReader::State::receive() {
  FramePtr frame(av_frame_alloc());
  if (!frame) return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left for {}.", path));
  const int got = avcodec_receive_frame(container.decoder.get(), frame.get());
  if (got == AVERROR(EAGAIN)) return false;
  if (got == AVERROR_EOF) {
    decoderEnded = true;
    deinterlacer.flush();
    return true;
  }
  if (got == AVERROR(ENOMEM)) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to decode {}.", path));
  }
  if (got < 0) {
    ++health.unreadable;
    return true;
  }
  packetsSinceFrame = 0;
  if ((frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0) {
    ++health.unreadable;
    return true;
  }
  frame->pts = frame->best_effort_timestamp;
  if (frame->interlaced_frame != 0) container.info.interlaced = true;
  deinterlacer.push(std::move(frame));
  return true;
}

/// The next good picture, or null at the end.
Result<FramePtr> VideoReader::State::nextPicture() {
  while (true) {
    if (auto frame = deinterlacer.pop()) return frame;
    if (decoderEnded) return FramePtr();
    UNROLL_TRY_ASSIGN(received, receive());
    if (!received) UNROLL_TRY(feed());
    if (container.input->expired()) return tooSlow();
  }
}

/// Seconds since the first frame, never going back; holes and jumps of the file's clock are closed.
double VideoReader::State::timeOf(const AVFrame& frame) {
  const double period = 1 / container.info.frameRate;
  const double unit = av_q2d(container.stream->time_base);
  const double told = static_cast<double>(frame.pkt_duration) * unit;
  frameSeconds = container.timed && told > 0 && told <= limits.maxGapSeconds ? told : period;
  const bool first = framesTimed++ == 0;
  if (first) {
    offset = frame.pts == kNoTime ? 0 : -static_cast<double>(frame.pts) * unit;
    return 0;
  }
  if (!container.timed || frame.pts == kNoTime) return lastSeconds + period;
  const double seconds = static_cast<double>(frame.pts) * unit + offset;
  const double step = seconds - lastSeconds;
  if (step > limits.maxGapSeconds || step < -kMaxStepBackSeconds) {
    offset += period - step;
    return lastSeconds + period;
  }
  return std::max(seconds, lastSeconds);
}

/// Compares what was read with what the file promised.
void VideoReader::State::finishHealth() {
  auto* stream = container.stream;
  const auto size = container.input->size();
  const int entries = avformat_index_get_entries_count(stream);
  for (int i = 0; i < entries; ++i) {
    const auto* entry = avformat_index_get_entry(stream, i);
    if (entry != nullptr && entry->pos + std::max(entry->size, 0) > size) ++health.missing;
  }
  if (health.missing > 0) {
    health.truncated = true;
    // The frame that was cut in two is missing, not damaged besides.
    const int64_t twice =
        health.frames + health.unreadable + health.missing - container.info.frames;
    health.unreadable -= std::clamp<int64_t>(twice, 0, health.unreadable);
  }
  // Only MP4 and AVI list every frame; elsewhere the number says nothing.
  if (container.info.frames == 0) health.missing = 0;
  const double shown = lastSeconds + frameSeconds;
  if (container.info.frames == 0 && container.info.durationSeconds > shown / 0.9 + 0.5) {
    health.truncated = true;
  }
}

bool VideoReader::State::pastLimits() {
  health.stoppedAtLimit = health.frames >= limits.maxFrames || lastSeconds >= limits.maxSeconds;
  return health.stoppedAtLimit;
}

VideoReader::VideoReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoReader::~VideoReader() = default;
VideoReader::VideoReader(VideoReader&&) noexcept = default;
VideoReader& VideoReader::operator=(VideoReader&&) noexcept = default;

Result<VideoReader> VideoReader::open(const std::string& path, const ReaderLimits& limits) {
  UNROLL_TRY_ASSIGN(container, openContainer(path, limits));
  return VideoReader(std::make_unique<State>(path, limits, std::move(container)));
}

const VideoInfo& VideoReader::info() const { return state_->container.info; }
const ReadHealth& VideoReader::health() const { return state_->health; }
double VideoReader::frameSeconds() const { return state_->frameSeconds; }

Result<std::optional<double>> VideoReader::advance() {
  auto& state = *state_;
  state.container.input->allow(state.limits.noProgressSeconds);
  FramePtr frame;
  if (!state.pastLimits()) {
    UNROLL_TRY_ASSIGN(next, state.nextPicture());
    frame = std::move(next);
    if (!frame && state.current) state.finishHealth();
  }
  if (state.current) {
    state.previous = std::move(state.current);
    state.previousSeconds = state.lastSeconds;
  }
  if (!frame) return std::optional<double>();
  state.lastSeconds = state.timeOf(*frame);
  state.current = std::move(frame);
  ++state.health.frames;
  return std::optional<double>(state.lastSeconds);
}

Result<Frame> VideoReader::State::convert(const AVFrame* frame, double seconds) {
  if (frame == nullptr)
    return fail(ErrorKind::Internal, "There is no frame at the reader's place.");
  auto image =
      converter.convert(*frame, container.info.pixelAspect, container.orientation, limits.maxSide);
  if (!image) return fail(image.error().kind, fmt::format("{}: {}.", path, image.error().message));
  return Frame{image->width, image->height, seconds, std::move(image->rgb)};
}

Result<Frame> VideoReader::picture() {
  return state_->convert(state_->current.get(), state_->lastSeconds);
}

Result<Frame> VideoReader::previousPicture() {
  return state_->convert(state_->previous.get(), state_->previousSeconds);
}

Result<std::optional<Frame>> VideoReader::next() {
  UNROLL_TRY_ASSIGN(time, advance());
  if (!time) return std::optional<Frame>();
  UNROLL_TRY_ASSIGN(frame, picture());
  return std::optional<Frame>(std::move(frame));
}

}  // namespace unroll::media
