#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/disk_file.h"
#include "data/frame_files.h"

namespace unroll::data {
namespace {

constexpr int64_t kMaxFileBytes = int64_t{1} << 30;
constexpr size_t kMaxBufferedBytes = size_t{8} << 20;

class RawFiles;

/// Frames of one clip: in memory, and beyond a few MiB in a file without a name.
class RawSink final : public ClipSink {
 public:
  explicit RawSink(RawFiles& files) : files_(files) {}

  Result<void> append(std::span<const uint8_t> frame) override;
  Result<ClipPlace> finish() override;

 private:
  RawFiles& files_;
  std::vector<uint8_t> buffer_;
  DiskFile spilt_;
  int64_t spiltBytes_ = 0;
};

class RawFiles final : public FrameFiles {
 public:
  RawFiles(std::string folder, int64_t number, DiskFile file, int64_t end)
      : folder_(std::move(folder)), number_(number), file_(std::move(file)), end_(end) {}

  Result<std::unique_ptr<ClipSink>> begin() override { return std::make_unique<RawSink>(*this); }

  Result<void> sync() override {
    const std::lock_guard lock(mutex_);
    for (DiskFile& full : full_) UNROLL_TRY(full.sync());
    full_.clear();
    if (file_.isOpen()) UNROLL_TRY(file_.sync());
    return {};
  }

  /// Appends a clip made of spilt bytes, then buffered ones. A failure leaves a tail that the next
  /// clip overwrites.
  Result<ClipPlace> add(const DiskFile& spilt, int64_t spiltBytes,
                        std::span<const uint8_t> buffered) {
    const std::lock_guard lock(mutex_);
    const int64_t bytes = spiltBytes + static_cast<int64_t>(buffered.size());
    if (file_.isOpen() && end_ > 0 && end_ + bytes > kMaxFileBytes) {
      full_.push_back(std::move(file_));
      file_ = DiskFile();
      ++number_;
      end_ = 0;
    }
    if (!file_.isOpen()) {
      UNROLL_TRY_ASSIGN(opened, DiskFile::openToWrite(folder_ + "/" + rawFileName(number_)));
      file_ = std::move(opened);
    }
    std::vector<uint8_t> block(static_cast<size_t>(std::min<int64_t>(spiltBytes, 1 << 20)));
    int64_t at = 0;
    while (at < spiltBytes) {
      const auto count = std::min<int64_t>(spiltBytes - at, static_cast<int64_t>(block.size()));
      const std::span part(block.data(), static_cast<size_t>(count));
      UNROLL_TRY(spilt.readAt(at, part));
      UNROLL_TRY(file_.writeAt(end_ + at, part));
      at += count;
    }
    UNROLL_TRY(file_.writeAt(end_ + spiltBytes, buffered));
    ClipPlace place{rawFileName(number_), end_};
    end_ += bytes;
    return place;
  }

  const std::string& folder() const { return folder_; }

 private:
  const std::string folder_;
  std::mutex mutex_;  ///< guards all below
  int64_t number_;
  DiskFile file_;               ///< the one that grows; not open before the first clip
  int64_t end_;                 ///< of the clips in it
  std::vector<DiskFile> full_;  ///< full ones not yet synced
};

Result<void> RawSink::append(std::span<const uint8_t> frame) {
  if (!buffer_.empty() && buffer_.size() + frame.size() > kMaxBufferedBytes) {
    if (!spilt_.isOpen()) {
      UNROLL_TRY_ASSIGN(opened, DiskFile::openUnnamed(files_.folder()));
      spilt_ = std::move(opened);
    }
    UNROLL_TRY(spilt_.writeAt(spiltBytes_, buffer_));
    spiltBytes_ += static_cast<int64_t>(buffer_.size());
    buffer_.clear();
  }
  buffer_.insert(buffer_.end(), frame.begin(), frame.end());
  return {};
}

Result<ClipPlace> RawSink::finish() { return files_.add(spilt_, spiltBytes_, buffer_); }

}  // namespace

Result<std::unique_ptr<FrameFiles>> openRawFiles(const std::string& dataFolder,
                                                 const StoreIndex& index) {
  const int64_t frameBytes = index.settings.size * index.settings.size * 3;
  std::map<int64_t, int64_t> ends;
  for (const IndexedClip& clip : index.clips) {
    int64_t& end = ends[rawFileNumber(clip.file)];
    end = std::max(end, clip.offset + clip.info.frames * frameBytes);
  }

  std::error_code code;
  std::vector<std::string> unknown;
  for (const auto& entry : std::filesystem::directory_iterator(dataFolder, code)) {
    const std::string file = entry.path().filename().string();
    const int64_t number = rawFileNumber(file);
    if (number >= 0 && !ends.contains(number)) unknown.push_back(entry.path().string());
  }
  for (const std::string& path : unknown) ::unlink(path.c_str());

  DiskFile last;
  for (const auto& [number, end] : ends) {
    const std::string path = dataFolder + "/" + rawFileName(number);
    if (!std::filesystem::exists(path, code)) {
      return fail(ErrorKind::Corrupt,
                  fmt::format("'{}' is missing; restore it or import into a new project.", path));
    }
    UNROLL_TRY_ASSIGN(file, DiskFile::openToWrite(path));
    UNROLL_TRY_ASSIGN(bytes, file.byteCount());
    if (bytes < end) {
      return fail(ErrorKind::Corrupt,
                  fmt::format("'{}' has {} bytes where {} says at least {}; restore it or import "
                              "into a new project.",
                              path, bytes, kIndexName, end));
    }
    if (bytes > end) UNROLL_TRY(file.truncate(end));
    last = std::move(file);
  }
  const int64_t number = ends.empty() ? 0 : ends.rbegin()->first;
  const int64_t end = ends.empty() ? 0 : ends.rbegin()->second;
  return std::make_unique<RawFiles>(dataFolder, number, std::move(last), end);
}

}  // namespace unroll::data
