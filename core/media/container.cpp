#include "media/container.h"

#include <fmt/format.h>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "media/picture_converter.h"

namespace unroll::media {

namespace {

/// Self-contained containers only: never a playlist, manifest, image sequence or device.
constexpr const char* kContainers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,gif,yuv4mpegpipe,"
    "h264,hevc,m4v,obu,ivf,dv,mxf,nut,rm,wtv,roq,smk,bink,swf,nsv,vc1,vc1test,apng";

/// Streams without a container: their time stamps are guesses.
constexpr std::array<std::string_view, 6> kBareStreams = {"h264",      "hevc", "m4v",
                                                          "mpegvideo", "obu",  "vc1"};

/// Whether the first of a format's names (they are separated by commas) is on the list.
bool allowed(std::string_view name) {
  const auto first = "," + std::string(name.substr(0, name.find(','))) + ",";
  return ("," + std::string(kContainers) + ",").find(first) != std::string::npos;
}

/// Why a file of this format is not read.
std::string formatRefusal(const std::string& path, std::string_view name) {
  if (name == "hls" || name == "dash" || name == "concat" || name == "sdp" || name == "rtsp") {
    return fmt::format(
        "{} is a playlist ({}) that points at other files, which are never opened; give the "
        "videos themselves.",
        path, name);
  }
  if (name.ends_with("_pipe") || name == "image2" || name == "ico") {
    return fmt::format("{} is a still picture ({}), not a video.", path, name);
  }
  return fmt::format(
      "{} is in the format '{}', which is not a video file this program reads; convert it to MP4 "
      "or "
      "Matroska.",
      path, name);
}

tl::unexpected<Error> notAVideo(const std::string& path) {
  return fail(ErrorKind::Unsupported,
              fmt::format("{} is not a video: no known container begins it.", path));
}

int refuseToOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EACCES);
}

Result<void> openFormat(Container& container, const std::string& path, const ReaderLimits& limits) {
  const AVInputFormat* format = nullptr;
  // The name is kept from FFmpeg: only the contents decide what a file is.
  const int score = av_probe_input_buffer2(container.input->context(), &format, "", nullptr, 0, 0);
  if (score < 0 || format == nullptr) return notAVideo(path);
  if (!allowed(format->name)) {
    return fail(ErrorKind::Unsupported, formatRefusal(path, format->name));
  }
  auto* context = avformat_alloc_context();
  if (context == nullptr) return fail(ErrorKind::OutOfMemory, "No memory is left to read videos.");
  context->pb = container.input->context();
  context->flags |= AVFMT_FLAG_CUSTOM_IO;
  context->io_open = refuseToOpen;
  context->interrupt_callback = container.input->interruptCallback();
  context->max_streams = limits.maxStreams;
  context->probesize = limits.probeBytes;
  Options options;
  options.set("format_whitelist", kContainers);
  options.set("protocol_whitelist", "none");
  // Frees the context when it fails.
  const int opened = avformat_open_input(&context, "", format, options.address());
  if (opened < 0) {
    if (opened == AVERROR_EXIT) {
      return fail(ErrorKind::Corrupt,
                  fmt::format("{} was given up: opening it took too long.", path));
    }
    return fail(
        ErrorKind::Corrupt,
        fmt::format("{} looks like {} but is cut off or damaged ({}); copy it again from where "
                    "it came.",
                    path, format->long_name, ffmpegMessage(opened)));
  }
  container.format.reset(context);
  return {};
}

/// The sizes the headers claim. Kept because a decoder that refuses one sets it to nothing.
using ClaimedSizes = std::vector<std::pair<int, int>>;

Result<ClaimedSizes> analyseStreams(Container& container, const std::string& path,
                                    const ReaderLimits& limits) {
  auto* format = container.format.get();
  ClaimedSizes claimed;
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    const auto* parameters = format->streams[i]->codecpar;
    claimed.emplace_back(parameters->width, parameters->height);
  }
  std::vector<AVDictionary*> options(format->nb_streams, nullptr);
  for (auto& each : options) {
    av_dict_set(&each, "threads", "1", 0);
    av_dict_set_int(&each, "max_pixels", limits.maxPixels, 0);
  }
  const int found = avformat_find_stream_info(format, options.empty() ? nullptr : options.data());
  for (auto& each : options) av_dict_free(&each);
  if (found == AVERROR_EXIT || container.input->expired()) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} was given up: finding its streams took too long.", path));
  }
  // Other failures are left to the decoder, which may still manage.
  claimed.resize(format->nb_streams);
  return claimed;
}

/// The video stream to take: decodable before not, marked default first, then the largest.
Result<void> chooseStream(Container& container, const std::string& path) {
  constexpr int kNotVideo =
      AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS | AV_DISPOSITION_STILL_IMAGE;
  auto* format = container.format.get();
  int pictures = 0;
  int sounds = 0;
  container.info.videoStreams = 0;
  std::tuple<bool, bool, int64_t> best;
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    auto* stream = format->streams[i];
    const auto* parameters = stream->codecpar;
    stream->discard = AVDISCARD_ALL;
    if (parameters->codec_type == AVMEDIA_TYPE_AUDIO) ++sounds;
    if (parameters->codec_type != AVMEDIA_TYPE_VIDEO) continue;
    if ((stream->disposition & kNotVideo) != 0) {
      ++pictures;
      continue;
    }
    ++container.info.videoStreams;
    const std::tuple<bool, bool, int64_t> rank{
        avcodec_find_decoder(parameters->codec_id) != nullptr,
        (stream->disposition & AV_DISPOSITION_DEFAULT) != 0,
        int64_t{parameters->width} * parameters->height};
    if (container.stream == nullptr || rank > best) {
      best = rank;
      container.stream = stream;
    }
  }
  if (container.stream != nullptr) {
    container.stream->discard = AVDISCARD_DEFAULT;
    return {};
  }
  const char* what = pictures > 0 ? "only sound and a cover picture"
                     : sounds > 0 ? "only sound"
                                  : "no stream that can be read";
  return fail(ErrorKind::Unsupported, fmt::format("{} holds no video, {}.", path, what));
}

