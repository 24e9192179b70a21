#include "media/clip_codec.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <utility>

#include "media/encoder.h"
#include "media/ffmpeg.h"
#include "media/file_input.h"
#include "media/file_output.h"
#include "media/picture_converter.h"

namespace unroll::media {

namespace {

constexpr int kGroupFrames = 12;

EncoderSettings storeSettings(int width, int height, double frameRate) {
  EncoderSettings settings;
  settings.format = AV_PIX_FMT_YUV444P;
  settings.width = width;
  settings.height = height;
  settings.rate = FrameRate::from(frameRate);
  settings.groupFrames = kGroupFrames;
  settings.options = {
      {"crf", "14"},
      {"preset", "veryfast"},
      // Nearest to the original, not what looks sharpest to an eye: networks look.
      {"tune", "psnr"},
      // Every twelfth picture is a key frame, wherever scenes change.
      {"x264-params", "keyint=12:min-keyint=12:scenecut=0:bframes=0:open-gop=0:ref=2:mbtree=0"}};
  return settings;
}

}  // namespace

struct ClipEncoder::State {
  State(std::string file, VideoEncoder opened)
      : path(std::move(file)), encoder(std::move(opened)) {}
  ~State() {
    if (!finished) ::unlink(path.c_str());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::string path;
  std::unique_ptr<FileOutput> output;  ///< outlives `format`
  OutputPtr format;
  VideoEncoder encoder;
  bool finished = false;

  VideoEncoder::Sink sink() {
    return [this](AVPacket& packet) -> Result<void> {
      av_packet_rescale_ts(&packet, encoder.context()->time_base, format->streams[0]->time_base);
      packet.stream_index = 0;
      const int wrote = av_interleaved_write_frame(format.get(), &packet);
      if (wrote < 0) return tl::unexpected<Error>(output->failure(wrote));
      return {};
    };
  }
};

ClipEncoder::ClipEncoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
ClipEncoder::~ClipEncoder() = default;
ClipEncoder::ClipEncoder(ClipEncoder&&) noexcept = default;
ClipEncoder& ClipEncoder::operator=(ClipEncoder&&) noexcept = default;

Result<ClipEncoder> ClipEncoder::open(const std::string& path, int width, int height,
                                      double frameRate) {
  if (width < 2 || height < 2 || width > 4096 || height > 4096) {
    return fail(ErrorKind::Refused, fmt::format("Clips of {}x{} cannot be kept encoded; the sides "
                                                "must be 2 to 4096.",
                                                width, height));
  }
  UNROLL_TRY_ASSIGN(encoder, VideoEncoder::open(storeSettings(width, height, frameRate)));
  UNROLL_TRY_ASSIGN(output, FileOutput::create(path));
  auto state = std::make_unique<State>(path, std::move(encoder));
  state->output = std::move(output);
  AVFormatContext* format = nullptr;
  if (avformat_alloc_output_context2(&format, nullptr, "matroska", nullptr) < 0) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to write {}.", path));
  }
  state->format.reset(format);
  format->pb = state->output->context();
  format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  auto* stream = avformat_new_stream(format, nullptr);
  if (stream == nullptr ||
      avcodec_parameters_from_context(stream->codecpar, state->encoder.context()) < 0) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to write {}.", path));
  }
  stream->time_base = state->encoder.context()->time_base;
  stream->avg_frame_rate = state->encoder.context()->framerate;
  const int wrote = avformat_write_header(format, nullptr);
  if (wrote < 0) return tl::unexpected<Error>(state->output->failure(wrote));
  return ClipEncoder(std::move(state));
}

Result<void> ClipEncoder::write(std::span<const uint8_t> rgb) {
  return state_->encoder.encode(rgb, state_->sink());
}

int64_t ClipEncoder::frames() const { return state_->encoder.frames(); }

Result<void> ClipEncoder::finish() {
  auto& state = *state_;
  UNROLL_TRY(state.encoder.flush(state.sink()));
  const int wrote = av_write_trailer(state.format.get());
  if (wrote < 0) return tl::unexpected<Error>(state.output->failure(wrote));
  UNROLL_TRY(state.output->finish());
  state.finished = true;
  return {};
}

struct ClipDecoder::State {
  std::string path;
  double frameRate = 25;
  std::unique_ptr<FileInput> input;  ///< outlives `format`
  InputPtr format;
  CodecPtr decoder;
  AVStream* stream = nullptr;
  PictureConverter converter;
  PacketPtr packet;
  FramePtr frame;
  int64_t at = -1;  ///< number of the picture in `frame`, -1 before the first

  int64_t numberOf(int64_t time) const {
    return std::llround(static_cast<double>(time) * av_q2d(stream->time_base) * frameRate);
  }
  tl::unexpected<Error> broken(const std::string& what) const {
    return fail(ErrorKind::Corrupt, fmt::format("{}: {}; import its video again.", path, what));
  }
  Result<void> seek(int64_t number);
  Result<bool> decodeOne();
  Result<void> goTo(int64_t number);
};

ClipDecoder::ClipDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
ClipDecoder::~ClipDecoder() = default;
ClipDecoder::ClipDecoder(ClipDecoder&&) noexcept = default;
ClipDecoder& ClipDecoder::operator=(ClipDecoder&&) noexcept = default;

