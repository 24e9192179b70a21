#pragma once

#include <optional>
#include <string>

#include "metrics/statistics_cache.h"

namespace unroll::metrics {

/// Clips to compare with a RealSet. Where that holds stills, and a distance of clips is wanted,
/// these are also looked at frozen, which tells how much of the distance is motion.
///
/// Threads: one at a time.
class FakeSet {
 public:
  /// Empty; its clips are looked at as those of `real` are. `features` may be null when no measure
  /// needs a network; it must outlive this.
  FakeSet(LoadedFeatures* features, const RealSet& real);

  /// One clip, uint8 (frames, size, size, 3).
  void add(const torch::Tensor& pictures, const std::string& className = {});
  /// What still waits for its batch; call it after the last clip.
  void finish();

  const ClipMeasures& moving() const { return moving_; }

  /// What compareSets() takes. All of it must outlive what is returned.
  ClipSets beside(const RealSet& real, const ClipMeasures* noise, RealNumbers* numbers) const;

 private:
  ClipMeasures moving_;
  std::optional<ClipMeasures> still_;
};

}  // namespace unroll::metrics
