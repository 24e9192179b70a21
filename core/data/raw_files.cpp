#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/frame_files.h"

namespace unroll::data {
namespace {

constexpr size_t kMaxBufferedBytes = size_t{8} << 20;
constexpr size_t kCopyBytes = size_t{1} << 20;
constexpr const char* kPartPrefix = ".part-";

/// What a clip holds beyond a few MiB: a file that has lost its name, so that it goes with us.
struct Spill {
  std::unique_ptr<VfsFile> toWrite, toRead;
  std::string path;
  uint64_t bytes = 0;
};

class RawFiles;

/// Frames of one clip, in memory and, when there are many, in a spill file.
class RawSink final : public ClipSink {
 public:
  explicit RawSink(RawFiles& files) : files_(files) {}

  Result<void> append(std::span<const uint8_t> frame) override;
  Result<ClipPlace> finish() override;

 private:
  RawFiles& files_;
  std::vector<uint8_t> buffer_;
  Spill spill_;
};

class RawFiles final : public FrameFiles {
 public:
  RawFiles(Vfs& vfs, std::string folder, int64_t maxFileBytes, int64_t number,
           std::unique_ptr<VfsFile> file, int64_t end)
      : vfs_(vfs),
        folder_(std::move(folder)),
        maxFileBytes_(maxFileBytes),
        number_(number),
        file_(std::move(file)),
        end_(end) {}

  Result<std::unique_ptr<ClipSink>> begin() override { return std::make_unique<RawSink>(*this); }

  Result<void> sync() override {
    const std::lock_guard lock(mutex_);
    if (file_ != nullptr) full_.push_back(std::move(file_));
    file_ = nullptr;
    // Each is opened again for the next clip, so no descriptor is synced after it failed.
    for (const std::unique_ptr<VfsFile>& file : full_) {
      if (const auto done = file->sync(); !done) {
        return tl::unexpected(writeError(vfs_, done.error(), path()));
      }
    }
    full_.clear();
    return {};
  }

  Result<ClipPlace> add(const Spill& spill, std::span<const uint8_t> buffered) {
    const std::lock_guard lock(mutex_);
    const int64_t bytes = static_cast<int64_t>(spill.bytes + buffered.size());
    if (end_ > 0 && end_ + bytes > maxFileBytes_) {
      if (file_ != nullptr) full_.push_back(std::move(file_));
      file_ = nullptr;
      ++number_;
      end_ = 0;
    }
    if (file_ == nullptr) {
      auto opened = vfs_.open(path(), OpenMode::Append);
      if (!opened) return tl::unexpected(writeError(vfs_, opened.error(), path()));
      file_ = std::move(*opened);
    }
    Result<void> done = copyLocked(spill);
    if (done) done = writeLocked(std::as_bytes(buffered), static_cast<uint64_t>(bytes));
    if (!done) {
      // The tail of a half-written clip must not come between two whole ones.
      if (!file_->truncate(static_cast<uint64_t>(end_))) {
        ++number_;
        end_ = 0;
        file_ = nullptr;
      }
      return tl::unexpected(std::move(done).error());
    }
    ClipPlace place{rawFileName(number_), end_};
    end_ += bytes;
    return place;
  }

  /// A new spill file, already without a name.
  Result<Spill> spill() {
    Spill made;
    made.path = fmt::format("{}/{}{}-{}", folder_, kPartPrefix, ::getpid(), part_++);
    auto toWrite = vfs_.open(made.path, OpenMode::CreateNew);
    if (!toWrite) return tl::unexpected(writeError(vfs_, toWrite.error(), made.path));
    auto toRead = vfs_.open(made.path, OpenMode::Read);
    (void)vfs_.unlink(made.path);
    if (!toRead) return tl::unexpected(readError(toRead.error(), made.path));
    made.toWrite = std::move(*toWrite);
    made.toRead = std::move(*toRead);
    return made;
  }

  Vfs& vfs() const { return vfs_; }

 private:
  std::string path() const { return folder_ + "/" + rawFileName(number_); }

  Result<void> writeLocked(std::span<const std::byte> bytes, uint64_t needed) {
    if (const auto done = writeAll(*file_, bytes); !done) {
      return tl::unexpected(writeError(vfs_, done.error(), path(), needed));
    }
    return {};
  }

