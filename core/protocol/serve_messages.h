#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/trainer_messages.h"

namespace unroll::protocol {

/// Answer to "status" and "subscribe" of `unroll serve`.
struct ServeStatus {
  int64_t running = 0;  ///< number of the work under way; 0: none
  int64_t queued = 0;   ///< requests waiting
  int64_t kept = 0;     ///< cascades ready in memory
  bool operator==(const ServeStatus&) const = default;
};

/// Request "sample": videos from seeds, made by `unroll serve`. Answered at once with an Accepted;
/// then come "ready" for each seed, "sampling" now and then, and "done" or "failed" in the end.
struct SampleRequest {
  std::string project;  ///< folder; with `run`
  std::string run;
  std::optional<int64_t> at;    ///< step of the last stage's checkpoint; empty: the newest
  std::string model;            ///< a packed file, in place of project and run
  std::vector<uint64_t> seeds;  ///< at least one, each once
  std::vector<int64_t> labels;  ///< empty: drawn from each seed; one: for all; else one a seed
  int64_t frames = 0;           ///< of the last stage made; 0: a training window's
  std::vector<int64_t> stages;  ///< written, counted from 1; empty: all
  double truncation = -1;       ///< |z| beyond it is redrawn; 0: none; -1: the recipe's
  std::string out;              ///< folder; "": the service's own, removed when it ends
  std::string slot;  ///< a request replaces a queued or running one of its slot; "": none
  bool operator==(const SampleRequest&) const = default;
};

/// Answer to "sample".
struct Accepted {
  int64_t request = 0;   ///< number of the work in the notifications below
  int64_t replaced = 0;  ///< the work of the same slot that is dropped for it; 0: none
  bool operator==(const Accepted&) const = default;
};

/// Request "cancel": answered with {"cancelled": true|false} (false: it had ended).
struct Cancel {
  int64_t request = 0;
  bool operator==(const Cancel&) const = default;
};

/// Notification "sampling". Newest wins.
struct SampleProgress {
  int64_t request = 0;
  int64_t done = 0;  ///< frames of the last stage, all videos
  int64_t total = 0;
  bool operator==(const SampleProgress&) const = default;
};

/// One written video of one stage: .npy, uint8 (T, H, W, 3).
struct SampleClip {
  int64_t stage = 0;  ///< counted from 1
  std::string file;   ///< absolute path
  double frameRate = 0;
  int64_t steps = 0;  ///< training steps of that stage
  bool operator==(const SampleClip&) const = default;
};

/// Notification "ready": a seed's clips of all stages asked for.
struct SampleReady {
  int64_t request = 0;
  uint64_t seed = 0;
  int64_t label = 0;
  std::string className;
  std::vector<SampleClip> clips;
  bool operator==(const SampleReady&) const = default;
};

/// Notification "done".
struct SampleDone {
  int64_t request = 0;
  double seconds = 0;
  std::string out;  ///< folder with samples.json
  bool operator==(const SampleDone&) const = default;
};

/// Notification "failed" of `unroll serve`: one piece of work, not the service.
struct SampleFailed {
  int64_t request = 0;
  std::string kind;  ///< unroll::name(ErrorKind); "cancelled" also for replaced work
  std::string message;
  bool operator==(const SampleFailed&) const = default;
};

UNROLL_MESSAGE(ServeStatus);
UNROLL_MESSAGE(SampleRequest);
UNROLL_MESSAGE(Accepted);
UNROLL_MESSAGE(Cancel);
UNROLL_MESSAGE(SampleProgress);
UNROLL_MESSAGE(SampleClip);
UNROLL_MESSAGE(SampleReady);
UNROLL_MESSAGE(SampleDone);
UNROLL_MESSAGE(SampleFailed);

}  // namespace unroll::protocol
