#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_rpc.h"

namespace unroll::protocol {

/// What a run is doing, in the words of the window.
enum class RunState {
  Idle,       ///< nobody trains it
  Preparing,  ///< data and networks are being loaded
  Running,
  Pausing,      ///< will pause after the step under way
  Paused,       ///< holds between two steps, after a checkpoint
  PausedFreed,  ///< paused, and networks and optimisers are out of memory
  Saving,       ///< writes a checkpoint
  Stopping,     ///< will stop after the step under way
  Finished,     ///< all steps done
  Failed,       ///< stopped by an error
};

/// "paused_freed": the word in messages and in events.jsonl.
std::string_view word(RunState state);
/// Also the words of older event logs ("training", "stopped"). Empty for other words.
std::optional<RunState> runStateFromWord(std::string_view word);

/// First line of a connection, either way; "hello" as a notification of the server and as a
/// request of the client.
struct Hello {
  int64_t protocol = kProtocolVersion;
  std::string program;  ///< "unroll 0.1.0"
  std::string role;     ///< "trainer", "serve" or "client"
  std::string run;      ///< of a trainer
  int64_t pid = 0;
  bool operator==(const Hello&) const = default;
};

/// Request "pause". The others ("resume", "stop", "checkpoint", "preview", "status", "subscribe")
/// take no parameters. All are answered at once with a Status; what they ask for comes after the
/// step under way.
struct Pause {
  bool free = false;  ///< also take networks and optimisers out of memory until "resume"
  bool operator==(const Pause&) const = default;
};

/// Notification "state".
struct StateChange {
  RunState state = RunState::Idle;
  std::string training;  ///< "stage1", "joint"
  int64_t stage = 0;     ///< counted from 1; 0: joint
  int64_t step = 0;
  double time = 0;     ///< Unix seconds, here and below
  std::string reason;  ///< of a pause that nobody asked for: one sentence
  bool operator==(const StateChange&) const = default;
};

/// Notification "progress": at least one in two seconds, also while paused. Newest wins.
struct Progress {
  RunState state = RunState::Idle;
  std::string training;
  int64_t stage = 0;
  int64_t step = 0;             ///< generator steps done
  int64_t steps = 0;            ///< generator steps wanted
  int64_t stepsMeasured = 0;    ///< in this process; the times below mean little before 50
  double secondsPerStep = 0;    ///< lately
  double secondsLeft = 0;       ///< of this stage
  double secondsLeftInAll = 0;  ///< of all stages asked for
  double generatorLoss = 0;
  double criticLoss = 0;
  int64_t residentBytes = 0;
  double silentSeconds = 0;  ///< since the training thread was last heard: grows when it hangs
  double time = 0;
  bool operator==(const Progress&) const = default;
};

/// Notification "metric": one point of a curve, as the "scalar" event in events.jsonl.
struct Metric {
  int64_t stage = 0;
  int64_t step = 0;
  std::string name;
  double value = 0;
  double time = 0;
  bool operator==(const Metric&) const = default;
};

/// One clip of a preview: .npy, uint8 (T, H, W, 3).
struct PreviewClip {
  int64_t probe = 0;  ///< which of the fixed probe seeds
  std::string part;   ///< "stage1", "stage2", …, "real"
  std::string file;   ///< absolute path
  bool operator==(const PreviewClip&) const = default;
};

/// Notification "preview": all parts that belong together. Newest wins.
struct PreviewReady {
  int64_t stage = 0;
  int64_t step = 0;
  std::string folder;  ///< absolute path
  std::vector<PreviewClip> clips;
  double time = 0;
  bool operator==(const PreviewReady&) const = default;
};

/// Notification "checkpoint": written and verified.
struct CheckpointSaved {
  int64_t stage = 0;
  int64_t step = 0;
  std::string file;  ///< name within the run's checkpoints/
  double time = 0;
  bool operator==(const CheckpointSaved&) const = default;
};

/// Notification "log": one sentence for the person.
struct LogLine {
  int64_t stage = 0;
  std::string message;
  double time = 0;
  bool operator==(const LogLine&) const = default;
};

/// Notification "failed": the training ends.
struct Failure {
  int64_t stage = 0;
  std::string message;     ///< what, where, what to do
  std::string kind;        ///< unroll::name(ErrorKind); "" when unknown
  std::string checkpoint;  ///< name of the last good checkpoint file; "": there is none
  int64_t step = -1;       ///< of that checkpoint
  double time = 0;
  bool operator==(const Failure&) const = default;
};

/// Answer to every request of a trainer but hello.
struct Status {
  StateChange state;
  Progress progress;
  std::optional<CheckpointSaved> checkpoint;  ///< the last one of this process
  std::optional<PreviewReady> preview;
  std::string message;  ///< the last sentence for the person, or ""
};

/// Notification "dropped": so many notifications were left out because the reader was slow.
/// The curves are whole in events.jsonl.
struct Dropped {
  int64_t count = 0;
  bool operator==(const Dropped&) const = default;
};

#define UNROLL_MESSAGE(Type)      \
  Json toJson(const Type& value); \
  Result<void> fromJson(const Json& json, Type& value)
/// fromJson() takes exactly the keys that toJson() writes (those with an empty optional may be
/// missing). Errors: Refused, one sentence naming the key.
UNROLL_MESSAGE(Hello);
UNROLL_MESSAGE(Pause);
UNROLL_MESSAGE(StateChange);
UNROLL_MESSAGE(Progress);
UNROLL_MESSAGE(Metric);
UNROLL_MESSAGE(PreviewClip);
UNROLL_MESSAGE(PreviewReady);
UNROLL_MESSAGE(CheckpointSaved);
UNROLL_MESSAGE(LogLine);
UNROLL_MESSAGE(Failure);
UNROLL_MESSAGE(Status);
UNROLL_MESSAGE(Dropped);

}  // namespace unroll::protocol
