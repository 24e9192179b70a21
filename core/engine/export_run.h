#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "engine/model_source.h"

namespace unroll::engine {

struct ExportRequest {
  ModelSource source;
  UnrollOptions unroll;  ///< count is used by grid only (default there: 16)
  std::string what =
      "pair";  ///< stage1, stage2, stage3, …, pair (stage 1 beside the last stage) or grid
  std::string preset = "web";  ///< web, fine, lossless, gif or png
  int64_t scale = 0;           ///< whole-number nearest enlargement; 0: until about 256 pixels high
  double frameRate = 0;        ///< frames per second; 0: the data's
  int loop = 1;                ///< how often the video is shown; gif: 0 is for ever
  bool pingPong = false;  ///< forwards, then backwards without its ends: T frames become 2 T - 2
  std::filesystem::path out;
};

struct ExportSummary {
  std::filesystem::path file;
  int64_t frames = 0;
  double frameRate = 0;
  int width = 0;
  int height = 0;
  int64_t bytes = 0;
  double seconds = 0;
  std::string note;  ///< what was done beside what was asked, or empty
};

/// Unrolls videos and writes them to one file, frame by frame; seed, label, run, step and recipe
/// are embedded as metadata. Nothing appears at `out` before the file is whole. Memory does not
/// grow with the length, but for `pingPong`, which keeps what the networks made until it is shown
/// again.
///
/// Errors:  as sampleRun; Usage (what, preset), OutOfMemory (too long to be shown backwards),
///          Unsupported in a build without media.
/// Threads: blocks; one call at a time in a process.
Result<ExportSummary> exportRun(const ExportRequest& request, const FrameProgress& progress,
                                std::stop_token stop);

}  // namespace unroll::engine
