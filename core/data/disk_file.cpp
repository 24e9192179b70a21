#include "data/disk_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace unroll::data {
namespace {

constexpr mode_t kFileMode = 0666;

tl::unexpected<Error> failWriting(const std::string& path, int code) {
  const char* advice = code == ENOSPC || code == EDQUOT ? "free some space and try again"
                                                        : "check the disk and its permissions";
  return fail(ErrorKind::Disk,
              fmt::format("Cannot write '{}': {}; {}.", path, std::strerror(code), advice));
}

tl::unexpected<Error> failReading(const std::string& path, int code) {
  const ErrorKind kind = code == ENOENT ? ErrorKind::NotFound : ErrorKind::Unreadable;
  return fail(kind, fmt::format("Cannot read '{}': {}.", path, std::strerror(code)));
}

}  // namespace

DiskFile::DiskFile(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)) {}

DiskFile::DiskFile(DiskFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

DiskFile& DiskFile::operator=(DiskFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

DiskFile::~DiskFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<DiskFile> DiskFile::openToWrite(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (descriptor < 0) return failWriting(path, errno);
  return DiskFile(descriptor, path);
}

Result<DiskFile> DiskFile::openToRead(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failReading(path, errno);
  return DiskFile(descriptor, path);
}

Result<DiskFile> DiskFile::openUnnamed(const std::string& folder) {
  std::string path = folder + "/.part-XXXXXX";
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return failWriting(path, errno);
  ::unlink(path.c_str());
  return DiskFile(descriptor, path);
}

Result<int64_t> DiskFile::byteCount() const {
  struct stat status = {};
  if (::fstat(descriptor_, &status) != 0) return failReading(path_, errno);
  return static_cast<int64_t>(status.st_size);
}

Result<void> DiskFile::writeAt(int64_t offset, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failWriting(path_, written < 0 ? errno : ENOSPC);
    bytes = bytes.subspan(static_cast<size_t>(written));
    offset += written;
  }
  return {};
}

Result<void> DiskFile::readAt(int64_t offset, std::span<uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got = ::pread(descriptor_, bytes.data(), bytes.size(), offset);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failReading(path_, errno);
    if (got == 0) {
      return fail(ErrorKind::Corrupt, fmt::format("'{}' ends before byte {}.", path_, offset));
    }
    bytes = bytes.subspan(static_cast<size_t>(got));
    offset += got;
  }
  return {};
}

Result<void> DiskFile::truncate(int64_t bytes) {
  if (::ftruncate(descriptor_, bytes) != 0) return failWriting(path_, errno);
  return {};
}

Result<void> DiskFile::sync() {
  if (::fsync(descriptor_) != 0) return failWriting(path_, errno);
  return {};
}

Result<void> syncFolder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failWriting(folder, errno);
  DiskFile file(descriptor, folder);
  return file.sync();
}

Result<void> makeFolder(const std::string& folder) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code || !std::filesystem::is_directory(folder, code)) {
    return failWriting(folder, code ? code.value() : ENOTDIR);
  }
  return {};
}

Result<void> replaceFile(const std::string& folder, const std::string& name,
                         std::string_view contents) {
  const std::string path = folder + "/" + name;
  std::string temporary = fmt::format("{}/.{}-XXXXXX", folder, name);
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return failWriting(temporary, errno);
  DiskFile file(descriptor, temporary);

  std::span<const char> letters(contents.data(), contents.size());
  std::span<const std::byte> raw = std::as_bytes(letters);
  Result<void> done = file.writeAt(0, {reinterpret_cast<const uint8_t*>(raw.data()), raw.size()});
  if (done && ::fchmod(descriptor, 0644) != 0) done = failWriting(temporary, errno);
  if (done) done = file.sync();
  if (done && ::rename(temporary.c_str(), path.c_str()) != 0) done = failWriting(path, errno);
  if (!done) {
    ::unlink(temporary.c_str());
    return done;
  }
  return syncFolder(folder);
}

Result<std::string> readWholeFile(const std::string& path, int64_t limit) {
  UNROLL_TRY_ASSIGN(file, DiskFile::openToRead(path));
  UNROLL_TRY_ASSIGN(bytes, file.byteCount());
  if (bytes > limit) {
    return fail(ErrorKind::Unreadable,
                fmt::format("'{}' has {} bytes, more than the {} allowed.", path, bytes, limit));
  }
  std::string contents(static_cast<size_t>(bytes), '\0');
  UNROLL_TRY(file.readAt(0, {reinterpret_cast<uint8_t*>(contents.data()), contents.size()}));
  return contents;
}

}  // namespace unroll::data
