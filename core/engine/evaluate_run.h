#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/model_source.h"
#include "metrics/measure_report.h"

namespace unroll::engine {

/// What `unroll evaluate` asks for.
struct EvaluateRequest {
  std::filesystem::path project;
  std::string run;
  std::optional<int64_t> step;  ///< checkpoints of this step; else the newest of each stage
  std::vector<int64_t> below;   ///< with `step`: that of stages 1 up, the one after is measured
  bool allSteps = false;        ///< every checkpoint there is
  bool best = false;            ///< the checkpoint of each stage that is marked best
  std::vector<int64_t> stages;  ///< counted from 1; empty: all trained ones
  std::vector<std::string> measures;  ///< words of measureNames(); empty: the usual ones
  std::string features = "small";
  std::filesystem::path weightsFolder;
  int64_t samples = 128;    ///< videos
  int64_t realClips = 512;  ///< windows of the data, at most
  int64_t frames = 0;       ///< of the last stage; 0: a training window. Longer ones show decay
  int64_t draws = 5;
  bool ceilings = true;
  uint64_t seed = 1;  ///< of the first video
  int threads = 0;
  std::string device = "auto";
  bool cache = true;   ///< statistics of the data are kept in PROJECT/cache for the next time
  bool events = true;  ///< also written to the run's events.jsonl
  /// A row's name ("fd_small"): of each stage the checkpoint with the lowest (or highest, or
  /// nearest to real clips, as the row says) is marked best.
  std::string markBest;
};

/// A sample that lies nearest to a real clip, by features.
struct NearestPair {
  uint64_t seed = 0;
  std::string source;  ///< of the real clip
  std::string className;
  int64_t start = 0;    ///< its first stored frame
  double distance = 0;  ///< over the mean distance of a real clip to its nearest
};

/// One stage at one checkpoint.
struct StageEvaluation {
  int64_t stage = 0;  ///< counted from 1
  int64_t step = 0;
  std::string checkpoint;      ///< "stage2" or "joint"
  std::vector<int64_t> steps;  ///< of every stage up to this one; the last is `step`
  bool onCurve = true;  ///< the stages below stand where they do for all other steps of this stage
  metrics::MeasureReport report;
  std::vector<NearestPair> nearest;  ///< the nearest first, at most 8
};

struct EvaluateSummary {
  std::vector<StageEvaluation> stages;
  std::vector<std::string> messages;
  /// Why not all was done: the last of `stages` is not in the run, and none came after it; or all
  /// are, and the best is not marked.
  std::optional<Error> unfinished;
  double seconds = 0;
};

/// Measures the averaged weights of a run's checkpoints against the project's data.
///
/// Errors:  NotFound (project, run, step, data, weights), Refused, Usage, Device, Disk, Cancelled
///          (what is measured so far is in the events). What was measured and cannot be written is
///          given back, with `unfinished`.
/// Threads: blocks; one call at a time in a process.
Result<EvaluateSummary> evaluateRun(
    const EvaluateRequest& request,
    const std::function<void(const std::string& what, int64_t done, int64_t total)>& progress,
    std::stop_token stop);

/// "Stage 2 at step 100 on stage 1 at step 50".
std::string evaluatedTitle(int64_t stage, const std::vector<int64_t>& steps);

/// One stage, as it is kept in runs/NAME/measures/.
io::Json toJson(const StageEvaluation& evaluation);

/// One document of everything, for FILE.json and --json.
io::Json toJson(const EvaluateSummary& summary, const EvaluateRequest& request);

}  // namespace unroll::engine
