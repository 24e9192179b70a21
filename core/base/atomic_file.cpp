#include "base/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

namespace unroll {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".tmp-";
constexpr size_t kMaxTagBytes = 120;  ///< a name of 255 bytes must leave room for prefix and pid

fs::path folderOf(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

std::string shortened(std::string tag) {
  if (tag.size() <= kMaxTagBytes) return tag;
  size_t end = kMaxTagBytes;
  // Not in the middle of a UTF-8 character: some file systems refuse such names.
  while (end > 0 && (static_cast<unsigned char>(tag[end]) & 0xC0) == 0x80) --end;
  tag.resize(end);
  return tag;
}

}  // namespace

AtomicFile::AtomicFile(Vfs& vfs, fs::path target, Options options)
    : vfs_(&vfs), target_(std::move(target)), options_(std::move(options)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : vfs_(other.vfs_),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      options_(std::move(other.options_)),
      file_(std::move(other.file_)),
      written_(other.written_) {}

AtomicFile::~AtomicFile() {
  file_.reset();
  if (!temporary_.empty()) (void)vfs_->unlink(temporary_);
}

Result<AtomicFile> AtomicFile::create(Vfs& vfs, fs::path target, Options options) {
  if (options.expectedBytes > 0) {
    const auto space = vfs.freeSpace(folderOf(target));
    if (space && *space < options.expectedBytes) {
      return tl::unexpected(writeError(vfs, {ENOSPC}, target, options.expectedBytes));
    }
  }
  const std::string tag = shortened(options.tag.empty() ? target.filename().string() : options.tag);
  AtomicFile file(vfs, std::move(target), std::move(options));
  for (int attempt = 1;; ++attempt) {
    const std::string turn = attempt == 1 ? "" : fmt::format(".{}", attempt);
    const fs::path temporary = folderOf(file.target_) / fmt::format("{}{}{}-{}", kPrefix, tag, turn,
                                                                    static_cast<int64_t>(getpid()));
    auto opened = vfs.open(temporary, OpenMode::CreateNew);
    if (opened) {
      file.file_ = std::move(*opened);
      file.temporary_ = temporary;
      file.phase("opened");
      return file;
    }
    // EEXIST: left by a killed process of the same number, or in use by another thread.
    const int code = opened.error().code;
    if ((code != EEXIST && code != EINTR) || attempt >= 64) {
      return tl::unexpected(
          writeError(vfs, opened.error(), file.target_, file.options_.expectedBytes));
    }
  }
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes) {
  if (!file_) {
    return fail(ErrorKind::Disk, fmt::format("'{}' was not written: an earlier write to it failed.",
                                             target_.string()));
  }
  if (const auto done = writeAll(*file_, bytes); !done) {
    const uint64_t needed = std::max<uint64_t>(options_.expectedBytes, written_ + bytes.size());
    return abandon(writeError(*vfs_, done.error(), target_, needed));
  }
  written_ += bytes.size();
  return {};
}

Result<void> AtomicFile::commit(const Verify& verify) {
  UNROLL_TRY(write(std::span<const std::byte>{}));
  phase("written");
  // Never synced twice: after a failed fsync the kernel may have dropped the pages and call the
  // file clean, so the only way on is a whole new file.
  if (const auto synced = file_->sync(); !synced) {
    return abandon(writeError(*vfs_, synced.error(), target_, written_));
  }
  phase("after_fsync");
  const auto closed = file_->close();
  file_.reset();
  if (!closed) return abandon(writeError(*vfs_, closed.error(), target_, written_));
  phase("closed");
  if (verify) {
    if (auto verified = verify(temporary_); !verified) return abandon(std::move(verified).error());
  }
  phase("verified");
  if (const auto renamed = vfs_->rename(temporary_, target_); !renamed) {
    return abandon(writeError(*vfs_, renamed.error(), target_, written_));
  }
  temporary_.clear();
  phase("renamed");
  if (const auto synced = vfs_->syncFolder(folderOf(target_)); !synced) {
    return tl::unexpected(writeError(*vfs_, synced.error(), target_, written_));
  }
  phase("committed");
  return {};
}

tl::unexpected<Error> AtomicFile::abandon(Error error) {
  file_.reset();
  (void)vfs_->unlink(temporary_);
  temporary_.clear();
  return tl::unexpected(std::move(error));
}

void AtomicFile::phase(std::string_view name) const {
  if (options_.onPhase) options_.onPhase(name);
}

Result<void> writeFileAtomically(Vfs& vfs, const fs::path& target, std::string_view contents) {
  AtomicFile::Options options;
  options.expectedBytes = contents.size();
  UNROLL_TRY_ASSIGN(file, AtomicFile::create(vfs, target, std::move(options)));
  UNROLL_TRY(file.write(contents));
  return file.commit();
}

bool isTemporaryName(std::string_view name) {
  if (!name.starts_with(kPrefix)) return false;
  const size_t dash = name.rfind('-');
  if (dash < kPrefix.size() || dash + 1 == name.size()) return false;
  return std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

Result<int> removeStaleTemporaries(Vfs& vfs, const fs::path& folder) {
  const auto entries = vfs.list(folder);
  if (!entries) return tl::unexpected(readError(entries.error(), folder));
  int removed = 0;
  for (const FolderEntry& entry : *entries) {
    if (entry.type != FileType::Regular || !isTemporaryName(entry.name)) continue;
    const fs::path path = folder / entry.name;
    const auto gone = vfs.unlink(path);
    if (!gone && gone.error().code != ENOENT) {
      return tl::unexpected(writeError(vfs, gone.error(), path));
    }
    ++removed;
  }
  return removed;
}

}  // namespace unroll
