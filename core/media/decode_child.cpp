#include "media/decode_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>
#include <vector>

#include "media/decode_wire.h"

namespace unroll::media {

namespace {

using Clock = std::chrono::steady_clock;

/// A worker is replaced after so many files, lest one file's damage reach far.
constexpr int kFilesPerWorker = 64;
constexpr int kPollMs = 100;
/// How often and how long to wait for a worker that closed its socket to be gone.
constexpr int kDyingTries = 500;
constexpr int kDyingMs = 2;

std::chrono::duration<double> seconds(double value) { return std::chrono::duration<double>(value); }

/// What a worker may blame. A worker that a file has taken over must not be able to say that the
/// disk is full or the user gave up.
bool isTheFilesFault(ErrorKind kind) {
  return kind == ErrorKind::NotFound || kind == ErrorKind::Unreadable ||
         kind == ErrorKind::Refused || kind == ErrorKind::Unsupported ||
         kind == ErrorKind::OutOfMemory;
}

}  // namespace

struct DecodeChild::State {
  explicit State(DecodeChildSettings given) : settings(std::move(given)) {}
  ~State() { end(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  DecodeChildSettings settings;
  pid_t pid = -1;
  int socket = -1;
  int files = 0;

  Result<void> start();
  int end();
  Result<void> send(const DecodeRequest& request);
  Result<void> receive(void* to, size_t count, const std::string& path,
                       const std::stop_token& stop);
  tl::unexpected<Error> died(const std::string& path);
  tl::unexpected<Error> nonsense(const std::string& path);
};

Result<void> DecodeChild::State::start() {
  if (pid > 0 && files < kFilesPerWorker) return {};
  end();
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorKind::Internal,
                fmt::format("A decode worker cannot be started: {}.", std::strerror(errno)));
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  // In a process group of its own: Ctrl-C stops the import, not the file that is being decoded.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string program = settings.program;
  std::string argument = kDecodeWorkerArgument;
  std::string memory = std::to_string(settings.memoryBytes);
  const std::array<char*, 4> arguments{program.data(), argument.data(), memory.data(), nullptr};
  const int code =
      ::posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(ends[1]);
  if (code != 0) {
    ::close(ends[0]);
    pid = -1;
    return fail(ErrorKind::Internal, fmt::format("The decode worker {} cannot be started: {}.",
                                                 program, std::strerror(code)));
  }
  socket = ends[0];
  files = 0;
  return {};
}

/// Kills the worker, if there is one; its wait status.
int DecodeChild::State::end() {
  if (socket >= 0) ::close(socket);
  socket = -1;
  int status = 0;
  if (pid > 0) {
    ::kill(pid, SIGKILL);
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
  }
  pid = -1;
  return status;
}

Result<void> DecodeChild::State::send(const DecodeRequest& request) {
  const auto payload = toWire(request);
  const WireHeader header{static_cast<uint32_t>(WireKind::Request),
                          static_cast<uint32_t>(payload.size())};
  std::vector<uint8_t> message(sizeof(header));
  std::memcpy(message.data(), &header, sizeof(header));
  message.insert(message.end(), payload.begin(), payload.end());
  size_t done = 0;
  while (done < message.size()) {
    const ssize_t sent = ::send(socket, message.data() + done, message.size() - done, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return died(request.path);
    done += static_cast<size_t>(sent);
  }
  return {};
}

Result<void> DecodeChild::State::receive(void* to, size_t count, const std::string& path,
                                         const std::stop_token& stop) {
  auto* bytes = static_cast<uint8_t*>(to);
  // A fresh worker has its program to load first, which takes long on a busy machine.
  const double patience = settings.silenceSeconds * (files == 1 ? 2 : 1);
  auto heard = Clock::now();
  while (count > 0) {
    if (stop.stop_requested()) {
      end();
      return fail(ErrorKind::Cancelled, fmt::format("Decoding {} was stopped.", path));
    }
    pollfd waiting{socket, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, kPollMs);
    if (ready < 0 && errno != EINTR) return died(path);
    if (ready <= 0) {
      if (Clock::now() - heard < seconds(patience)) continue;
      end();
      return fail(
          ErrorKind::Corrupt,
          fmt::format("{} was given up: its decoder hung for {:.0f} seconds.", path, patience));
    }
    const ssize_t got = ::recv(socket, bytes, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return died(path);
    heard = Clock::now();
    bytes += got;
    count -= static_cast<size_t>(got);
  }
  return {};
}

/// The worker closed its end: it crashed, was killed or could not even start.
tl::unexpected<Error> DecodeChild::State::died(const std::string& path) {
  // It may be on its way out: its own end, not our killing it, is the reason to tell.
  siginfo_t info{};
  for (int i = 0; i < kDyingTries; ++i) {
    info.si_pid = 0;
    if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT | WNOHANG) != 0 ||
        info.si_pid != 0) {
      break;
    }
    ::poll(nullptr, 0, kDyingMs);
  }
  const int status = end();
  const auto how = WIFSIGNALED(status)
                       ? fmt::format("crashed ({})", ::sigdescr_np(WTERMSIG(status)))
                       : fmt::format("ended early (status {})", WEXITSTATUS(status));
  return fail(ErrorKind::Corrupt,
              fmt::format("{} cannot be decoded: its decoder {}; the file is damaged or hostile.",
                          path, how));
}

tl::unexpected<Error> DecodeChild::State::nonsense(const std::string& path) {
  end();
  return fail(ErrorKind::Corrupt,
              fmt::format("{} cannot be decoded: its decoder answered nonsense.", path));
}

DecodeChild::DecodeChild(DecodeChildSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}
DecodeChild::~DecodeChild() = default;

pid_t DecodeChild::pid() const { return state_->pid; }

Result<DecodeOutcome> DecodeChild::decode(
    const DecodeRequest& request, const std::function<Result<void>(std::span<const uint8_t>)>& take,
    const std::stop_token& stop) {
  auto& state = *state_;
  UNROLL_TRY(state.start());
  ++state.files;
  UNROLL_TRY(state.send(request));
  const auto frameBytes =
      static_cast<uint32_t>(request.size) * static_cast<uint32_t>(request.size) * 3;
  std::vector<uint8_t> payload;
  int64_t frames = 0;
  while (true) {
    WireHeader header;
    UNROLL_TRY(state.receive(&header, sizeof(header), request.path, stop));
    const auto kind = static_cast<WireKind>(header.kind);
    const auto allowed = kind == WireKind::Frame ? frameBytes : kMaxWireText;
    if (header.bytes > allowed || (kind == WireKind::Frame && header.bytes != frameBytes)) {
      return state.nonsense(request.path);
    }
    payload.resize(header.bytes);
    UNROLL_TRY(state.receive(payload.data(), payload.size(), request.path, stop));
    if (kind == WireKind::Frame) {
      ++frames;
      auto taken = take(payload);
      if (!taken) {
        // What is still on its way belongs to nobody.
        state.end();
        return tl::unexpected(std::move(taken).error());
      }
    } else if (kind == WireKind::Done) {
      const auto outcome = outcomeFromWire(payload);
      if (!outcome || outcome->frames != frames) return state.nonsense(request.path);
      return *outcome;
    } else if (kind == WireKind::Failed) {
      auto error = errorFromWire(payload);
      if (!error) return state.nonsense(request.path);
      if (!isTheFilesFault(error->kind)) error->kind = ErrorKind::Corrupt;
      return tl::unexpected(std::move(*error));
    } else if (kind != WireKind::Alive) {
      return state.nonsense(request.path);
    }
  }
}

}  // namespace unroll::media
