#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/error.h"
#include "data/clip_store.h"
#include "io/project.h"
#include "metrics/real_sets.h"
#include "protocol/recipe.h"

namespace unroll::train {

/// Measures a stage while it trains: clips of its averaged weights beside windows of the data, with
/// the small feature network. Draws nothing from the training's streams of random numbers.
///
/// Threads: owned by the training thread.
class LiveMeasures {
 public:
  static constexpr int64_t kClips = 48;  ///< made at each evaluation

  /// Looks at the data once, at most 256 windows of stage `index`; the next training of `project`
  /// finds what they came to in its cache.
  /// Errors: Refused when there are too few windows; those of reading.
  static Result<LiveMeasures> open(const data::ClipStore& store, const io::Project& project,
                                   const Recipe& recipe, size_t index);

  /// `clips`: uint8 (T, H, W, 3), at least a training window long.
  Result<metrics::MeasureReport> measure(const std::vector<torch::Tensor>& clips);

  /// Sentences for the user from opening.
  std::vector<std::string> takeNotes() { return std::exchange(notes_, {}); }

 private:
  LiveMeasures() = default;
  std::unique_ptr<metrics::LoadedFeatures> features_;  ///< where real_ points
  std::unique_ptr<metrics::RealSet> real_;
  metrics::RealNumbers numbers_;
  metrics::StoreCut cut_;
  std::vector<std::string> notes_;
  double frameRate_ = 0;
  uint64_t seed_ = 0;
};

}  // namespace unroll::train
