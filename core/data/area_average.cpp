#include "data/area_average.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

namespace unroll::data {
namespace {

void halve(const uint8_t* in, size_t from, uint8_t* out) {
  const size_t to = from / 2;
  for (size_t y = 0; y < to; ++y) {
    const uint8_t* upper = in + 2 * y * from * 3;
    const uint8_t* lower = upper + from * 3;
    for (size_t x = 0; x < to; ++x, upper += 6, lower += 6, out += 3) {
      for (size_t c = 0; c < 3; ++c) {
        out[c] = static_cast<uint8_t>((upper[c] + upper[c + 3] + lower[c] + lower[c + 3] + 2) >> 2);
      }
    }
  }
}

}  // namespace

void areaAverage(std::span<const uint8_t> in, int64_t from, std::span<uint8_t> out, int64_t to) {
  const auto side = static_cast<size_t>(from);
  const auto small = static_cast<size_t>(to);
  const size_t factor = side / small;
  if (factor == 1) {
    std::memcpy(out.data(), in.data(), side * side * 3);
    return;
  }
  if (factor == 2) {
    halve(in.data(), side, out.data());
    return;
  }
  const auto area = static_cast<uint32_t>(factor * factor);
  std::vector<uint32_t> sums(small * 3);
  for (size_t y = 0; y < small; ++y) {
    std::fill(sums.begin(), sums.end(), area / 2);
    for (size_t row = 0; row < factor; ++row) {
      const uint8_t* pixel = in.data() + (y * factor + row) * side * 3;
      for (size_t x = 0; x < small; ++x) {
        uint32_t red = 0, green = 0, blue = 0;
        for (size_t column = 0; column < factor; ++column, pixel += 3) {
          red += pixel[0];
          green += pixel[1];
          blue += pixel[2];
        }
        sums[3 * x] += red;
        sums[3 * x + 1] += green;
        sums[3 * x + 2] += blue;
      }
    }
    uint8_t* line = out.data() + y * small * 3;
    for (size_t i = 0; i < small * 3; ++i) line[i] = static_cast<uint8_t>(sums[i] / area);
  }
}

void mirror(std::span<uint8_t> picture, int64_t size) {
  const auto side = static_cast<size_t>(size);
  for (size_t y = 0; y < side; ++y) {
    uint8_t* line = picture.data() + y * side * 3;
    for (size_t left = 0, right = side - 1; left < right; ++left, --right) {
      for (size_t c = 0; c < 3; ++c) std::swap(line[3 * left + c], line[3 * right + c]);
    }
  }
}

}  // namespace unroll::data
