#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <new>

#include "media/decode_child.h"
#include "media/decode_wire.h"
#include "media/ffmpeg.h"
#include "media/resampler.h"

namespace unroll::media {

namespace {

constexpr auto kAliveEvery = std::chrono::seconds(2);

bool readFully(int descriptor, void* to, size_t count) {
  auto* bytes = static_cast<uint8_t*>(to);
  while (count > 0) {
    const ssize_t got = ::read(descriptor, bytes, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    count -= static_cast<size_t>(got);
  }
  return true;
}

bool writeFully(int descriptor, const void* from, size_t count) {
  const auto* bytes = static_cast<const uint8_t*>(from);
  while (count > 0) {
    const ssize_t wrote = ::write(descriptor, bytes, count);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes += wrote;
    count -= static_cast<size_t>(wrote);
  }
  return true;
}

/// The worker's end of the socket.
class Speaker {
 public:
  explicit Speaker(int descriptor) : descriptor_(descriptor) {}

  /// Leaves the process when the parent is gone.
  void say(WireKind kind, std::span<const uint8_t> payload) {
    const WireHeader header{static_cast<uint32_t>(kind), static_cast<uint32_t>(payload.size())};
    if (!writeFully(descriptor_, &header, sizeof(header)) ||
        !writeFully(descriptor_, payload.data(), payload.size())) {
      std::_Exit(1);
    }
    last_ = std::chrono::steady_clock::now();
  }

  void sayAliveIfSilent() {
    if (std::chrono::steady_clock::now() - last_ > kAliveEvery) say(WireKind::Alive, {});
  }

 private:
  int descriptor_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Limits the address space to what is mapped now plus `bytes`: the program itself, with the
/// libraries it is linked to, may already map more than a decoder should ever get.
void limitMemory(int64_t bytes) {
  int64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const auto limit = static_cast<rlim_t>(pages * ::sysconf(_SC_PAGESIZE) + bytes);
  const rlimit space{limit, limit};
  ::setrlimit(RLIMIT_AS, &space);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

Result<DecodeOutcome> decodeOne(const DecodeRequest& request, Speaker& speaker) {
  UNROLL_TRY_ASSIGN(reader, VideoReader::open(request.path));
  ResampleSettings settings;
  settings.size = request.size;
  settings.frameRate = request.frameRate;
  settings.startSeconds = request.startSeconds;
  settings.endSeconds = request.endSeconds;
  settings.onSourceFrame = [&] { speaker.sayAliveIfSilent(); };
  UNROLL_TRY_ASSIGN(frames, resample(reader, settings, [&](std::span<const uint8_t> picture) {
                      speaker.say(WireKind::Frame, picture);
                      return Result<void>();
                    }));
  const auto& health = reader.health();
  if (health.frames == 0) {
    return fail(
        ErrorKind::Corrupt,
        fmt::format("{} holds no frame that can be decoded, its {} stream is damaged; copy it "
                    "again from where it came.",
                    request.path, reader.info().codec));
  }
  if (frames == 0) {
    return fail(ErrorKind::Refused,
                fmt::format("{} ends before second {:.3f}, where its part should begin.",
                            request.path, request.startSeconds));
  }
  if (health.unreadableShare() > kMaxUnreadableShare) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} is damaged: {} of {} frames are unreadable, more than {:.0f} %.",
                            request.path, health.unreadable, health.frames + health.unreadable,
                            kMaxUnreadableShare * 100));
  }
  return DecodeOutcome{reader.info(), health, frames};
}

/// What a library throws becomes an Error: OpenCV and the allocator do.
Result<DecodeOutcome> decodeCaught(const DecodeRequest& request, Speaker& speaker) {
  try {
    return decodeOne(request, speaker);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::OutOfMemory,
                fmt::format("{} needs more memory to decode than is allowed.", request.path));
  } catch (const std::exception& exception) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} cannot be decoded: {}.", request.path, exception.what()));
  }
}

}  // namespace

int decodeWorkerMain(int argc, char** argv) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limitMemory(argc > 2 ? std::atoll(argv[2]) : int64_t{2} << 30);
  quietFfmpeg();
  // Whatever a library prints must not get between the messages.
  const int socket = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (socket < 0 || nowhere < 0 || ::dup2(nowhere, STDOUT_FILENO) < 0) return 1;

  Speaker speaker(socket);
  WireHeader header;
  while (readFully(STDIN_FILENO, &header, sizeof(header))) {
    if (header.kind != static_cast<uint32_t>(WireKind::Request) || header.bytes > kMaxWireText)
      return 1;
    std::vector<uint8_t> bytes(header.bytes);
    if (!readFully(STDIN_FILENO, bytes.data(), bytes.size())) return 1;
    const auto request = requestFromWire(bytes);
    if (!request) return 1;
    const auto outcome = decodeCaught(*request, speaker);
    if (outcome) {
      speaker.say(WireKind::Done, toWire(*outcome));
    } else {
      speaker.say(WireKind::Failed, toWire(outcome.error()));
    }
  }
  return 0;
}

}  // namespace unroll::media
