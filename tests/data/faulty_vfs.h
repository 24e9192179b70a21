#pragma once

#include <cerrno>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/file_system.h"

namespace unroll {

/// The real file system, but the operation number `failAt` (from 1) that changes something is
/// refused with `code`, alone or with all after it; a refused write first writes half its bytes.
class FaultyVfs : public Vfs {
 public:
  enum class Failing { Once, FromThenOn };

  FaultyVfs(int failAt, int code, Failing failing = Failing::FromThenOn)
      : left_(failAt), code_(code), failing_(failing) {}

  bool failed() const { return left_ <= 0; }

  IoResult<std::unique_ptr<VfsFile>> open(const std::filesystem::path& path,
                                          OpenMode mode) override {
    if (mode != OpenMode::Read) UNROLL_TRY(change());
    UNROLL_TRY_ASSIGN(file, realVfs().open(path, mode));
    return std::make_unique<File>(*this, std::move(file));
  }
  IoResult<void> rename(const std::filesystem::path& from,
                        const std::filesystem::path& to) override {
    UNROLL_TRY(change());
    return realVfs().rename(from, to);
  }
  IoResult<void> unlink(const std::filesystem::path& path) override {
    return realVfs().unlink(path);
  }
  IoResult<void> makeFolder(const std::filesystem::path& path) override {
    UNROLL_TRY(change());
    return realVfs().makeFolder(path);
  }
  IoResult<void> syncFolder(const std::filesystem::path& path) override {
    UNROLL_TRY(change());
    return realVfs().syncFolder(path);
  }
  IoResult<std::vector<FolderEntry>> list(const std::filesystem::path& path) override {
    return realVfs().list(path);
  }
  IoResult<FileStatus> status(const std::filesystem::path& path) override {
    return realVfs().status(path);
  }
  IoResult<uint64_t> freeSpace(const std::filesystem::path& path) override {
    return realVfs().freeSpace(path);
  }
  IoResult<std::unique_ptr<VfsLock>> lock(const std::filesystem::path& path,
                                          std::string_view note) override {
    return realVfs().lock(path, note);
  }
  IoResult<bool> isLocked(const std::filesystem::path& path) override {
    return realVfs().isLocked(path);
  }

 private:
  class File : public VfsFile {
   public:
    File(FaultyVfs& vfs, std::unique_ptr<VfsFile> file) : vfs_(vfs), file_(std::move(file)) {}
    IoResult<size_t> readAt(uint64_t offset, std::span<std::byte> out) override {
      return file_->readAt(offset, out);
    }
    IoResult<size_t> write(std::span<const std::byte> bytes) override {
      if (const auto allowed = vfs_.change(); !allowed) {
        (void)file_->write(bytes.first(bytes.size() / 2));
        return tl::unexpected(allowed.error());
      }
      return file_->write(bytes);
    }
    IoResult<void> sync() override {
      UNROLL_TRY(vfs_.change());
      return file_->sync();
    }
    IoResult<void> truncate(uint64_t size) override { return file_->truncate(size); }
    IoResult<uint64_t> size() override { return file_->size(); }
    IoResult<void> close() override { return file_->close(); }
    IoResult<std::span<const std::byte>> map() override { return file_->map(); }

   private:
    FaultyVfs& vfs_;
    std::unique_ptr<VfsFile> file_;
  };

  IoResult<void> change() {
    --left_;
    if (left_ == 0 || (left_ < 0 && failing_ == Failing::FromThenOn)) {
      return tl::unexpected(IoError{code_});
    }
    return {};
  }

  int left_;
  int code_;
  Failing failing_;
};

}  // namespace unroll
