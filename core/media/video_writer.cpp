#include "media/video_writer.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "media/writer_backends.h"

extern "C" {
#include <libavutil/rational.h>
}

namespace unroll::media {

namespace {

constexpr int kMaxSide = 16'384;
constexpr double kMaxRate = 1000;
constexpr double kMaxGifRate = 50;

Result<void> check(const std::string& path, const WriterSettings& settings) {
  if (settings.width < 1 || settings.height < 1 || settings.width > kMaxSide ||
      settings.height > kMaxSide) {
    return fail(ErrorKind::Refused, fmt::format("{} would be {}x{}; sides must be 1 to {}.", path,
                                                settings.width, settings.height, kMaxSide));
  }
  const bool gif = settings.preset == VideoPreset::Gif;
  const double fastest = gif ? kMaxGifRate : kMaxRate;
  if (settings.rate.numerator < 1 || settings.rate.denominator < 1 ||
      settings.rate.value() > fastest) {
    return fail(
        ErrorKind::Refused,
        fmt::format("{} cannot have {}/{} frames per second; {} goes from just above 0 to {}.",
                    path, settings.rate.numerator, settings.rate.denominator,
                    gif ? "a GIF" : "a video", fastest));
  }
  if (settings.loop < (gif ? 0 : 1) || settings.loop > 10'000) {
    return fail(ErrorKind::Usage, fmt::format("{} cannot be looped {} times; use {} to 10000.",
                                              path, settings.loop, gif ? 0 : 1));
  }
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    return fail(ErrorKind::Disk, fmt::format("{} cannot be written: there is no folder {}; make it "
                                             "first.",
                                             path, folder.string()));
  }
  if (settings.preset != VideoPreset::Png && std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorKind::Refused, fmt::format("{} is a folder; give a file name.", path));
  }
  return {};
}

}  // namespace

bool writesLoops(VideoPreset preset) {
  return preset != VideoPreset::Gif && preset != VideoPreset::Png;
}

int64_t thereAndBack(int64_t frames) { return std::max(frames, 2 * frames - 2); }

Result<VideoPreset> videoPresetByName(const std::string& name) {
  const std::vector<std::string> names = {"web", "fine", "lossless", "gif", "png"};
  constexpr std::array presets = {VideoPreset::Web, VideoPreset::Fine, VideoPreset::Lossless,
                                  VideoPreset::Gif, VideoPreset::Png};
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return presets[i];
  }
  return fail(ErrorKind::Usage,
              fmt::format("There is no preset '{}': use web, fine, lossless, gif or png.{}", name,
                          didYouMean(name, names)));
}

FrameRate FrameRate::from(double framesPerSecond) {
  // Broadcast rates are given rounded: 29.97 means 30000/1001.
  const double broadcast = framesPerSecond * 1.001;
  const bool whole = framesPerSecond == std::round(framesPerSecond);
  if (!whole && framesPerSecond > 10 && std::abs(broadcast - std::round(broadcast)) < 0.002) {
    return {static_cast<int>(std::lround(broadcast)) * 1000, 1001};
  }
  const auto rate = av_d2q(framesPerSecond, 1'001'000);
  if (rate.den <= 1001) return {rate.num, rate.den};
  return {static_cast<int>(std::lround(framesPerSecond * 1000)), 1000};
}

std::string markedName(const std::string& path, const std::string& mark) {
  const std::filesystem::path target(path);
  auto name = target.stem().string() + mark + target.extension().string();
  return (target.parent_path() / name).string();
}

VideoWriter::VideoWriter(std::unique_ptr<Backend> backend) : backend_(std::move(backend)) {}
VideoWriter::~VideoWriter() = default;
VideoWriter::VideoWriter(VideoWriter&&) noexcept = default;
VideoWriter& VideoWriter::operator=(VideoWriter&&) noexcept = default;

Result<VideoWriter> VideoWriter::open(const std::string& path, const WriterSettings& settings) {
  UNROLL_TRY(check(path, settings));
  auto opened = settings.preset == VideoPreset::Gif   ? openGifWriter(path, settings)
                : settings.preset == VideoPreset::Png ? openPngFolderWriter(path, settings)
                                                      : openMp4Writer(path, settings);
  UNROLL_TRY_ASSIGN(backend, std::move(opened));
  backend->path = path;
  backend->frameBytes =
      static_cast<size_t>(settings.width) * static_cast<size_t>(settings.height) * 3;
  return VideoWriter(std::move(backend));
}

Result<void> VideoWriter::write(std::span<const uint8_t> rgb) {
  if (rgb.size() != backend_->frameBytes || backend_->finished) {
    return fail(
        ErrorKind::Internal,
        fmt::format("{}: a frame of {} bytes was given, {} are wanted{}.", backend_->path,
                    rgb.size(), backend_->frameBytes, backend_->finished ? " no more" : ""));
  }
  UNROLL_TRY(backend_->write(rgb));
  ++backend_->frames;
  return {};
}

Result<void> VideoWriter::finish() {
  if (backend_->finished) return {};
  if (backend_->frames == 0) {
    return fail(ErrorKind::Refused, fmt::format("{} would have no frame.", backend_->path));
  }
  UNROLL_TRY(backend_->finish());
  backend_->finished = true;
  return {};
}

int64_t VideoWriter::frames() const { return backend_->frames; }
const std::string& VideoWriter::partPath() const { return backend_->partPath; }
const std::string& VideoWriter::note() const { return backend_->note; }

}  // namespace unroll::media
