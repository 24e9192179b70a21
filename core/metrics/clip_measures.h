#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "metrics/distances.h"
#include "metrics/feature_weights.h"
#include "metrics/kept_rows.h"
#include "metrics/measure_report.h"
#include "metrics/power_spectrum.h"

namespace unroll::metrics {

/// Which measures are wanted.
struct MeasureChoice {
  bool distance = true, score = true, kernel = true, coverage = true;
  bool spectrum = true;
  bool motion = true;

  bool features() const { return distance || score || kernel || coverage; }
  bool operator==(const MeasureChoice&) const = default;
  static MeasureChoice of(const std::vector<std::string>& names);
  /// The Fréchet distance, and nothing else.
  static MeasureChoice distanceAlone() { return of({"fvd"}); }
};

/// Everything that is kept of one set of clips: never the clips, and no more memory for more clips.
/// Mean and covariance of features and the spectra are gathered from every clip. What draws,
/// kernels and neighbours are made of are rows of numbers a clip (1.3 kB with features-small at 64
/// pixels, 3.7 kB with I3D, 0.2 MB with Inception, which looks at frames); of these at most
/// kMostRows clips or kMostBytes are kept, see KeptClips. The protocol says how many.
///
/// Threads: one at a time.
class ClipMeasures {
 public:
  static constexpr int64_t kMostRows = 8192;
  static constexpr int64_t kMostBytes = int64_t{128} << 20;

  /// `features` may be null when no measure needs a network; it must outlive this. `mostRows`: see
  /// above.
  ClipMeasures(LoadedFeatures* features, MeasureChoice choice, int64_t frames, int64_t size,
               int64_t mostRows = kMostRows);

  /// One clip, uint8 (frames, size, size, 3).
  void add(const torch::Tensor& pictures, const std::string& className = {});
  /// What still waits for its batch; call it after the last clip.
  void finish();

  int64_t count() const { return count_; }                         ///< clips
  int64_t rows() const { return std::min(count_, kept_.most()); }  ///< of the tables below
  int64_t mostRows() const { return kept_.most(); }
  int64_t frames() const { return frames_; }
  int64_t size() const { return size_; }
  /// The number of the clip that a row is of.
  int64_t clipOfRow(int64_t row) const { return kept_.clips()[static_cast<size_t>(row)]; }

  /// Of the samples of every clip; what `distance` is made of.
  const FeatureStatistics& statistics() const { return *statistics_; }

  /// What distances are taken between, (N, R, width) float32: R is 1, or the frames of a clip where
  /// the network looks at every frame by itself.
  torch::Tensor samples() const;
  torch::Tensor features() const;  ///< (N, width), the mean of a clip's samples
  torch::Tensor logits() const;    ///< (N, R, classes)
  torch::Tensor spectra() const;   ///< (N, size/2 + 1), mean over time
  torch::Tensor changes() const;   ///< (N, frames - 1), levels of 255
  torch::Tensor flow() const;      ///< (N, frames - 1) pixels; undefined without media
  const SpatialSpectrum& spatial() const { return spatial_; }
  const TemporalSpectrum& temporal() const { return temporal_; }
  const std::vector<std::string>& classNames() const { return classNames_; }  ///< of the rows
  const MeasureChoice& choice() const { return choice_; }
  /// Whether the network looks at every frame by itself.
  bool perFrame() const { return features_ != nullptr && features_->info.perFrame; }

  /// All that is kept, by name, for a file (after finish()).
  std::vector<std::pair<std::string, torch::Tensor>> tables() const;
  /// Puts in place what tables() gave of clips of these classes; `table` gives an undefined tensor
  /// for a name it does not have. False when a table is missing or of another size.
  bool restore(const std::function<torch::Tensor(const std::string&)>& table,
               const std::vector<std::string>& classNames);

 private:
  LoadedFeatures* features_;
  MeasureChoice choice_;
  int64_t frames_, size_;
  int64_t count_ = 0;
  std::vector<std::pair<torch::Tensor, std::string>> waiting_;
  KeptClips kept_;
  RowTable samples_, logits_, spectra_, changes_, flow_;
  std::vector<std::string> classNames_;
  std::optional<FeatureStatistics> statistics_;
  SpatialSpectrum spatial_;
  TemporalSpectrum temporal_;
};

/// Adds clips of uniform noise, the same for one seed, and finishes. Errors: Cancelled.
Result<void> addNoise(ClipMeasures& set, int64_t clips, uint64_t seed,
                      const std::function<void(int64_t done, int64_t total)>& progress,
                      const std::stop_token& stop);

/// What real, still and noise clips say by themselves, kept from one comparison to the next: one
/// object goes with the same three sets only.
///
/// Threads: one at a time.
class RealNumbers {
 public:
  const std::vector<Spread>& spreads(const std::string& name,
                                     const std::function<std::vector<Spread>()>& make);
  const FeatureGaussian& gaussian(const std::string& name,
                                  const std::function<FeatureGaussian()>& make);
  int64_t made() const { return made_; }  ///< how often something was not there yet

 private:
  std::map<std::string, std::vector<Spread>> spreads_;
  std::map<std::string, FeatureGaussian> gaussians_;
  int64_t made_ = 0;
};

/// What real clips are compared with.
struct ClipSets {
  const ClipMeasures* real = nullptr;
  const ClipMeasures* fake = nullptr;
  const ClipMeasures* still = nullptr;  ///< the real clips in the same order, frozen; may be null
  const ClipMeasures* noise = nullptr;  ///< at least as many as a draw takes; may be null
  RealNumbers* numbers = nullptr;       ///< for the next comparison with these; may be null
  const ClipMeasures* fakeStill = nullptr;  ///< the fakes in the same order, frozen; may be null
};

/// Clips on each side of a draw: half the real ones, or all fakes when these are fewer.
int64_t clipsOfDraw(int64_t real, int64_t fake);

/// All rows, curves and warnings of these sets. `report.protocol` has network, frames, size and
/// seed settled; the counts are filled in here. Errors: Refused when there are fewer than 8 real or
/// 4 fake clips.
Result<void> compareSets(const ClipSets& sets, int64_t draws, MeasureReport& report);

}  // namespace unroll::metrics
