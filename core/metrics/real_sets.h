#pragma once

#include <filesystem>
#include <stop_token>

#include "data/clip_store.h"
#include "io/project.h"
#include "metrics/statistics_cache.h"

namespace unroll::metrics {

/// How real clips are looked at.
struct RealLook {
  LoadedFeatures* features = nullptr;  ///< null when no measure needs a network
  MeasureChoice choice;
  bool still = false;  ///< also as stills
};

/// Where a project keeps statistics of its data.
std::filesystem::path projectCache(const io::Project& project);

/// Windows of a project's data, read with readStoreClips unless `cache` has them. `dataFolder` is
/// the store's: clips.json and the sizes and times of its frame files say whether it is the same.
/// Errors: as readStoreClips.
Result<RealSet> realStoreSet(const data::ClipStore& store, const std::filesystem::path& dataFolder,
                             const StoreCut& cut, const RealLook& look, StatisticsCache& cache,
                             const std::stop_token& stop = {});

/// Clips of videos and arrays, read with readClips unless `cache` has them. Names and contents of
/// the files say whether they are the same. Errors: as readClips.
Result<RealSet> realFileSet(const std::filesystem::path& path, const ClipCut& cut,
                            const RealLook& look, StatisticsCache& cache,
                            const FileProgress& progress = {}, const std::stop_token& stop = {});

}  // namespace unroll::metrics
