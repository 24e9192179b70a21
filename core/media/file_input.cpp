#include "media/file_input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace unroll::media {

namespace {

constexpr int kBufferBytes = 1 << 16;

/// Why `status` is nothing to read from, or an empty text.
std::string refusal(const struct stat& status) {
  if (S_ISDIR(status.st_mode)) return "is a folder, not a video; give the files in it";
  if (S_ISFIFO(status.st_mode)) return "is a pipe, not a file; save the video to a file first";
  if (S_ISSOCK(status.st_mode)) return "is a socket, not a file";
  if (!S_ISREG(status.st_mode)) return "is a device, not a file";
  if (status.st_size == 0) return "is empty (0 bytes); copy it again from where it came";
  return {};
}

}  // namespace

Result<std::unique_ptr<FileInput>> FileInput::open(const std::string& path) {
  struct stat status {};
  // Looked at before opening, because opening a device can already do something.
  if (::stat(path.c_str(), &status) != 0) {
    const auto kind = errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Unreadable;
    return fail(kind, fmt::format("{} cannot be opened: {}.", path, std::strerror(errno)));
  }
  if (const auto why = refusal(status); !why.empty()) {
    return fail(ErrorKind::Unreadable, fmt::format("{} {}.", path, why));
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) {
    return fail(ErrorKind::Unreadable,
                fmt::format("{} cannot be opened: {}.", path, std::strerror(errno)));
  }
  // And again at the descriptor: the name may have been given to something else in between.
  if (::fstat(descriptor, &status) != 0 || !refusal(status).empty()) {
    ::close(descriptor);
    return fail(ErrorKind::Unreadable, fmt::format("{} changed while it was opened.", path));
  }
  std::unique_ptr<FileInput> input(new FileInput(descriptor, status.st_size));
  auto* buffer = static_cast<uint8_t*>(av_malloc(kBufferBytes));
  if (buffer != nullptr) {
    input->context_ = avio_alloc_context(buffer, kBufferBytes, 0, input.get(),
                                         &FileInput::readBytes, nullptr, &FileInput::seek);
  }
  if (input->context_ == nullptr) {
    av_free(buffer);
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to read {}.", path));
  }
  return input;
}

FileInput::~FileInput() {
  if (context_ != nullptr) {
    av_freep(&context_->buffer);
    avio_context_free(&context_);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FileInput::allow(double seconds) {
  deadline_ = std::chrono::steady_clock::now() +
              std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                  std::chrono::duration<double>(seconds));
}

bool FileInput::expired() const { return std::chrono::steady_clock::now() > deadline_; }

AVIOInterruptCB FileInput::interruptCallback() {
  return {[](void* self) { return static_cast<FileInput*>(self)->expired() ? 1 : 0; }, this};
}

int FileInput::readBytes(void* self, uint8_t* buffer, int count) {
  auto* input = static_cast<FileInput*>(self);
  if (input->expired()) return AVERROR_EXIT;
  ssize_t got = 0;
  do {
    got = ::pread(input->descriptor_, buffer, static_cast<size_t>(count), input->position_);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return AVERROR(errno);
  if (got == 0) return AVERROR_EOF;
  input->position_ += got;
  return static_cast<int>(got);
}

int64_t FileInput::seek(void* self, int64_t offset, int whence) {
  auto* input = static_cast<FileInput*>(self);
  int64_t target = 0;
  switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
      return input->size_;
    case SEEK_SET:
      target = offset;
      break;
    case SEEK_CUR:
      target = input->position_ + offset;
      break;
    case SEEK_END:
      target = input->size_ + offset;
      break;
    default:
      return AVERROR(EINVAL);
  }
  if (target < 0) return AVERROR(EINVAL);
  input->position_ = target;
  return target;
}

}  // namespace unroll::media
