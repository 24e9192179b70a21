#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_system.h"

namespace unroll::test {

/// Passes everything on to another file system, calling a hook before each operation.
class HookVfs : public Vfs {
 public:
  HookVfs(Vfs& inner, std::function<void()> hook) : inner_(inner), hook_(std::move(hook)) {}

  IoResult<std::unique_ptr<VfsFile>> open(const std::filesystem::path& path,
                                          OpenMode mode) override;
  IoResult<void> rename(const std::filesystem::path& from,
                        const std::filesystem::path& to) override {
    hook_();
    return inner_.rename(from, to);
  }
  IoResult<void> unlink(const std::filesystem::path& path) override {
    hook_();
    return inner_.unlink(path);
  }
  IoResult<void> makeFolder(const std::filesystem::path& path) override {
    hook_();
    return inner_.makeFolder(path);
  }
  IoResult<void> syncFolder(const std::filesystem::path& path) override {
    hook_();
    return inner_.syncFolder(path);
  }
  IoResult<std::vector<FolderEntry>> list(const std::filesystem::path& path) override {
    hook_();
    return inner_.list(path);
  }
  IoResult<FileStatus> status(const std::filesystem::path& path) override {
    hook_();
    return inner_.status(path);
  }
  IoResult<uint64_t> freeSpace(const std::filesystem::path& path) override {
    hook_();
    return inner_.freeSpace(path);
  }
  IoResult<std::unique_ptr<VfsLock>> lock(const std::filesystem::path& path,
                                          std::string_view note) override {
    hook_();
    return inner_.lock(path, note);
  }
  IoResult<bool> isLocked(const std::filesystem::path& path) override {
    hook_();
    return inner_.isLocked(path);
  }

 private:
  Vfs& inner_;
  std::function<void()> hook_;
};

}  // namespace unroll::test
