#pragma once

#include <cstdint>

#include <torch/types.h>

namespace unroll::metrics {

/// Count, mean and covariance of feature vectors, gathered batch by batch in float64: memory does
/// not grow with the number of clips.
///
///   mean' = mean + (b - mean) m / (n + m)
///   M'    = M + sum (x - b)(x - b)^T + (b - mean)(b - mean)^T n m / (n + m)      b, m: the batch
///
/// Threads: one at a time.
class FeatureStatistics {
 public:
  explicit FeatureStatistics(int64_t width);
  // A copy's tensors would be the original's: adding to one would change both.
  FeatureStatistics(FeatureStatistics&&) = default;
  FeatureStatistics& operator=(FeatureStatistics&&) = default;

  /// Shapes: (N, width), any float dtype and device.
  void add(const torch::Tensor& features);

  int64_t count() const { return count_; }
  int64_t width() const { return mean_.size(0); }
  const torch::Tensor& mean() const { return mean_; }  ///< (width), float64
  torch::Tensor covariance() const;                    ///< unbiased, (width, width); count() >= 2

  /// Sum of (x - mean)(x - mean)^T, and all that was gathered again out of a file: false when the
  /// tensors are undefined or of another size.
  const torch::Tensor& scatter() const { return scatter_; }
  bool setState(int64_t count, const torch::Tensor& mean, const torch::Tensor& scatter);

 private:
  int64_t count_ = 0;
  torch::Tensor mean_, scatter_;
};

}  // namespace unroll::metrics