Result<ClipDecoder> ClipDecoder::open(const std::string& path, double frameRate) {
  quietFfmpeg();
  auto state = std::make_unique<State>();
  state->path = path;
  state->frameRate = frameRate;
  state->packet.reset(av_packet_alloc());
  state->frame.reset(av_frame_alloc());
  UNROLL_TRY_ASSIGN(input, FileInput::open(path));
  state->input = std::move(input);
  auto* context = avformat_alloc_context();
  if (context == nullptr || !state->packet || !state->frame) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to read {}.", path));
  }
  context->pb = state->input->context();
  context->flags |= AVFMT_FLAG_CUSTOM_IO;
  context->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
    return AVERROR(EACCES);
  };
  if (avformat_open_input(&context, "", av_find_input_format("matroska"), nullptr) < 0) {
    return state->broken("is not a clip of the store");
  }
  state->format.reset(context);
  // The header says all there is to know: looking for more would decode the first pictures.
  if (context->nb_streams != 1 || context->streams[0]->codecpar->codec_id != AV_CODEC_ID_H264) {
    return state->broken("is not a clip of the store");
  }
  state->stream = context->streams[0];
  state->decoder.reset(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264)));
  auto* decoder = state->decoder.get();
  if (decoder == nullptr || avcodec_parameters_to_context(decoder, state->stream->codecpar) < 0) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to read {}.", path));
  }
  decoder->thread_count = 1;
  decoder->max_pixels = 4096 * 4096;
  decoder->flags |= AV_CODEC_FLAG_LOW_DELAY;
  if (decoder->width <= 0 || decoder->height <= 0 || avcodec_open2(decoder, nullptr, nullptr) < 0) {
    return state->broken("its header is damaged");
  }
  return ClipDecoder(std::move(state));
}

int ClipDecoder::width() const { return state_->stream->codecpar->width; }
int ClipDecoder::height() const { return state_->stream->codecpar->height; }

Result<void> ClipDecoder::State::seek(int64_t number) {
  // Half a frame late, so that rounding of time stamps cannot land one group early or late.
  const auto time =
      std::llround((static_cast<double>(number) + 0.5) / frameRate / av_q2d(stream->time_base));
  if (av_seek_frame(format.get(), stream->index, time, AVSEEK_FLAG_BACKWARD) < 0) {
    return broken(fmt::format("frame {} cannot be found", number));
  }
  avcodec_flush_buffers(decoder.get());
  at = -1;
  return {};
}

/// The next picture into `frame`; false at the end.
Result<bool> ClipDecoder::State::decodeOne() {
  while (true) {
    const int got = avcodec_receive_frame(decoder.get(), frame.get());
    if (got == 0) {
      if (frame->decode_error_flags != 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
        return broken(fmt::format("the frame after {} is damaged", at));
      }
      at = numberOf(frame->best_effort_timestamp);
      return true;
    }
    if (got == AVERROR_EOF) return false;
    if (got != AVERROR(EAGAIN)) return broken("it cannot be decoded");
    const int read = av_read_frame(format.get(), packet.get());
    if (read < 0) {
      if (read != AVERROR_EOF) return broken("it cannot be read");
      avcodec_send_packet(decoder.get(), nullptr);
      continue;
    }
    const int sent = avcodec_send_packet(decoder.get(), packet.get());
    av_packet_unref(packet.get());
    if (sent < 0) return broken("it cannot be decoded");
  }
}

Result<void> ClipDecoder::State::goTo(int64_t number) {
  if (at == number) return {};
  const bool ahead = at >= 0 && number > at && number / kGroupFrames == at / kGroupFrames;
  const bool nextGroup = at >= 0 && number > at && number - at <= kGroupFrames;
  if (!ahead && !nextGroup) UNROLL_TRY(seek(number));
  while (at < number) {
    UNROLL_TRY_ASSIGN(more, decodeOne());
    if (!more) {
      at = -1;
      return broken(fmt::format("frame {} is not there", number));
    }
  }
  if (at != number) return broken(fmt::format("frame {} is not there", number));
  return {};
}

Result<void> ClipDecoder::read(int64_t start, int64_t count, int64_t stride,
                               std::span<uint8_t> out) {
  const auto bytes = static_cast<size_t>(width()) * static_cast<size_t>(height()) * 3;
  if (start < 0 || count < 0 || stride < 1 || out.size() != bytes * static_cast<size_t>(count)) {
    return fail(ErrorKind::Internal, fmt::format("{}: {} frames from {} by {} do not fit {} bytes.",
                                                 state_->path, count, start, stride, out.size()));
  }
  for (int64_t i = 0; i < count; ++i) {
    UNROLL_TRY(state_->goTo(start + i * stride));
    auto image = state_->converter.convert(*state_->frame, 1, {}, 4096);
    if (!image || image->rgb.size() != bytes) {
      return state_->broken(fmt::format("frame {} cannot be converted", start + i * stride));
    }
    std::memcpy(out.data() + bytes * static_cast<size_t>(i), image->rgb.data(), bytes);
  }
  return {};
}

}  // namespace unroll::media
