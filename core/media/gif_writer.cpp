#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "media/ffmpeg.h"
#include "media/file_output.h"
#include "media/writer_backends.h"

namespace unroll::media {

namespace {

tl::unexpected<Error> gifFailure(const std::string& what, int code) {
  return fail(ErrorKind::Internal,
              fmt::format("Making the GIF failed at {}: {}.", what, ffmpegMessage(code)));
}

/// A filter graph with one or two inputs (video, palette) and one output.
struct Graph {
  GraphPtr graph;
  AVFilterContext* video = nullptr;
  AVFilterContext* palette = nullptr;
  AVFilterContext* sink = nullptr;

  /// `description` uses the labels [video], [palette] and [out].
  static Result<Graph> make(const char* description, const WriterSettings& settings,
                            const AVFrame* paletteFrame) {
    Graph made;
    made.graph.reset(avfilter_graph_alloc());
    auto* graph = made.graph.get();
    if (graph == nullptr) return fail(ErrorKind::OutOfMemory, "No memory is left to make a GIF.");
    graph->nb_threads = 1;
    const auto arguments =
        fmt::format("video_size={}x{}:pix_fmt={}:time_base={}/{}:frame_rate={}/{}", settings.width,
                    settings.height, static_cast<int>(AV_PIX_FMT_RGB24), settings.rate.denominator,
                    settings.rate.numerator, settings.rate.numerator, settings.rate.denominator);
    int code = avfilter_graph_create_filter(&made.video, avfilter_get_by_name("buffer"), "video",
                                            arguments.c_str(), nullptr, graph);
    if (code >= 0 && paletteFrame != nullptr) {
      const auto second =
          fmt::format("video_size={}x{}:pix_fmt={}:time_base=1/1", paletteFrame->width,
                      paletteFrame->height, paletteFrame->format);
      code = avfilter_graph_create_filter(&made.palette, avfilter_get_by_name("buffer"), "palette",
                                          second.c_str(), nullptr, graph);
    }
    if (code >= 0) {
      code = avfilter_graph_create_filter(&made.sink, avfilter_get_by_name("buffersink"), "out",
                                          nullptr, nullptr, graph);
    }
    AVFilterInOut* outputs = nullptr;
    for (auto* input : {made.palette, made.video}) {
      if (input == nullptr) continue;
      auto* link = avfilter_inout_alloc();
      link->name = av_strdup(input->name);
      link->filter_ctx = input;
      link->next = outputs;
      outputs = link;
    }
    auto* inputs = avfilter_inout_alloc();
    inputs->name = av_strdup("out");
    inputs->filter_ctx = made.sink;
    if (code >= 0) code = avfilter_graph_parse_ptr(graph, description, &inputs, &outputs, nullptr);
    if (code >= 0) code = avfilter_graph_config(graph, nullptr);
    avfilter_inout_free(&inputs);
    avfilter_inout_free(&outputs);
    if (code < 0) return gifFailure("its palette", code);
    return made;
  }
};

class GifWriter final : public VideoWriter::Backend {
 public:
  GifWriter(const WriterSettings& settings, Graph palette)
      : settings_(settings), paletteGraph_(std::move(palette)) {}
  ~GifWriter() override {
    if (spool_ >= 0) ::close(spool_);
    if (written_ && !partPath.empty()) ::unlink(partPath.c_str());
  }

  Result<void> open(const std::string& target);
  Result<void> write(std::span<const uint8_t> rgb) override;
  Result<void> finish() override;

 private:
  Result<FramePtr> bestPalette();
  Result<void> encodeAll(Graph& graph, FileOutput& output);
  Result<FramePtr> readFrame(int64_t number);
  FramePtr frameOf(std::span<const uint8_t> rgb, int64_t number) const;

