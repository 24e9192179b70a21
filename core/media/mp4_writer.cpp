#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "media/encoder.h"
#include "media/file_input.h"
#include "media/file_output.h"
#include "media/writer_backends.h"

namespace unroll::media {

namespace {

constexpr const char* kPartMark = ".part";
constexpr const char* kFinalMark = ".part-final";

bool isMatroska(const std::string& path) {
  return std::filesystem::path(path).extension() == ".mkv";
}

/// At least one fragment a second, so that a killed export loses little.
int groupFrames(const FrameRate& rate) {
  return std::clamp(static_cast<int>(std::lround(rate.value())), 1, 30);
}

EncoderSettings encoderSettings(const std::string& path, const WriterSettings& settings) {
  EncoderSettings encoder;
  const bool lossless = settings.preset == VideoPreset::Lossless;
  encoder.codec = lossless ? "libx264rgb" : "libx264";
  const bool fine = settings.preset == VideoPreset::Fine;
  encoder.format = lossless ? AV_PIX_FMT_RGB24 : fine ? AV_PIX_FMT_YUV444P : AV_PIX_FMT_YUV420P;
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.rate = settings.rate;
  encoder.groupFrames = groupFrames(settings.rate);
  // Matroska keeps no decoding times, which copying pictures out of order would need.
  encoder.bFrames = lossless || isMatroska(path) ? 0 : 2;
  encoder.threads = 2;
  encoder.options = {{"preset", "medium"}, {"rc-lookahead", "15"}};
  encoder.options[lossless ? "qp" : "crf"] = lossless ? "0" : fine ? "8" : "16";
  return encoder;
}

/// One stream of encoded video on its way into a file of ours.
struct Muxer {
  std::unique_ptr<FileOutput> output;  ///< outlives `format`
  OutputPtr format;

  AVStream* stream() const { return format->streams[0]; }
  tl::unexpected<Error> failure(int code) const {
    return tl::unexpected<Error>(output->failure(code));
  }
  Result<void> write(AVPacket& packet, AVRational unit) const {
    av_packet_rescale_ts(&packet, unit, stream()->time_base);
    packet.stream_index = 0;
    packet.pos = -1;
    const int wrote = av_interleaved_write_frame(format.get(), &packet);
    if (wrote < 0) return failure(wrote);
    return {};
  }
  Result<void> finish() const {
    const int wrote = av_write_trailer(format.get());
    if (wrote < 0) return failure(wrote);
    return output->finish();
  }
};

/// `unit` and `parameters` are the stream's; `flags` are MP4's own.
Result<Muxer> openMuxer(const std::string& path, const AVCodecParameters& parameters,
                        AVRational unit, const WriterSettings& settings, const char* flags) {
  Muxer muxer;
  UNROLL_TRY_ASSIGN(output, FileOutput::create(path));
  muxer.output = std::move(output);
  const bool matroska = isMatroska(path);
  AVFormatContext* format = nullptr;
  avformat_alloc_output_context2(&format, nullptr, matroska ? "matroska" : "mp4", nullptr);
  if (format == nullptr) return fail(ErrorKind::OutOfMemory, "No memory is left to write video.");
  muxer.format.reset(format);
  // MP4 reads itself again, by name, when it moves its index to the front.
  format->url = av_strdup(("file:" + path).c_str());
  format->pb = muxer.output->context();
  format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_FLUSH_PACKETS;
  for (const auto& [key, value] : settings.metadata) {
    av_dict_set(&format->metadata, key.c_str(), value.c_str(), 0);
  }
  auto* stream = avformat_new_stream(format, nullptr);
  if (stream == nullptr || avcodec_parameters_copy(stream->codecpar, &parameters) < 0) {
    return fail(ErrorKind::OutOfMemory, "No memory is left to write video.");
  }
  stream->codecpar->codec_tag = 0;
  stream->time_base = unit;
  stream->avg_frame_rate = {settings.rate.numerator, settings.rate.denominator};
  stream->r_frame_rate = stream->avg_frame_rate;
  Options options;
  if (!matroska) options.set("movflags", flags);
  const int wrote = avformat_write_header(format, options.address());
  if (wrote < 0) return muxer.failure(wrote);
  return muxer;
}

class Mp4Writer final : public VideoWriter::Backend {
 public:
  Mp4Writer(const WriterSettings& settings, VideoEncoder encoder)
      : settings_(settings), encoder_(std::move(encoder)) {}
  ~Mp4Writer() override {
    muxer_ = {};
    if (!partPath.empty()) ::unlink(partPath.c_str());
    if (!finalPath_.empty()) ::unlink(finalPath_.c_str());
  }

