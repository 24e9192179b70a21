#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "metrics/measure_report.h"

namespace unroll::metrics {

/// What `unroll measure` asks for.
struct MeasureRequest {
  std::filesystem::path real, fake;
  std::vector<std::string> measures;    ///< words of measureNames(); empty: the usual ones
  std::string features = "small";       ///< a name or a weights file
  std::filesystem::path weightsFolder;  ///< where named weights lie
  int64_t frames = 16;
  int64_t size = 0;  ///< 0: the shorter side of the first fake clip, at most 128
  double frameRate = 25;
  int64_t hop = 0;  ///< 0: no overlap
  int64_t maxClips = 2048;
  int64_t draws = 5;
  bool ceilings = true;  ///< still and noise clips as well; about twice the work
  uint64_t seed = 1;
  int threads = 0;
  std::string workerProgram;          ///< decodes videos in a process of its own
  std::filesystem::path cacheFolder;  ///< where statistics of real clips are kept; empty: nowhere
};

/// Hears what is being done and how far it is.
using MeasureProgress = std::function<void(const std::string& what, int64_t done, int64_t total)>;

/// Compares two sets of clips, whoever made them. Memory does not grow with their length.
///
/// Errors:  those of readClips, loadFeatures and compareSets; Usage for a clip length that the
///          network cannot look at.
/// Threads: blocks; computes on the CPU.
Result<MeasureReport> measureSets(const MeasureRequest& request, const MeasureProgress& progress,
                                  const std::stop_token& stop);

}  // namespace unroll::metrics
