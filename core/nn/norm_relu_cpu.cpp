#include "nn/norm_relu_cpu.h"

#include <algorithm>
#include <functional>
#include <vector>

#include <ATen/Parallel.h>

#include "nn/cpu_clones.h"

namespace unroll::nn {
namespace {

constexpr int64_t kLeastRowsPerTask = 256;

#define UNROLL_ROW_LOOPS(T)                                                                                     \
  UNROLL_CLONES void accumulate(int64_t rows, int64_t channels, const T* x, const T* pivot, double* sum,        \
                                double* squares) {                                                              \
    for (int64_t row = 0; row < rows; ++row, x += channels) {                                                   \
      for (int64_t c = 0; c < channels; ++c) {                                                                  \
        const double value = static_cast<double>(x[c] - pivot[c]);                                              \
        sum[c] += value;                                                                                        \
        squares[c] += value * value;                                                                            \
      }                                                                                                         \
    }                                                                                                           \
  }                                                                                                             \
  UNROLL_CLONES void transform(int64_t rows, int64_t channels, const T* x, const T* a, const T* b, T* y) {      \
    for (int64_t row = 0; row < rows; ++row, x += channels, y += channels) {                                    \
      for (int64_t c = 0; c < channels; ++c) {                                                                  \
        const T value = a[c] * x[c] + b[c];                                                                     \
        y[c] = value > 0 ? value : 0;                                                                           \
      }                                                                                                         \
    }                                                                                                           \
  }                                                                                                             \
  UNROLL_CLONES void gather(int64_t rows, int64_t channels, const T* dy, const T* y, const T* x, T* sumG,       \
                            T* sumGx) {                                                                         \
    for (int64_t row = 0; row < rows; ++row, dy += channels, y += channels, x += channels) {                    \
      for (int64_t c = 0; c < channels; ++c) {                                                                  \
        const T g = y[c] > 0 ? dy[c] : 0;                                                                       \
        sumG[c] += g;                                                                                           \
        sumGx[c] += g * x[c];                                                                                   \
      }                                                                                                         \
    }                                                                                                           \
  }                                                                                                             \
  UNROLL_CLONES void combine(int64_t rows, int64_t channels, const T* dy, const T* y, const T* x, const T* a,   \
                             const T* b, const T* d, T* dx) {                                                   \
    for (int64_t row = 0; row < rows; ++row, dy += channels, y += channels, x += channels, dx += channels) {    \
      for (int64_t c = 0; c < channels; ++c) {                                                                  \
        const T g = y[c] > 0 ? dy[c] : 0;                                                                       \
        dx[c] = a[c] * g + b[c] * x[c] + d[c];                                                                  \
      }                                                                                                         \
    }                                                                                                           \
  }

UNROLL_ROW_LOOPS(float)
UNROLL_ROW_LOOPS(double)
#undef UNROLL_ROW_LOOPS

/// Runs `work(frame of clip, first row)` for every (t, n) picture, several at a time.
void forPictures(const NormLayout& layout, const std::function<void(int64_t picture)>& work) {
  const int64_t grain = std::max<int64_t>(1, kLeastRowsPerTask / layout.pixels);
  at::parallel_for(0, layout.frames * layout.clips, grain, [&](int64_t begin, int64_t end) {
    for (int64_t picture = begin; picture < end; ++picture) work(picture);
  });
}

}  // namespace

template <typename T>
void channelStatistics(const NormLayout& layout, const T* x, double* mean, double* variance) {
  const int64_t channels = layout.channels, rows = layout.count();
  const std::vector<T> pivot(x, x + channels);  // Against cancellation in the sum of squares.
  const int64_t tasks = at::get_num_threads();
  std::vector<std::vector<double>> sums(static_cast<size_t>(tasks), std::vector<double>(static_cast<size_t>(2 * channels)));
  at::parallel_for(0, tasks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      const int64_t first = rows * task / tasks, last = rows * (task + 1) / tasks;
      double* sum = sums[static_cast<size_t>(task)].data();
      accumulate(last - first, channels, x + first * channels, pivot.data(), sum, sum + channels);
    }
  });
  for (int64_t c = 0; c < channels; ++c) {
    double sum = 0, squares = 0;
    for (const auto& part : sums) {
      sum += part[static_cast<size_t>(c)];
      squares += part[static_cast<size_t>(channels + c)];
    }
    const double offset = sum / static_cast<double>(rows);
    mean[c] = static_cast<double>(pivot[static_cast<size_t>(c)]) + offset;
    variance[c] = std::max(0.0, squares / static_cast<double>(rows) - offset * offset);
  }
}

template <typename T>
void scaleShiftRelu(const NormLayout& layout, const T* x, const T* a, const T* b, T* y) {
  forPictures(layout, [&](int64_t picture) {
    const int64_t offset = picture * layout.pixels * layout.channels;
    const int64_t clip = picture % layout.clips * layout.channels;
    transform(layout.pixels, layout.channels, x + offset, a + clip, b + clip, y + offset);
  });
}

template <typename T>
void gradientSums(const NormLayout& layout, const T* dy, const T* y, const T* x, double* sumG, double* sumGx) {
  // One partial sum a picture, so that the order of addition does not depend on the threads.
  const int64_t channels = layout.channels;
  std::vector<T> parts(static_cast<size_t>(layout.frames * layout.clips * 2 * channels));
  forPictures(layout, [&](int64_t picture) {
    const int64_t offset = picture * layout.pixels * channels;
    T* part = parts.data() + picture * 2 * channels;
    gather(layout.pixels, channels, dy + offset, y + offset, x + offset, part, part + channels);
  });
  std::fill(sumG, sumG + layout.clips * channels, 0.0);
  std::fill(sumGx, sumGx + layout.clips * channels, 0.0);
  for (int64_t picture = 0; picture < layout.frames * layout.clips; ++picture) {
    const T* part = parts.data() + picture * 2 * channels;
    const int64_t clip = picture % layout.clips * channels;
    for (int64_t c = 0; c < channels; ++c) {
      sumG[clip + c] += static_cast<double>(part[c]);
      sumGx[clip + c] += static_cast<double>(part[channels + c]);
    }
  }
}

template <typename T>
void inputGradient(const NormLayout& layout, const T* dy, const T* y, const T* x, const T* a, const T* b, const T* d,
                   T* dx) {
  forPictures(layout, [&](int64_t picture) {
    const int64_t offset = picture * layout.pixels * layout.channels;
    const int64_t clip = picture % layout.clips * layout.channels;
    combine(layout.pixels, layout.channels, dy + offset, y + offset, x + offset, a + clip, b, d, dx + offset);
  });
}

template void channelStatistics(const NormLayout&, const float*, double*, double*);
template void channelStatistics(const NormLayout&, const double*, double*, double*);
template void scaleShiftRelu(const NormLayout&, const float*, const float*, const float*, float*);
template void scaleShiftRelu(const NormLayout&, const double*, const double*, const double*, double*);
template void gradientSums(const NormLayout&, const float*, const float*, const float*, double*, double*);
template void gradientSums(const NormLayout&, const double*, const double*, const double*, double*, double*);
template void inputGradient(const NormLayout&, const float*, const float*, const float*, const float*, const float*,
                            const float*, float*);
template void inputGradient(const NormLayout&, const double*, const double*, const double*, const double*,
                            const double*, const double*, double*);

}  // namespace unroll::nn