  Result<void> open(const std::string& target) {
    AVCodecParameters* parameters = avcodec_parameters_alloc();
    if (parameters == nullptr ||
        avcodec_parameters_from_context(parameters, encoder_.context()) < 0) {
      avcodec_parameters_free(&parameters);
      return fail(ErrorKind::OutOfMemory, "No memory is left to write video.");
    }
    const auto part = markedName(target, kPartMark);
    auto muxer = openMuxer(part, *parameters, encoder_.context()->time_base, settings_,
                           "frag_keyframe+empty_moov+default_base_moof+use_metadata_tags");
    avcodec_parameters_free(&parameters);
    if (!muxer) {
      ::unlink(part.c_str());
      return tl::unexpected(muxer.error());
    }
    muxer_ = std::move(*muxer);
    partPath = part;
    if (encoder_.padded()) {
      note = fmt::format("{}x{} was padded to {}x{}, because H.264 4:2:0 needs even sides.",
                         settings_.width, settings_.height, encoder_.context()->width,
                         encoder_.context()->height);
    }
    return {};
  }

  Result<void> write(std::span<const uint8_t> rgb) override { return encoder_.encode(rgb, sink()); }

  Result<void> finish() override {
    UNROLL_TRY(encoder_.flush(sink()));
    UNROLL_TRY(muxer_.finish());
    finalPath_ = markedName(path, kFinalMark);
    UNROLL_TRY(remux());
    UNROLL_TRY(renameIntoPlace(finalPath_, path));
    finalPath_.clear();
    return {};
  }

 private:
  VideoEncoder::Sink sink() {
    return [this](AVPacket& packet) { return muxer_.write(packet, encoder_.context()->time_base); };
  }

  Result<void> remux();
  Result<void> copyOnce(int64_t shown, Muxer& target);

  WriterSettings settings_;
  VideoEncoder encoder_;
  Muxer muxer_;
  std::string finalPath_;
};

/// Copies the fragments' packets into `target`, whose first frame is number `shown`.
Result<void> Mp4Writer::copyOnce(int64_t shown, Muxer& target) {
  UNROLL_TRY_ASSIGN(input, FileInput::open(partPath));
  auto* context = avformat_alloc_context();
  if (context == nullptr) return fail(ErrorKind::OutOfMemory, "No memory is left to write video.");
  context->pb = input->context();
  context->flags |= AVFMT_FLAG_CUSTOM_IO;
  const int opened = avformat_open_input(&context, "", nullptr, nullptr);
  if (opened < 0) {
    return fail(ErrorKind::Disk,
                fmt::format("{} cannot be read back: {}.", partPath, ffmpegMessage(opened)));
  }
  const InputPtr format(context);
  const auto unit = context->streams[0]->time_base;
  const AVRational frame{settings_.rate.denominator, settings_.rate.numerator};
  if (!target.format) {
    const auto* parameters = context->streams[0]->codecpar;
    UNROLL_TRY_ASSIGN(
        muxer, openMuxer(finalPath_, *parameters, frame, settings_, "faststart+use_metadata_tags"));
    target = std::move(muxer);
  }
  const PacketPtr packet(av_packet_alloc());
  int64_t offset = kNoTime;
  int64_t copied = 0;
  int got = 0;
  while ((got = av_read_frame(context, packet.get())) >= 0) {
    // Time stamps count frames again: the first shown picture, a key frame, becomes `shown`.
    av_packet_rescale_ts(packet.get(), unit, frame);
    if (packet->dts == kNoTime) packet->dts = packet->pts;
    if (offset == kNoTime) offset = shown - packet->pts;
    packet->pts += offset;
    packet->dts += offset;
    packet->duration = 1;
    UNROLL_TRY(target.write(*packet, frame));
    av_packet_unref(packet.get());
    ++copied;
  }
  if (copied != frames) {
    return fail(ErrorKind::Disk, fmt::format("{} came back with {} of {} frames; the disk may be "
                                             "failing.",
                                             partPath, copied, frames));
  }
  return {};
}

Result<void> Mp4Writer::remux() {
  Muxer target;
  for (int turn = 0; turn < settings_.loop; ++turn) {
    UNROLL_TRY(copyOnce(turn * frames, target));
  }
  return target.finish();
}

}  // namespace

Result<WriterBackend> openMp4Writer(const std::string& path, const WriterSettings& settings) {
  UNROLL_TRY_ASSIGN(encoder, VideoEncoder::open(encoderSettings(path, settings)));
  auto writer = std::make_unique<Mp4Writer>(settings, std::move(encoder));
  UNROLL_TRY(writer->open(path));
  return writer;
}

}  // namespace unroll::media
