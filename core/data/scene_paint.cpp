#include "data/scene_paint.h"

#include <vector>

namespace unroll::data::scene {
namespace {

constexpr int kTile = 256;

/// One octave of periodic value noise: `cells` random values a side, smoothly joined.
void addOctave(std::vector<float>& tile, int cells, float amplitude) {
  std::vector<float> values(static_cast<size_t>(cells * cells));
  Random random(streamSeed(0, "scene noise", static_cast<uint64_t>(cells)));
  for (float& value : values) value = static_cast<float>(random.uniform(-1, 1));
  const auto valueAt = [&](int x, int y) {
    return values[static_cast<size_t>((y % cells) * cells + x % cells)];
  };
  for (int y = 0; y < kTile; ++y) {
    for (int x = 0; x < kTile; ++x) {
      const float u = static_cast<float>(x * cells) / kTile,
                  v = static_cast<float>(y * cells) / kTile;
      const int i = floorOf(u), j = floorOf(v);
      const float s = smooth(0, 1, u - static_cast<float>(i));
      const float t = smooth(0, 1, v - static_cast<float>(j));
      const float upper = mix(valueAt(i, j), valueAt(i + 1, j), s);
      const float lower = mix(valueAt(i, j + 1), valueAt(i + 1, j + 1), s);
      tile[static_cast<size_t>(y * kTile + x)] += amplitude * mix(upper, lower, t);
    }
  }
}

std::vector<float> makeTile() {
  std::vector<float> tile(static_cast<size_t>(kTile * kTile), 0.5F);
  float amplitude = 0.36F;
  for (int cells = 4; cells <= 64; cells *= 2, amplitude *= 0.5F) addOctave(tile, cells, amplitude);
  for (float& value : tile) value = clamp01(value);
  return tile;
}

struct Mood {
  Color top, low, cloud, sun;
  float light;
};

constexpr Mood kMoods[] = {
    {{0.27F, 0.53F, 0.86F}, {0.78F, 0.90F, 0.97F}, {1.0F, 1.0F, 1.0F}, {0.25F, 0.22F, 0.12F}, 1.0F},
    {{0.36F, 0.66F, 0.80F},
     {0.95F, 0.95F, 0.84F},
     {1.0F, 1.0F, 0.97F},
     {0.25F, 0.20F, 0.08F},
     1.0F},
    {{0.43F, 0.51F, 0.80F},
     {1.0F, 0.82F, 0.70F},
     {1.0F, 0.92F, 0.88F},
     {0.35F, 0.22F, 0.10F},
     0.93F},
    {{0.28F, 0.30F, 0.58F},
     {0.99F, 0.66F, 0.47F},
     {0.96F, 0.70F, 0.64F},
     {0.45F, 0.24F, 0.05F},
     0.82F},
};

}  // namespace

float noise(float x, float y) {
  static const std::vector<float> tile = makeTile();
  const float u = x * kTile, v = y * kTile;
  const int i = floorOf(u), j = floorOf(v);
  const float s = u - static_cast<float>(i), t = v - static_cast<float>(j);
  constexpr int kMask = kTile - 1;
  const int left = i & kMask, right = (i + 1) & kMask;
  const int upper = (j & kMask) * kTile, lower = ((j + 1) & kMask) * kTile;
  const float* values = tile.data();
  return mix(mix(values[upper + left], values[upper + right], s),
             mix(values[lower + left], values[lower + right], s), t);
}

Sky::Sky(Draws& draws, double seconds) {
  const Mood& mood = kMoods[draws.below(4)];
  top_ = draws.jitter(mood.top);
  low_ = draws.jitter(mood.low);
  cloud_ = mood.cloud;
  sun_ = mood.sun;
  light_ = mood.light;
  sunX_ = draws.between(-0.8, 0.8);
  sunY_ = draws.between(0.1, 0.8);
  cloudiness_ = draws.between(0.3, 0.9);
  // Clouds move, but so slowly that they never are the motion of a scene.
  shiftX_ = draws.between(0, 1) + wrapped(seconds * 0.002, 1);
  shiftY_ = draws.between(0, 1);
}

Color Sky::at(float x, float y) const {
  Color color = mix(low_, top_, smooth(-0.4F, 1.0F, y));
  const float away = square(x - sunX_) + square(y - sunY_);
  color = color + sun_ * (1.0F / (1.0F + 6.0F * away));
  const float density = noise(x * 0.16F + shiftX_, y * 0.34F + shiftY_);
  return mix(color, cloud_, cloudiness_ * smooth(0.48F, 0.78F, density));
}

}  // namespace unroll::data::scene
