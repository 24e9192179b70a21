#include "media/file_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace unroll::media {

namespace {

constexpr int kBufferBytes = 1 << 16;

std::string diskMessage(const std::string& path, int error) {
  const char* advice = error == ENOSPC || error == EDQUOT ? "; free some space and try again" : "";
  return fmt::format("{} cannot be written: {}{}.", path, std::strerror(error), advice);
}

tl::unexpected<Error> diskFailure(const std::string& path, int error) {
  return fail(ErrorKind::Disk, diskMessage(path, error));
}

}  // namespace

Result<std::unique_ptr<FileOutput>> FileOutput::create(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return diskFailure(path, errno);
  std::unique_ptr<FileOutput> output(new FileOutput(path, descriptor));
  auto* buffer = static_cast<uint8_t*>(av_malloc(kBufferBytes));
  if (buffer != nullptr) {
    output->context_ = avio_alloc_context(buffer, kBufferBytes, 1, output.get(), nullptr,
                                          &FileOutput::writeBytes, &FileOutput::seek);
  }
  if (output->context_ == nullptr) {
    av_free(buffer);
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to write {}.", path));
  }
  return output;
}

FileOutput::~FileOutput() {
  if (context_ != nullptr) {
    av_freep(&context_->buffer);
    avio_context_free(&context_);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

Error FileOutput::failure(int code) const {
  if (systemError_ != 0) return {ErrorKind::Disk, diskMessage(path_, systemError_)};
  return {ErrorKind::Disk, fmt::format("{} cannot be written: {}.", path_, ffmpegMessage(code))};
}

Result<void> FileOutput::finish() {
  avio_flush(context_);
  if (context_->error < 0 || systemError_ != 0) {
    return tl::unexpected<Error>(failure(context_->error));
  }
  if (::fsync(descriptor_) != 0) return diskFailure(path_, errno);
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0) return diskFailure(path_, errno);
  return {};
}

int FileOutput::writeBytes(void* self, uint8_t* buffer, int count) {
  auto* output = static_cast<FileOutput*>(self);
  int done = 0;
  while (done < count) {
    const ssize_t wrote =
        ::write(output->descriptor_, buffer + done, static_cast<size_t>(count - done));
    if (wrote < 0) {
      if (errno == EINTR) continue;
      if (output->systemError_ == 0) output->systemError_ = errno;
      return AVERROR(errno);
    }
    done += static_cast<int>(wrote);
  }
  return count;
}

int64_t FileOutput::seek(void* self, int64_t offset, int whence) {
  auto* output = static_cast<FileOutput*>(self);
  if ((whence & ~AVSEEK_FORCE) == AVSEEK_SIZE) {
    struct stat status {};
    return ::fstat(output->descriptor_, &status) == 0 ? status.st_size : AVERROR(errno);
  }
  const off_t at = ::lseek(output->descriptor_, offset, whence & ~AVSEEK_FORCE);
  return at >= 0 ? at : AVERROR(errno);
}

Result<void> renameIntoPlace(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return diskFailure(to, errno);
  auto folder = std::filesystem::path(to).parent_path().string();
  if (folder.empty()) folder = ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return diskFailure(folder, errno);
  const int synced = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  // Some file systems cannot sync a folder; the rename itself has happened.
  if (synced != 0 && error != EINVAL && error != EROFS) return diskFailure(folder, error);
  return {};
}

}  // namespace unroll::media
