#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/trainer_messages.h"

namespace unroll::protocol {

/// Longer videos are not measured, in frames of the stage that is measured.
constexpr int64_t kMostMeasuredFrames = 400;

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

/// Request "measure": a run's averaged weights beside the project's data, as `unroll evaluate`
/// measures them. Answered at once with an Accepted; then come "measuring" now and then, "measured"
/// for each stage, and "done" or "failed" in the end. Request "spectrum" takes the same, but for
/// `measures`, and tells "spectrum" for each stage.
struct MeasureRequest {
  std::string project;  ///< folder
  std::string run;
  std::optional<int64_t> at;          ///< step of the checkpoints; empty: each stage's newest
  std::vector<int64_t> stages;        ///< counted from 1; empty: all trained ones
  std::vector<std::string> measures;  ///< words of `unroll evaluate --measures`; empty: the usual
  std::string features = "small";     ///< feature network, by name or file
  int64_t samples = 64;               ///< videos made
  int64_t real = 256;                 ///< windows of the data, at most
  int64_t frames = 0;                 ///< of the last stage; 0: a training window's
  uint64_t seed = 1;                  ///< of the first video
  bool events = false;                ///< also written to the run's events.jsonl
  std::string slot;                   ///< as SampleRequest::slot
  bool operator==(const MeasureRequest&) const = default;
};

/// Answer to "sample", "measure" and "spectrum".
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

/// Notification "measuring". Newest wins.
struct MeasureProgress {
  int64_t request = 0;
  std::string what;  ///< a sentence's beginning: "Stage 2 at step 1200"
  int64_t done = 0;
  int64_t total = 0;
  bool operator==(const MeasureProgress&) const = default;
};

/// One measure of generated clips.
struct MeasuredValue {
  std::string name;   ///< as in events, less "measure/": "fd_small"
  std::string title;  ///< "Fréchet distance (features-small)"
  std::string unit;
  std::string better;  ///< "lower", "higher", "near real"
  double value = 0;    ///< mean over draws
  double deviation = 0;
  std::optional<double> real;  ///< what real clips come to in their place
  bool operator==(const MeasuredValue&) const = default;
};

/// Notification "measured".
struct StageMeasured {
  int64_t request = 0;
  int64_t stage = 0;  ///< counted from 1
  int64_t step = 0;
  std::string protocol;  ///< values of different ones are not comparable
  std::vector<MeasuredValue> values;
  std::string file;  ///< everything that was measured, as JSON
  bool operator==(const StageMeasured&) const = default;
};

/// Notification "spectrum" of `unroll serve`: radial power spectra, index r is r cycles a picture.
struct StageSpectrum {
  int64_t request = 0;
  int64_t stage = 0;  ///< counted from 1
  int64_t step = 0;
  int64_t size = 0;                       ///< pixels of a picture's side
  std::vector<std::vector<double>> fake;  ///< for each time step
  std::vector<double> real;               ///< mean over time steps and clips of the data
  std::vector<double> realDeviation;      ///< of single clips
  bool operator==(const StageSpectrum&) const = default;
};

/// Notification "done".
struct SampleDone {
  int64_t request = 0;
  double seconds = 0;
  std::string out;  ///< folder with samples.json, or with each stage's measures
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
UNROLL_MESSAGE(MeasureRequest);
UNROLL_MESSAGE(Accepted);
UNROLL_MESSAGE(Cancel);
UNROLL_MESSAGE(SampleProgress);
UNROLL_MESSAGE(SampleClip);
UNROLL_MESSAGE(SampleReady);
UNROLL_MESSAGE(MeasureProgress);
UNROLL_MESSAGE(MeasuredValue);
UNROLL_MESSAGE(StageMeasured);
UNROLL_MESSAGE(StageSpectrum);
UNROLL_MESSAGE(SampleDone);
UNROLL_MESSAGE(SampleFailed);

}  // namespace unroll::protocol
