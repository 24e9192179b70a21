#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

namespace unroll::metrics {

/// Radial power spectra of frames, gathered clip by clip: memory does not grow with their number.
///
///   luma in [0, 1] (Rec. 601), mean removed, symmetric Hann window w, |FFT|^2 / sum w^2, mean over
///   the ring round(|k|) = r, for each time step; then mean and deviation over clips
///
/// White noise of deviation s is flat at s^2. Units: r in cycles a picture.
/// Threads: one at a time.
class SpatialSpectrum {
 public:
  SpatialSpectrum(int64_t frames, int64_t size);
  // A copy's tensors would be the original's: adding to one would change both.
  SpatialSpectrum(SpatialSpectrum&&) = default;
  SpatialSpectrum& operator=(SpatialSpectrum&&) = default;

  /// Shapes: (N, 3, frames, size, size) in [-1, 1]; float64 is computed in float64, else float32.
  /// Gives the spectra of these clips, as ofClips().
  torch::Tensor add(const torch::Tensor& clips);

  int64_t count() const { return count_; }
  torch::Tensor mean() const;       ///< (frames, size/2 + 1), float64
  torch::Tensor deviation() const;  ///< of single clips, the same shape

  /// All that was gathered, (2, frames, size/2 + 1), and the same again out of a file.
  torch::Tensor state() const { return torch::stack({sum_, squares_}); }
  void setState(const torch::Tensor& state, int64_t count);

  /// The spectra of each clip of a batch: (N, frames, size/2 + 1), float64.
  torch::Tensor ofClips(const torch::Tensor& clips) const;

 private:
  int64_t frames_, size_;
  int64_t count_ = 0;
  torch::Tensor window_;  ///< (size, size), over sqrt(sum w^2)
  torch::Tensor rings_;   ///< (size * (size/2 + 1), size/2 + 1): half spectrum -> ring means
  torch::Tensor sum_, squares_;
};

/// Of a picture's power, the share at half the highest frequency and above: how much fine detail
/// there is. Each ring counts with its circumference.
///
/// Shapes: (T, size/2 + 1) -> T numbers, 0 where there is no power at all.
std::vector<double> highFrequencyShare(const torch::Tensor& spectrum);

/// 10 log10(fake / real) of the power at half the highest frequency and above; below 0: blurrier.
std::vector<double> highFrequencyDecibel(const torch::Tensor& fake, const torch::Tensor& real);

/// Power over time of single pixels: luma, mean over time removed, Hann window, |FFT|^2 / sum w^2,
/// mean over pixels and clips. Units: index k is k / T cycles a frame.
class TemporalSpectrum {
 public:
  explicit TemporalSpectrum(int64_t frames);
  // A copy's tensors would be the original's: adding to one would change both.
  TemporalSpectrum(TemporalSpectrum&&) = default;
  TemporalSpectrum& operator=(TemporalSpectrum&&) = default;

  /// Shapes: (N, 3, frames, H, W).
  void add(const torch::Tensor& clips);

  int64_t count() const { return count_; }
  torch::Tensor mean() const;  ///< (frames/2 + 1), float64

  /// All that was gathered, (frames/2 + 1), and the same again out of a file.
  torch::Tensor state() const { return sum_.clone(); }
  void setState(const torch::Tensor& state, int64_t count);

 private:
  int64_t frames_;
  int64_t count_ = 0;
  torch::Tensor sum_;
};

}  // namespace unroll::metrics
