#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "media/file_output.h"
#include "media/image.h"
#include "media/writer_backends.h"

namespace unroll::media {

namespace {

namespace fs = std::filesystem;

class PngFolderWriter final : public VideoWriter::Backend {
 public:
  explicit PngFolderWriter(const WriterSettings& settings) : settings_(settings) {}
  ~PngFolderWriter() override {
    std::error_code ignored;
    if (!partPath.empty()) fs::remove_all(partPath, ignored);
  }

  Result<void> open(const std::string& target) {
    std::error_code error;
    if (fs::exists(target, error) &&
        !(fs::is_directory(target, error) && fs::is_empty(target, error))) {
      return fail(
          ErrorKind::Refused,
          fmt::format("{} is there already; PNG frames go to a new or empty folder.", target));
    }
    auto part = fs::path(target);
    if (!part.has_filename()) part = part.parent_path();
    const auto name = part.string() + ".part";
    // What a killed export left under this name is ours to replace.
    fs::remove_all(name, error);
    if (!fs::create_directory(name, error) || error) {
      return fail(ErrorKind::Disk, fmt::format("{} cannot be made: {}.", name, error.message()));
    }
    partPath = name;
    return {};
  }

  Result<void> write(std::span<const uint8_t> rgb) override {
    auto metadata = settings_.metadata;
    UNROLL_TRY_ASSIGN(png, encodePng(toImage(rgb, settings_.width, settings_.height), metadata));
    UNROLL_TRY_ASSIGN(output,
                      FileOutput::create(fmt::format("{}/frame-{:06}.png", partPath, frames)));
    avio_write(output->context(), png.data(), static_cast<int>(png.size()));
    avio_flush(output->context());
    if (output->context()->error < 0) {
      return tl::unexpected<Error>(output->failure(output->context()->error));
    }
    return {};
  }

  Result<void> finish() override {
    const int folder = ::open(partPath.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && ::syncfs(folder) == 0;
    const int reason = errno;
    if (folder >= 0) ::close(folder);
    if (!synced) {
      return fail(ErrorKind::Disk,
                  fmt::format("{} cannot be written: {}.", partPath, std::strerror(reason)));
    }
    auto target = fs::path(path);
    if (!target.has_filename()) target = target.parent_path();
    UNROLL_TRY(renameIntoPlace(partPath, target.string()));
    partPath.clear();
    return {};
  }

 private:
  WriterSettings settings_;
};

}  // namespace

Result<WriterBackend> openPngFolderWriter(const std::string& path, const WriterSettings& settings) {
  auto writer = std::make_unique<PngFolderWriter>(settings);
  UNROLL_TRY(writer->open(path));
  return writer;
}

}  // namespace unroll::media
