#include "base/hook_vfs.h"

namespace unroll::test {

namespace fs = std::filesystem;

namespace {

class HookFile : public VfsFile {
 public:
  HookFile(std::unique_ptr<VfsFile> inner, const std::function<void()>& hook)
      : inner_(std::move(inner)), hook_(hook) {}

  IoResult<size_t> readAt(uint64_t offset, std::span<std::byte> out) override {
    hook_();
    return inner_->readAt(offset, out);
  }
  IoResult<size_t> write(std::span<const std::byte> bytes) override {
    hook_();
    return inner_->write(bytes);
  }
  IoResult<void> sync() override {
    hook_();
    return inner_->sync();
  }
  IoResult<void> truncate(uint64_t size) override {
    hook_();
    return inner_->truncate(size);
  }
  IoResult<uint64_t> size() override { return inner_->size(); }
  IoResult<void> close() override {
    hook_();
    return inner_->close();
  }
  IoResult<std::span<const std::byte>> map() override { return inner_->map(); }

 private:
  std::unique_ptr<VfsFile> inner_;
  const std::function<void()>& hook_;
};

}  // namespace

IoResult<std::unique_ptr<VfsFile>> HookVfs::open(const fs::path& path, OpenMode mode) {
  hook_();
  auto file = inner_.open(path, mode);
  if (!file) return file;
  return std::make_unique<HookFile>(std::move(*file), hook_);
}

}  // namespace unroll::test
