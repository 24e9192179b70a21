#pragma once

#include <cstdint>

namespace unroll::models {

/// One clip behind the first convolution, from what its pictures gave: rows of 2 * channels, the
/// first half made by the weights of the pictures, the second by those of the changes.
///
///   y[t] = relu(p[t] + q[t] - q[t - 1] + bias),   the first frame with q[1] - q[0]
///
/// A convolution of a difference is the difference of two convolutions, so no change is computed
/// pixel by pixel. Shapes: pq (frames, pixels, 2 * channels), y (frames, pixels, channels).
template <typename T>
void pictureAndChange(int64_t frames, int64_t pixels, int64_t channels, const T* pq, const T* bias,
                      T* y);

}  // namespace unroll::models
