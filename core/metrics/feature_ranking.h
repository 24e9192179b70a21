#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::metrics {

struct LoadedFeatures;

/// The distance of undamaged clips to other clips of the same videos, damaged step by step.
struct RankRow {
  std::string damage;               ///< "blur"
  std::vector<std::string> levels;  ///< "0", "0.5", …; the first is undamaged
  std::vector<double> distances;    ///< Fréchet, one a level
  bool grows = false;               ///< each step is farther than the one before
};

struct Ranking {
  int64_t clips = 0;  ///< on each side
  std::string source;
  std::vector<RankRow> rows;
};

/// Clips of 16 frames from the videos below `path`, dealt in turn to two sides: one stays as it is,
/// the other is blurred, made noisy, frozen, shuffled, sped up and robbed of classes.
/// Errors: as readClips.
Result<Ranking> rankDamage(LoadedFeatures& features, const std::filesystem::path& path,
                           const std::string& workerProgram, const std::stop_token& stop);

/// rankDamage() with the network of a weights file. Errors: also those of loadFeatures.
Result<Ranking> rankDamageWithFile(const std::filesystem::path& weights,
                                   const std::filesystem::path& path,
                                   const std::string& workerProgram, const std::stop_token& stop);

}  // namespace unroll::metrics
