#include <cerrno>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/area_average.h"
#include "data/frame_files.h"

namespace unroll::data {
namespace {

class RawStore final : public ClipStore {
 public:
  RawStore(StoreIndex index, std::vector<std::unique_ptr<VfsFile>> files,
           std::vector<std::span<const uint8_t>> places)
      : index_(std::move(index)), files_(std::move(files)), places_(std::move(places)) {
    for (const IndexedClip& clip : index_.clips) clips_.push_back(clip.info);
  }

  int64_t size() const override { return index_.settings.size; }
  double frameRate() const override { return index_.settings.frameRate; }
  const std::vector<std::string>& classes() const override { return index_.classes; }
  const std::vector<ClipInfo>& clips() const override { return clips_; }

  Result<void> read(const WindowRequest& request, std::span<uint8_t> out) const override {
    UNROLL_TRY(checkRequest(*this, request, out.size()));
    const auto stored = static_cast<size_t>(size() * size() * 3);
    const auto made = static_cast<size_t>(request.size * request.size * 3);
    const std::span<const uint8_t> pixels = places_[static_cast<size_t>(request.clip)];
    for (int64_t t = 0; t < request.frames; ++t) {
      const auto frame = static_cast<size_t>(request.start + t * request.stride);
      areaAverage(pixels.subspan(frame * stored, stored), size(),
                  out.subspan(static_cast<size_t>(t) * made, made), request.size);
    }
    return {};
  }

 private:
  StoreIndex index_;
  std::vector<std::unique_ptr<VfsFile>> files_;
  std::vector<std::span<const uint8_t>> places_;  ///< the frames of each clip, in files_
  std::vector<ClipInfo> clips_;
};

}  // namespace

Result<std::shared_ptr<const ClipStore>> openRawStore(const std::string& dataFolder,
                                                      StoreIndex index) {
  const int64_t frameBytes = index.settings.size * index.settings.size * 3;
  std::vector<std::unique_ptr<VfsFile>> files;
  std::map<std::string, std::span<const std::byte>> mapped;
  std::vector<std::span<const uint8_t>> places;
  for (const IndexedClip& clip : index.clips) {
    const std::string path = dataFolder + "/" + clip.file;
    if (!mapped.contains(clip.file)) {
      auto file = realVfs().open(path, OpenMode::Read);
      if (!file && file.error().code == ENOENT) {
        return fail(ErrorKind::Corrupt,
                    fmt::format("'{}' is missing but {} needs it; restore it or import again.",
                                path, kIndexName));
      }
      if (!file) return tl::unexpected(readError(file.error(), path));
      const auto bytes = (*file)->map();
      if (!bytes) return tl::unexpected(readError(bytes.error(), path));
      mapped[clip.file] = *bytes;
      files.push_back(std::move(*file));
    }
    // Frames and offset are bounded by the index reader, so these sums cannot overflow.
    const std::span<const std::byte> bytes = mapped[clip.file];
    const int64_t needed = clip.offset + clip.info.frames * frameBytes;
    if (static_cast<int64_t>(bytes.size()) < needed) {
      return fail(ErrorKind::Corrupt,
                  fmt::format("'{}' has {} bytes where {} says at least {}; restore it or import "
                              "again.",
                              path, bytes.size(), kIndexName, needed));
    }
    places.emplace_back(reinterpret_cast<const uint8_t*>(bytes.data()) + clip.offset,
                        static_cast<size_t>(clip.info.frames * frameBytes));
  }
  return std::make_shared<const RawStore>(std::move(index), std::move(files), std::move(places));
}

}  // namespace unroll::data
