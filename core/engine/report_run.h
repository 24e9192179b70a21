#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/model_source.h"

namespace unroll::engine {

/// What `unroll report` asks for.
struct ReportRequest {
  std::filesystem::path project;
  std::filesystem::path out;  ///< folder, made when missing
  int64_t frames = 50;        ///< of the unrolled samples
  int64_t samples = 4;        ///< rows of each sheet; 0: no pictures
  int threads = 0;
  std::string device = "auto";
};

struct ReportSummary {
  std::filesystem::path file;  ///< OUT/index.html
  std::vector<std::string> sections;
  std::vector<std::string> problems;  ///< sentences: what was left out and why
  double seconds = 0;
};

/// Writes one self-contained page on a project: its data, every run with curves, measures and
/// samples, and a section for each effect of the papers that there are runs to show.
///
/// Errors:  NotFound, Corrupt, Disk, Device, Cancelled.
/// Threads: blocks; one call at a time in a process.
Result<ReportSummary> reportRun(const ReportRequest& request, const FrameProgress& progress,
                                std::stop_token stop);

}  // namespace unroll::engine