  WriterSettings settings_;
  Graph paletteGraph_;
  int spool_ = -1;  ///< the frames, in a file without a name beside the target
  bool written_ = false;
};

Result<void> GifWriter::open(const std::string& target) {
  partPath = markedName(target, ".part");
  auto folder = std::filesystem::path(target).parent_path().string();
  if (folder.empty()) folder = ".";
  spool_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (spool_ < 0) {
    // Not every file system has files without names.
    auto name = target + ".part-XXXXXX";
    spool_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (spool_ >= 0) ::unlink(name.c_str());
  }
  if (spool_ < 0) {
    return fail(ErrorKind::Disk,
                fmt::format("{} cannot be written: {}.", target, std::strerror(errno)));
  }
  return {};
}

FramePtr GifWriter::frameOf(std::span<const uint8_t> rgb, int64_t number) const {
  auto frame = makeFrame(AV_PIX_FMT_RGB24, settings_.width, settings_.height);
  if (!frame) return nullptr;
  const auto row = static_cast<size_t>(settings_.width) * 3;
  for (int y = 0; y < settings_.height; ++y) {
    std::memcpy(frame->data[0] + static_cast<ptrdiff_t>(y) * frame->linesize[0],
                rgb.data() + static_cast<size_t>(y) * row, row);
  }
  frame->pts = number;
  return frame;
}

Result<void> GifWriter::write(std::span<const uint8_t> rgb) {
  size_t done = 0;
  while (done < rgb.size()) {
    const ssize_t wrote = ::write(spool_, rgb.data() + done, rgb.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      return fail(ErrorKind::Disk,
                  fmt::format("The frames of {} cannot be kept: {}.", path, std::strerror(errno)));
    }
    done += static_cast<size_t>(wrote);
  }
  auto frame = frameOf(rgb, frames);
  const int code =
      frame ? av_buffersrc_add_frame(paletteGraph_.video, frame.get()) : AVERROR(ENOMEM);
  if (code < 0) return gifFailure("its palette", code);
  return {};
}

Result<FramePtr> GifWriter::bestPalette() {
  FramePtr palette(av_frame_alloc());
  int code = av_buffersrc_add_frame(paletteGraph_.video, nullptr);
  if (code >= 0) code = av_buffersink_get_frame(paletteGraph_.sink, palette.get());
  if (code < 0) return gifFailure("its palette", code);
  palette->pts = 0;
  return palette;
}

Result<FramePtr> GifWriter::readFrame(int64_t number) {
  std::vector<uint8_t> rgb(frameBytes);
  size_t done = 0;
  while (done < rgb.size()) {
    const auto at = static_cast<off_t>(static_cast<size_t>(number) * frameBytes + done);
    const ssize_t got = ::pread(spool_, rgb.data() + done, rgb.size() - done, at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return fail(ErrorKind::Disk, fmt::format("The frames of {} cannot be read back.", path));
    done += static_cast<size_t>(got);
  }
  auto frame = frameOf(rgb, number);
  if (!frame) return fail(ErrorKind::OutOfMemory, "No memory is left to make a GIF.");
  return frame;
}

/// Appends a comment before the file's last byte, which ends every GIF.
Result<void> appendComment(FileOutput& output, const std::map<std::string, std::string>& metadata) {
  if (metadata.empty()) return {};
  std::string text;
  for (const auto& [key, value] : metadata) text += fmt::format("{}: {}\n", key, value);
  auto* io = output.context();
  avio_seek(io, -1, SEEK_CUR);
  avio_w8(io, 0x21);
  avio_w8(io, 0xFE);
  for (size_t at = 0; at < text.size(); at += 255) {
    const auto count = std::min<size_t>(255, text.size() - at);
    avio_w8(io, static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) avio_w8(io, static_cast<uint8_t>(text[at + i]));
  }
  avio_w8(io, 0);
  avio_w8(io, 0x3B);
  return {};
}

Result<void> GifWriter::encodeAll(Graph& graph, FileOutput& output) {
  CodecPtr encoder(avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_GIF)));
  AVFormatContext* muxer = nullptr;
  avformat_alloc_output_context2(&muxer, nullptr, "gif", nullptr);
  const OutputPtr format(muxer);
  const PacketPtr packet(av_packet_alloc());
  if (!encoder || !format || !packet)
    return fail(ErrorKind::OutOfMemory, "No memory is left for a GIF.");
  encoder->width = settings_.width;
  encoder->height = settings_.height;
  encoder->pix_fmt = AV_PIX_FMT_PAL8;
  encoder->time_base = {settings_.rate.denominator, settings_.rate.numerator};
  int code = avcodec_open2(encoder.get(), nullptr, nullptr);
  auto* stream = avformat_new_stream(muxer, nullptr);
  if (code >= 0) code = avcodec_parameters_from_context(stream->codecpar, encoder.get());
  if (code < 0) return gifFailure("its encoder", code);
  stream->time_base = encoder->time_base;
  muxer->pb = output.context();
  muxer->flags |= AVFMT_FLAG_CUSTOM_IO;
  Options options;
  // The format counts the repeats after the first showing; 0 is for ever, -1 none.
  const int repeats = settings_.loop == 0 ? 0 : (settings_.loop == 1 ? -1 : settings_.loop - 1);
  options.set("loop", std::to_string(repeats));
  code = avformat_write_header(muxer, options.address());
  if (code < 0) return tl::unexpected<Error>(output.failure(code));

