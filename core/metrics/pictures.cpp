#include "metrics/pictures.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include "nn/cpu_clones.h"

namespace unroll::metrics {
namespace {

constexpr int64_t kLeastPerTask = 16384;

UNROLL_CLONES void unitsOf(const uint8_t* bytes, int64_t count, float* units) {
  for (int64_t i = 0; i < count; ++i) units[i] = static_cast<float>(bytes[i]) / 127.5F - 1.0F;
}

#define UNROLL_LUMA_LOOP(T)                                                                       \
  UNROLL_CLONES void lumaOf(const T* colours, int64_t count, T* y) {                              \
    constexpr T red = T(0.299 / 2), green = T(0.587 / 2), blue = T(0.114 / 2);                    \
    for (int64_t i = 0; i < count; ++i) {                                                         \
      y[i] =                                                                                      \
          red * colours[3 * i] + green * colours[3 * i + 1] + blue * colours[3 * i + 2] + T(0.5); \
    }                                                                                             \
  }
UNROLL_LUMA_LOOP(float)
UNROLL_LUMA_LOOP(double)
#undef UNROLL_LUMA_LOOP

}  // namespace

torch::Tensor toUnitClips(const torch::Tensor& pictures) {
  const torch::Tensor bytes = (pictures.dim() == 4 ? pictures.unsqueeze(0) : pictures).contiguous();
  torch::Tensor units = torch::empty(bytes.sizes(), torch::TensorOptions(torch::kFloat32));
  const uint8_t* from = bytes.const_data_ptr<uint8_t>();
  float* to = units.data_ptr<float>();
  at::parallel_for(0, bytes.numel(), kLeastPerTask, [&](int64_t begin, int64_t end) {
    unitsOf(from + begin, end - begin, to + begin);
  });
  return units.permute({0, 4, 1, 2, 3});
}

torch::Tensor toBytes(const torch::Tensor& values) {
  return values.detach()
      .to(torch::kFloat32)
      .add(1.0)
      .mul_(127.5)
      .round_()
      .clamp_(0, 255)
      .to(torch::kUInt8)
      .to(torch::kCPU);
}

torch::Tensor toPictures(const torch::Tensor& clips) {
  return toBytes(clips).permute({0, 2, 3, 4, 1}).contiguous();
}

torch::Tensor luma(const torch::Tensor& clips) {
  TORCH_CHECK(clips.dim() == 5 && clips.size(1) == 3, "clips are (N, 3, T, H, W), not ",
              clips.sizes());
  const torch::Tensor colours = clips.permute({0, 2, 3, 4, 1}).contiguous();
  torch::Tensor y = torch::empty(colours.sizes().slice(0, 4), colours.options());
  AT_DISPATCH_FLOATING_TYPES(colours.scalar_type(), "luma", [&] {
    const auto* from = colours.const_data_ptr<scalar_t>();
    auto* to = y.data_ptr<scalar_t>();
    at::parallel_for(0, y.numel(), kLeastPerTask, [&](int64_t begin, int64_t end) {
      lumaOf(from + 3 * begin, end - begin, to + begin);
    });
  });
  return y;
}

}  // namespace unroll::metrics
