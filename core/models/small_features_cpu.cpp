#include "models/small_features_cpu.h"

#include "nn/cpu_clones.h"

namespace unroll::models {
namespace {

/// Rows of a frame; `later` and `earlier` are those between whose second halves the change lies.
#define UNROLL_ROWS(T)                                                                    \
  UNROLL_CLONES void rows(int64_t pixels, int64_t channels, const T* own, const T* later, \
                          const T* earlier, const T* bias, T* y) {                        \
    for (int64_t p = 0; p < pixels; ++p) {                                                \
      for (int64_t c = 0; c < channels; ++c) {                                            \
        const T value = own[c] + (later[channels + c] - earlier[channels + c]) + bias[c]; \
        y[c] = value > 0 ? value : 0;                                                     \
      }                                                                                   \
      own += 2 * channels, later += 2 * channels, earlier += 2 * channels, y += channels; \
    }                                                                                     \
  }
UNROLL_ROWS(float)
UNROLL_ROWS(double)
#undef UNROLL_ROWS

}  // namespace

template <typename T>
void pictureAndChange(int64_t frames, int64_t pixels, int64_t channels, const T* pq, const T* bias,
                      T* y) {
  const int64_t frame = pixels * 2 * channels;
  for (int64_t t = 0; t < frames; ++t) {
    const T* later = pq + (t == 0 ? 1 : t) * frame;
    rows(pixels, channels, pq + t * frame, later, later - frame, bias, y + t * pixels * channels);
  }
}

template void pictureAndChange(int64_t, int64_t, int64_t, const float*, const float*, float*);
template void pictureAndChange(int64_t, int64_t, int64_t, const double*, const double*, double*);

}  // namespace unroll::models