Result<void> openDecoder(Container& container, const ClaimedSizes& claimed, const std::string& path,
                         const ReaderLimits& limits) {
  const auto* parameters = container.stream->codecpar;
  const auto& [width, height] = parameters->width > 0
                                    ? std::pair(parameters->width, parameters->height)
                                    : claimed[static_cast<size_t>(container.stream->index)];
  if (int64_t{width} * height > limits.maxPixels) {
    return fail(
        ErrorKind::Refused,
        fmt::format("{} has pictures of {}x{}, more than the {:.1f} million pixels allowed; "
                    "scale it down first.",
                    path, width, height, static_cast<double>(limits.maxPixels) / 1e6));
  }
  if (parameters->codec_id == AV_CODEC_ID_NONE) {
    return fail(ErrorKind::Unsupported,
                fmt::format("{} holds video of an unknown codec; convert it to H.264.", path));
  }
  const auto* codec = avcodec_find_decoder(parameters->codec_id);
  if (codec == nullptr) {
    return fail(ErrorKind::Unsupported,
                fmt::format("{} holds {} video, for which there is no decoder here; convert it to "
                            "H.264.",
                            path, avcodec_get_name(parameters->codec_id)));
  }
  container.decoder.reset(avcodec_alloc_context3(codec));
  auto* decoder = container.decoder.get();
  if (decoder == nullptr || avcodec_parameters_to_context(decoder, parameters) < 0) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to decode {}.", path));
  }
  decoder->thread_count = 1;
  decoder->max_pixels = limits.maxPixels;
  decoder->pkt_timebase = container.stream->time_base;
  const int opened = avcodec_open2(decoder, codec, nullptr);
  if (opened < 0) {
    return fail(ErrorKind::Corrupt, fmt::format("{} cannot be decoded ({}): {}.", path, codec->name,
                                                ffmpegMessage(opened)));
  }
  return {};
}

double rateOf(const AVRational& rate) {
  const double value = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
  return value >= 0.01 && value <= 1000.5 ? value : 0;
}

void describe(Container& container, const ReaderLimits& limits) {
  auto* format = container.format.get();
  auto* stream = container.stream;
  const auto* parameters = stream->codecpar;
  auto& info = container.info;
  info.container = format->iformat->name;
  info.codec = avcodec_get_name(parameters->codec_id);
  info.codedWidth = parameters->width;
  info.codedHeight = parameters->height;

  const auto aspect = av_guess_sample_aspect_ratio(format, stream, nullptr);
  info.pixelAspect = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 1;

  const auto* matrix = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
  if (matrix != nullptr) {
    std::array<int32_t, 9> values{};
    std::memcpy(values.data(), matrix, sizeof(values));
    container.orientation = orientationOf(values);
  }
  info.rotation = container.orientation.rotation;
  info.mirrored = container.orientation.mirrored;
  const auto shown = shownSize(info.codedWidth, info.codedHeight, info.pixelAspect, limits.maxSide);
  info.width = container.orientation.swapsSides() ? shown.height : shown.width;
  info.height = container.orientation.swapsSides() ? shown.width : shown.height;

  const double average = rateOf(stream->avg_frame_rate);
  const double nominal = rateOf(stream->r_frame_rate);
  info.frameRate = average > 0 ? average : (nominal > 0 ? nominal : 25);
  info.variableRate = average > 0 && nominal > 0 && std::abs(nominal / average - 1) > 0.01;
  if (stream->duration > 0) {
    info.durationSeconds = static_cast<double>(stream->duration) * av_q2d(stream->time_base);
  } else if (format->duration > 0 &&
             format->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE) {
    info.durationSeconds = static_cast<double>(format->duration) / AV_TIME_BASE;
  }
  info.frames = std::max<int64_t>(0, stream->nb_frames);
  info.interlaced = parameters->field_order > AV_FIELD_PROGRESSIVE;

  FramePtr silent(av_frame_alloc());
  silent->format = parameters->format;
  silent->height = parameters->height;
  silent->colorspace = parameters->color_space;
  silent->color_range = parameters->color_range;
  const auto reading = colorReadingOf(*silent);
  info.matrix = reading.name;
  info.fullRange = reading.fullRange;
  container.timed =
      std::find(kBareStreams.begin(), kBareStreams.end(), info.container) == kBareStreams.end();
}

}  // namespace

Result<Container> openContainer(const std::string& path, const ReaderLimits& limits) {
  quietFfmpeg();
  Container container;
  UNROLL_TRY_ASSIGN(input, FileInput::open(path));
  container.input = std::move(input);
  container.input->allow(limits.noProgressSeconds);
  UNROLL_TRY(openFormat(container, path, limits));
  UNROLL_TRY_ASSIGN(claimed, analyseStreams(container, path, limits));
  UNROLL_TRY(chooseStream(container, path));
  UNROLL_TRY(openDecoder(container, claimed, path, limits));
  describe(container, limits);
  return container;
}

}  // namespace unroll::media
