#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

namespace unroll::test {

/// A new empty folder that goes with its content when the object does.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::error_code ignored;
    const std::filesystem::path memory = "/dev/shm";  // The same system calls, without the disk.
    const auto base =
        std::filesystem::is_directory(memory, ignored) && ::access("/dev/shm", W_OK) == 0
            ? memory
            : std::filesystem::temp_directory_path();
    std::string name = (base / "unroll-test-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace unroll::test
