#pragma once

#include <cstdint>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/import_videos.h"
#include "data/store_writer.h"

namespace unroll::data {

/// One video to decode.
struct PlannedSource {
  size_t report = 0;  ///< index into ImportPlan::report.files
  std::string path;
  int64_t bytes = 0;
  double startSeconds = 0;
  double endSeconds = std::numeric_limits<double>::infinity();
};

/// What an import is going to do: everything but decoding is decided.
struct ImportPlan {
  ImportReport report;                 ///< complete but for what is in `sources`
  std::vector<PlannedSource> sources;  ///< in order of path
};

/// Finds the files, gives them classes, hashes them, finds duplicates and what the store has
/// already, and decides the split. `jobs` threads hash.
/// Errors: those of importVideos().
Result<ImportPlan> planImport(const ImportOptions& options, const StoreWriter& store, int jobs,
                              const std::stop_token& stop);

}  // namespace unroll::data
