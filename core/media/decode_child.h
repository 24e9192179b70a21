#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "media/video_reader.h"

namespace unroll::media {

/// The hidden first argument that makes a program a decode worker.
inline constexpr const char* kDecodeWorkerArgument = "--decode-worker";

/// The body of a decode worker: reads requests from standard input, writes frames to standard
/// output until the input ends. Programs that use DecodeChild call it first thing in main:
///
///   if (argc > 1 && std::string_view(argv[1]) == media::kDecodeWorkerArgument)
///     return media::decodeWorkerMain(argc, argv);
int decodeWorkerMain(int argc, char** argv);

struct DecodeRequest {
  std::string path;
  int size = 64;
  double frameRate = 25;
  double startSeconds = 0;
  double endSeconds = std::numeric_limits<double>::infinity();
};

/// How one video went.
struct DecodeOutcome {
  VideoInfo info;
  ReadHealth health;
  int64_t frames = 0;  ///< delivered, at the asked rate
};

struct DecodeChildSettings {
  std::string program = "/proc/self/exe";  ///< its main must call decodeWorkerMain
  int64_t memoryBytes = int64_t{2} << 30;  ///< RLIMIT_AS, beyond what the program maps at start
  /// Longest time without a byte before it is killed; twice that for a fresh worker's first file.
  double silenceSeconds = 30;
};

/// Decodes videos in a process of its own, so that a file that crashes, hangs or bloats a decoder
/// costs that file only. One worker serves many files; after a crash the next request starts a
/// fresh one.
///
/// Threads: one at a time; use one DecodeChild per thread.
class DecodeChild {
 public:
  explicit DecodeChild(DecodeChildSettings settings = {});
  ~DecodeChild();
  DecodeChild(const DecodeChild&) = delete;
  DecodeChild& operator=(const DecodeChild&) = delete;

  /// Decodes one video; `take` gets each picture, uint8 RGB (size, size, 3).
  /// Errors: those of VideoReader; Corrupt when over 5 % of the frames are unreadable, or the
  /// worker crashed, hung or ran out of memory; Cancelled; what `take` returned.
  Result<DecodeOutcome> decode(const DecodeRequest& request,
                               const std::function<Result<void>(std::span<const uint8_t>)>& take,
                               const std::stop_token& stop = {});

  pid_t pid() const;  ///< of the running worker, or -1 (for tests)

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace unroll::media
