#include <cerrno>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/file_system.h"

namespace unroll {
namespace {

namespace fs = std::filesystem;

tl::unexpected<IoError> lastError() { return tl::unexpected(IoError{errno}); }

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }

  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

class RealFile : public VfsFile {
 public:
  explicit RealFile(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  ~RealFile() override {
    if (!mapped_.empty()) ::munmap(mapped_.data(), mapped_.size());
  }

  IoResult<size_t> readAt(uint64_t offset, std::span<std::byte> out) override {
    const ssize_t count =
        ::pread(descriptor_.get(), out.data(), out.size(), static_cast<off_t>(offset));
    if (count < 0) return lastError();
    return static_cast<size_t>(count);
  }

  IoResult<size_t> write(std::span<const std::byte> bytes) override {
    const ssize_t count = ::write(descriptor_.get(), bytes.data(), bytes.size());
    if (count < 0) return lastError();
    return static_cast<size_t>(count);
  }

  IoResult<void> sync() override {
    if (::fsync(descriptor_.get()) != 0) return lastError();
    return {};
  }

  IoResult<void> truncate(uint64_t size) override {
    if (::ftruncate(descriptor_.get(), static_cast<off_t>(size)) != 0) return lastError();
    return {};
  }

  IoResult<uint64_t> size() override {
    struct stat status {};
    if (::fstat(descriptor_.get(), &status) != 0) return lastError();
    return static_cast<uint64_t>(status.st_size);
  }

  IoResult<void> close() override {
    // Linux closes the descriptor even when close reports an error, so it is never asked twice.
    if (::close(descriptor_.release()) != 0 && errno != EINTR) return lastError();
    return {};
  }

  IoResult<std::span<const std::byte>> map() override {
    if (mapped_.empty()) {
      UNROLL_TRY_ASSIGN(bytes, size());
      if (bytes == 0) return std::span<const std::byte>{};
      void* address = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, descriptor_.get(), 0);
      if (address == MAP_FAILED) return lastError();
      mapped_ = std::span(static_cast<std::byte*>(address), bytes);
    }
    return std::span<const std::byte>(mapped_);
  }

 private:
  Descriptor descriptor_;
  std::span<std::byte> mapped_;
};

class RealLock : public VfsLock {
 public:
  explicit RealLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

 private:
  Descriptor descriptor_;
};

FileType typeOf(mode_t mode) {
  if (S_ISREG(mode)) return FileType::Regular;
  if (S_ISDIR(mode)) return FileType::Folder;
  return FileType::Other;
}

class RealFileSystem : public Vfs {
 public:
  IoResult<std::unique_ptr<VfsFile>> open(const fs::path& path, OpenMode mode) override {
    int flags = O_CLOEXEC | O_NONBLOCK;  // A FIFO must not make us wait for its writer.
    switch (mode) {
      case OpenMode::Read:
        flags |= O_RDONLY;
        break;
      case OpenMode::CreateNew:
        flags |= O_WRONLY | O_CREAT | O_EXCL;
        break;
      case OpenMode::Append:
        flags |= O_WRONLY | O_CREAT | O_APPEND;
        break;
    }
    Descriptor descriptor(::open(path.c_str(), flags, 0666));
    if (descriptor.get() < 0) return lastError();
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0) return lastError();
    if (S_ISDIR(status.st_mode)) return tl::unexpected(IoError{EISDIR});
    if (!S_ISREG(status.st_mode)) return tl::unexpected(IoError{ENOTSUP});
    return std::make_unique<RealFile>(std::move(descriptor));
  }

  IoResult<void> rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return lastError();
    return {};
  }

  IoResult<void> unlink(const fs::path& path) override {
    if (::unlink(path.c_str()) != 0) return lastError();
    return {};
  }

  IoResult<void> makeFolder(const fs::path& path) override {
    if (::mkdir(path.c_str(), 0777) != 0) return lastError();
    return {};
  }

  IoResult<void> syncFolder(const fs::path& path) override {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0) return lastError();
    // Some network file systems cannot sync a folder and say EINVAL; there is nothing to wait for.
    if (::fsync(folder.get()) != 0 && errno != EINVAL) return lastError();
    return {};
  }

  IoResult<std::vector<FolderEntry>> list(const fs::path& path) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), &::closedir);
    if (!folder) return lastError();
    std::vector<FolderEntry> entries;
    for (;;) {
      errno = 0;
      const dirent* entry = ::readdir(folder.get());
      if (entry == nullptr) break;
      const std::string name = static_cast<const char*>(entry->d_name);
      if (name == "." || name == "..") continue;
      struct stat status {};
      // Gone between readdir and stat: not an entry any more.
      if (::fstatat(::dirfd(folder.get()), name.c_str(), &status, 0) != 0) continue;
      entries.push_back({name, typeOf(status.st_mode)});
    }
    if (errno != 0) return lastError();
    std::sort(entries.begin(), entries.end(),
              [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
    return entries;
  }

  IoResult<FileStatus> status(const fs::path& path) override {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return lastError();
    return FileStatus{typeOf(status.st_mode), static_cast<uint64_t>(status.st_size),
                      static_cast<int64_t>(status.st_mtime)};
  }

  IoResult<uint64_t> freeSpace(const fs::path& path) override {
    struct statvfs status {};
    const fs::path where = path.empty() ? fs::path(".") : path;
    if (::statvfs(where.c_str(), &status) != 0) return lastError();
    return static_cast<uint64_t>(status.f_bavail) * status.f_frsize;
  }

  IoResult<std::unique_ptr<VfsLock>> lock(const fs::path& path, std::string_view note) override {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666));
    if (file.get() < 0) return lastError();
    // isLocked holds a shared lock for microseconds, so one refusal does not mean much.
    for (int attempt = 0; ::flock(file.get(), LOCK_EX | LOCK_NB) != 0; ++attempt) {
      if (errno != EINTR && (errno != EWOULDBLOCK || attempt >= 5)) return lastError();
      std::this_thread::sleep_for(std::chrono::milliseconds(4));
    }
    // The note is for people; on a full disk the lock holds without it.
    if (::ftruncate(file.get(), 0) == 0) {
      [[maybe_unused]] const ssize_t count = ::pwrite(file.get(), note.data(), note.size(), 0);
    }
    return std::make_unique<RealLock>(std::move(file));
  }

  IoResult<bool> isLocked(const fs::path& path) override {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) {
      if (errno == ENOENT) return false;
      return lastError();
    }
    if (::flock(file.get(), LOCK_SH | LOCK_NB) == 0) return false;
    if (errno == EWOULDBLOCK) return true;
    return lastError();
  }
};

}  // namespace

Vfs& realVfs() {
  static RealFileSystem system;
  return system;
}

}  // namespace unroll
