#pragma once

#include <cstdint>

namespace unroll::nn {

/// Rows of a channels-last tensor (T*N, H, W, C): row = (t * clips + n) * pixels + p, `channels` values each.
struct NormLayout {
  int64_t frames = 1;  ///< T
  int64_t clips = 1;   ///< N
  int64_t pixels = 1;  ///< H * W
  int64_t channels = 1;

  int64_t count() const { return frames * clips * pixels; }  ///< values per channel
};

/// Mean and biased variance of each channel, accumulated in double.
template <typename T>
void channelStatistics(const NormLayout& layout, const T* x, double* mean, double* variance);

/// y = relu(a[n, c] * x + b[n, c]); a and b (clips, channels).
template <typename T>
void scaleShiftRelu(const NormLayout& layout, const T* x, const T* a, const T* b, T* y);

/// g = dy where y > 0: sums of g and of g * x over the frames and pixels of each clip; (clips, channels).
template <typename T>
void gradientSums(const NormLayout& layout, const T* dy, const T* y, const T* x, double* sumG, double* sumGx);

/// dx = a[n, c] * g + b[c] * x + d[c].
template <typename T>
void inputGradient(const NormLayout& layout, const T* dy, const T* y, const T* x, const T* a, const T* b, const T* d,
                   T* dx);

}  // namespace unroll::nn