  const auto drain = [&]() -> Result<void> {
    while (avcodec_receive_packet(encoder.get(), packet.get()) >= 0) {
      packet->duration = 1;
      av_packet_rescale_ts(packet.get(), encoder->time_base, stream->time_base);
      const int wrote = av_write_frame(muxer, packet.get());
      av_packet_unref(packet.get());
      if (wrote < 0) return tl::unexpected<Error>(output.failure(wrote));
    }
    return {};
  };
  for (int64_t number = 0; number <= frames; ++number) {
    FramePtr frame;
    if (number < frames) {
      UNROLL_TRY_ASSIGN(read, readFrame(number));
      frame = std::move(read);
    }
    code = av_buffersrc_add_frame(graph.video, frame.get());
    FramePtr shown(av_frame_alloc());
    while (code >= 0 && av_buffersink_get_frame(graph.sink, shown.get()) >= 0) {
      code = avcodec_send_frame(encoder.get(), shown.get());
      av_frame_unref(shown.get());
      UNROLL_TRY(drain());
    }
    if (code < 0) return gifFailure(fmt::format("frame {}", number), code);
  }
  avcodec_send_frame(encoder.get(), nullptr);
  UNROLL_TRY(drain());
  code = av_write_trailer(muxer);
  if (code < 0) return tl::unexpected<Error>(output.failure(code));
  return appendComment(output, settings_.metadata);
}

Result<void> GifWriter::finish() {
  UNROLL_TRY_ASSIGN(palette, bestPalette());
  UNROLL_TRY_ASSIGN(graph, Graph::make("[video][palette]paletteuse=dither=bayer:bayer_scale=3[out]",
                                       settings_, palette.get()));
  int code = av_buffersrc_add_frame(graph.palette, palette.get());
  if (code >= 0) code = av_buffersrc_add_frame(graph.palette, nullptr);
  if (code < 0) return gifFailure("its palette", code);
  UNROLL_TRY_ASSIGN(output, FileOutput::create(partPath));
  written_ = true;
  UNROLL_TRY(encodeAll(graph, *output));
  UNROLL_TRY(output->finish());
  UNROLL_TRY(renameIntoPlace(partPath, path));
  written_ = false;
  return {};
}

}  // namespace

Result<WriterBackend> openGifWriter(const std::string& path, const WriterSettings& settings) {
  quietFfmpeg();
  UNROLL_TRY_ASSIGN(palette,
                    Graph::make("[video]palettegen=reserve_transparent=0[out]", settings, nullptr));
  auto writer = std::make_unique<GifWriter>(settings, std::move(palette));
  UNROLL_TRY(writer->open(path));
  return writer;
}

}  // namespace unroll::media
