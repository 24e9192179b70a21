#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/model_source.h"

namespace unroll::engine {

struct SampleRequest {
  ModelSource source;
  UnrollOptions unroll;
  std::vector<int64_t> stages;  ///< written, counted from 1; empty: all
  std::filesystem::path out;    ///< folder, made when missing
  bool contactSheet = true;     ///< F/contact-sheet-stageK.png (needs media)
};

/// One video that was written.
struct Sampled {
  uint64_t seed = 0;
  int64_t label = 0;
  std::string className;
  std::vector<std::filesystem::path> files;  ///< one a stage, uint8 (T, H, W, 3)
};

struct SampleSummary {
  std::vector<Sampled> samples;
  std::vector<std::filesystem::path> sheets;
  std::vector<int64_t> frames;       ///< of each stage written
  std::vector<double> frameRates;    ///< frames per second of each stage written
  std::vector<int64_t> steps;        ///< training steps of each stage used
  double seconds = 0;
  int64_t peakBytes = 0;             ///< resident memory at its highest
};

/// Writes OUT/seed-00000017/stage1.npy, stage2.npy, … and OUT/samples.json. Videos are streamed in
/// chunks: memory does not grow with their length.
///
/// Errors:  NotFound (project, run, step, file), Refused (stage or label that is not there, weights that do not
///          fit), Disk, Device, Cancelled (what is whole is kept).
/// Threads: blocks; one call at a time in a process.
Result<SampleSummary> sampleRun(const SampleRequest& request, const FrameProgress& progress,
                                std::stop_token stop);

}  // namespace unroll::engine