  Result<void> copyLocked(const Spill& spill) {
    std::vector<std::byte> block(std::min<size_t>(spill.bytes, kCopyBytes));
    for (uint64_t at = 0; at < spill.bytes; at += block.size()) {
      block.resize(std::min<size_t>(block.size(), spill.bytes - at));
      const auto got = readFully(*spill.toRead, at, block);
      if (!got) return tl::unexpected(readError(got.error(), spill.path));
      if (*got != block.size()) return tl::unexpected(readError({EIO}, spill.path));
      UNROLL_TRY(writeLocked(block, spill.bytes));
    }
    return {};
  }

  Vfs& vfs_;
  const std::string folder_;
  const int64_t maxFileBytes_;
  std::atomic<int64_t> part_ = 0;
  std::mutex mutex_;  ///< guards all below
  int64_t number_;
  std::unique_ptr<VfsFile> file_;               ///< the one that grows; null until the next clip
  int64_t end_;                                 ///< of the whole clips in it
  std::vector<std::unique_ptr<VfsFile>> full_;  ///< not yet synced
};

Result<void> RawSink::append(std::span<const uint8_t> frame) {
  if (!buffer_.empty() && buffer_.size() + frame.size() > kMaxBufferedBytes) {
    if (spill_.toWrite == nullptr) {
      UNROLL_TRY_ASSIGN(opened, files_.spill());
      spill_ = std::move(opened);
    }
    if (const auto done = writeAll(*spill_.toWrite, std::as_bytes(std::span(buffer_))); !done) {
      return tl::unexpected(writeError(files_.vfs(), done.error(), spill_.path, buffer_.size()));
    }
    spill_.bytes += buffer_.size();
    buffer_.clear();
  }
  buffer_.insert(buffer_.end(), frame.begin(), frame.end());
  return {};
}

Result<ClipPlace> RawSink::finish() { return files_.add(spill_, buffer_); }

/// Shortens data/frames-`number`.bin to `end` and leaves it open to grow.
Result<std::unique_ptr<VfsFile>> openAt(Vfs& vfs, const std::string& path, int64_t end) {
  if (!exists(vfs, path)) {
    return fail(ErrorKind::Corrupt,
                fmt::format("'{}' is missing; restore it or import into a new project.", path));
  }
  auto file = vfs.open(path, OpenMode::Append);
  if (!file) return tl::unexpected(writeError(vfs, file.error(), path));
  const auto bytes = (*file)->size();
  if (!bytes) return tl::unexpected(readError(bytes.error(), path));
  if (static_cast<int64_t>(*bytes) < end) {
    return fail(ErrorKind::Corrupt, fmt::format("'{}' has {} bytes where {} says at least {}; "
                                                "restore it or import into a new project.",
                                                path, *bytes, kIndexName, end));
  }
  if (static_cast<int64_t>(*bytes) > end) {
    if (const auto done = (*file)->truncate(static_cast<uint64_t>(end)); !done) {
      return tl::unexpected(writeError(vfs, done.error(), path));
    }
  }
  return std::move(*file);
}

}  // namespace

Result<std::unique_ptr<FrameFiles>> openRawFiles(Vfs& vfs, const std::string& dataFolder,
                                                 const StoreIndex& index, int64_t maxFileBytes) {
  const int64_t frameBytes = index.settings.size * index.settings.size * 3;
  std::map<int64_t, int64_t> ends;
  for (const IndexedClip& clip : index.clips) {
    int64_t& end = ends[rawFileNumber(clip.file)];
    end = std::max(end, clip.offset + clip.info.frames * frameBytes);
  }
  const auto entries = vfs.list(dataFolder);
  if (!entries) return tl::unexpected(readError(entries.error(), dataFolder));
  for (const FolderEntry& entry : *entries) {
    const int64_t number = rawFileNumber(entry.name);
    const bool unknown = number >= 0 && !ends.contains(number);
    if (unknown || entry.name.starts_with(kPartPrefix)) {
      (void)vfs.unlink(dataFolder + "/" + entry.name);
    }
  }
  std::unique_ptr<VfsFile> last;
  for (const auto& [number, end] : ends) {
    UNROLL_TRY_ASSIGN(file, openAt(vfs, dataFolder + "/" + rawFileName(number), end));
    last = std::move(file);
  }
  const int64_t number = ends.empty() ? 0 : ends.rbegin()->first;
  const int64_t end = ends.empty() ? 0 : ends.rbegin()->second;
  return std::make_unique<RawFiles>(vfs, dataFolder, maxFileBytes, number, std::move(last), end);
}

}  // namespace unroll::data
