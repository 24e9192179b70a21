#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <torch/types.h>

#include "base/error.h"
#include "data/clip_store.h"
#include "metrics/measure_report.h"
#include "protocol/recipe.h"

namespace unroll::metrics {
class ClipMeasures;
struct LoadedFeatures;
}  // namespace unroll::metrics

namespace unroll::train {

/// Measures a stage while it trains: clips of its averaged weights beside windows of the data, with
/// the small feature network. Draws nothing from the training's streams of random numbers.
///
/// Threads: owned by the training thread.
class LiveMeasures {
 public:
  static constexpr int64_t kClips = 48;               ///< made at each evaluation
  static constexpr const char* kBestBy = "fd_small";  ///< the lowest is the best checkpoint

  /// Looks at the data once: at most 256 windows of stage `index`.
  /// Errors: Refused when there are too few windows; those of reading.
  static Result<LiveMeasures> open(const data::ClipStore& store, const Recipe& recipe,
                                   size_t index);
  ~LiveMeasures();
  LiveMeasures(LiveMeasures&&) noexcept;
  LiveMeasures& operator=(LiveMeasures&&) noexcept;

  /// `clips`: uint8 (T, H, W, 3), at least a training window long.
  Result<metrics::MeasureReport> measure(const std::vector<torch::Tensor>& clips);

 private:
  LiveMeasures();
  std::unique_ptr<metrics::LoadedFeatures> features_;
  std::unique_ptr<metrics::ClipMeasures> real_;
  int64_t frames_ = 0, size_ = 0;
  double frameRate_ = 0;
  uint64_t seed_ = 0;
};

}  // namespace unroll::train
