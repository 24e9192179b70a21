#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>

#include "base/seeds.h"

/// What the built-in scenes are painted with. Picture coordinates: x from -1 (left) to 1 (right),
/// y from -1 (bottom) to 1 (top). Colours are display values in 0..1.
namespace unroll::data::scene {

inline constexpr float kPi = std::numbers::pi_v<float>;

struct Color {
  float r = 0, g = 0, b = 0;
};

inline Color operator*(Color a, float k) { return {a.r * k, a.g * k, a.b * k}; }
inline Color operator*(Color a, Color b) { return {a.r * b.r, a.g * b.g, a.b * b.b}; }
inline Color operator+(Color a, Color b) { return {a.r + b.r, a.g + b.g, a.b + b.b}; }

inline float clamp01(float x) { return std::clamp(x, 0.0F, 1.0F); }
inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline Color mix(Color a, Color b, float t) {
  return {mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t)};
}
inline float smooth(float low, float high, float x) {
  const float t = clamp01((x - low) / (high - low));
  return t * t * (3.0F - 2.0F * t);
}
inline float square(float x) { return x * x; }

/// floor() without a call into the C library.
inline int floorOf(float x) {
  const int whole = static_cast<int>(x);
  return whole - (x < static_cast<float>(whole) ? 1 : 0);
}
inline float fraction(float x) { return x - static_cast<float>(floorOf(x)); }

/// `value` reduced to 0..period, so that a phase keeps its precision however long a scene runs.
inline float wrapped(double value, double period) {
  const double rest = std::fmod(value, period);
  return static_cast<float>(rest < 0 ? rest + period : rest);
}

/// How much of a sample of width `soft` lies inside an edge at signed distance `distance` (negative
/// inside).
inline float cover(float distance, float soft) { return clamp01(0.5F - distance / soft); }

/// Fractal noise in 0..1, mean about 0.5, repeating with period 1 in both directions; its largest
/// features are a quarter of that.
float noise(float x, float y);

/// Numbers drawn for a scene, in the order asked for.
class Draws {
 public:
  explicit Draws(uint64_t seed) : random_(seed) {}
  float between(double low, double high) { return static_cast<float>(random_.uniform(low, high)); }
  int below(int bound) { return static_cast<int>(random_.below(bound)); }
  float sign() { return random_.chance(0.5) ? 1.0F : -1.0F; }
  template <size_t N>
  Color pick(const Color (&colors)[N]) {
    return jitter(colors[random_.below(static_cast<int64_t>(N))]);
  }
  /// A little lighter, darker, warmer or cooler.
  Color jitter(Color color) {
    const float light = between(0.93, 1.07), warmth = between(-0.03, 0.03);
    return {clamp01(color.r * light + warmth), clamp01(color.g * light),
            clamp01(color.b * light - warmth)};
  }

 private:
  Random random_;
};

/// A soft sky with a glow and clouds, in one of several moods.
class Sky {
 public:
  explicit Sky(Draws& draws, double seconds);
  Color at(float x, float y) const;
  Color haze() const { return low_; }     ///< what distant things fade to
  float light() const { return light_; }  ///< 1 by day, less at dusk

 private:
  Color top_, low_, cloud_, sun_;
  float light_ = 1, sunX_ = 0, sunY_ = 0, cloudiness_ = 0, shiftX_ = 0, shiftY_ = 0;
};

/// A triangle wave of period 1 in -1..1, for stripes: cheaper than a sine.
inline float wave(float x) { return 4.0F * std::abs(fraction(x) - 0.5F) - 1.0F; }

/// Which of up to 32 things reach into each of 64 columns of the picture.
class Columns {
 public:
  void add(int thing, float left, float right) {
    for (int i = columnOf(left); i <= columnOf(right); ++i) masks_[i] |= uint32_t{1} << thing;
  }
  /// Bit i: thing i may be at x.
  uint32_t at(float x) const { return masks_[columnOf(x)]; }

 private:
  static int columnOf(float x) { return std::clamp(static_cast<int>((x + 1.0F) * 32.0F), 0, 63); }
  uint32_t masks_[64] = {};
};

/// A line of hills: all below the line is covered.
class Hills {
 public:
  Hills(Draws& draws, float base, float height, float width)
      : base_(base),
        height_(height),
        scale_(0.25F / width),
        row_(draws.between(0, 1)),
        shift_(draws.between(0, 1)) {}
  /// Signed distance above the line; where the hills cannot be, a bound is enough.
  float above(float x, float y) const {
    if (std::abs(y - base_) > 1.2F * height_ + 0.03F) return y - base_;
    return y - base_ - height_ * 2.0F * (noise(x * scale_ + shift_, row_) - 0.5F);
  }

 private:
  float base_, height_, scale_, row_, shift_;
};

/// Samples per pixel and direction: enough that edges and textures are smooth at any size.
inline int samplesPerPixel(int64_t size) { return size < 32 ? 4 : size < 64 ? 3 : 2; }

/// Width of one sample in picture coordinates.
inline float sampleWidth(int64_t size) {
  return 2.0F / static_cast<float>(size * samplesPerPixel(size));
}

inline uint8_t toByte(float value) { return static_cast<uint8_t>(clamp01(value) * 255.0F + 0.5F); }

/// Paints scene.at(x, y) -> Color into uint8 RGB (size, size, 3), each pixel the mean of its
/// samples.
template <typename Scene>
void paint(const Scene& scene, int64_t size, std::span<uint8_t> out) {
  const int samples = samplesPerPixel(size);
  const float width = sampleWidth(size);
  const float share = 1.0F / static_cast<float>(samples * samples);
  uint8_t* pixel = out.data();
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column, pixel += 3) {
      Color sum;
      for (int i = 0; i < samples; ++i) {
        const float y = 1.0F - width * (static_cast<float>(row * samples + i) + 0.5F);
        for (int j = 0; j < samples; ++j) {
          const float x = -1.0F + width * (static_cast<float>(column * samples + j) + 0.5F);
          sum = sum + scene.at(x, y);
        }
      }
      pixel[0] = toByte(sum.r * share);
      pixel[1] = toByte(sum.g * share);
      pixel[2] = toByte(sum.b * share);
    }
  }
}

// One function a class; see synthetic_scenes.h. `seed`, `seconds` and `out` as in renderScene.
void drawBalloon(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawWindmill(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawFlower(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawBall(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawCoast(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawRoad(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawCampfire(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);
void drawFish(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out);

}  // namespace unroll::data::scene
