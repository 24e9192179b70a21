#include "data/scene_paint.h"

namespace unroll::data::scene {
namespace {

/// A hot-air balloon of radius 1 about (0, 0); the basket hangs at y = -1.55.
struct Balloon {
  Color light, dark;
  int gores = 6;

  /// Paints it over `under` where it covers (x, y); `soft` in the balloon's own units.
  Color over(Color under, float x, float y, float soft) const {
    if (std::abs(x) > 1.1F || y > 1.1F || y < -1.8F) return under;
    Color color = under;
    const float basket = std::max(std::abs(x) - 0.17F, std::abs(y + 1.55F) - 0.14F);
    const float rope = std::abs(std::abs(x) - mix(0.14F, 0.34F, (y + 1.42F) / 0.6F)) - 0.015F;
    if (y < -0.8F && y > -1.45F) color = mix(color, {0.30F, 0.22F, 0.18F}, cover(rope, soft));
    const float weave = 0.85F + 0.15F * (fraction(y * 8.0F) < 0.5F ? 1.0F : 0.0F);
    color = mix(color, Color{0.55F, 0.36F, 0.20F} * weave, cover(basket, soft));

    // Round above, drawn in to a mouth below.
    const float taper =
        y > 0 ? std::sqrt(std::max(0.0F, 1.0F - y * y)) : mix(1.0F, 0.26F, smooth(0.0F, -1.08F, y));
    const float edge = y > 0 ? std::sqrt(x * x + y * y) - 1.0F
                             : std::max((std::abs(x) - taper) * 0.85F, -1.08F - y);
    if (edge > soft) return color;
    const float across = std::clamp(x / std::max(taper, 0.05F), -0.999F, 0.999F);
    const float angle = std::asin(across) / kPi + 0.5F;
    const float stripe = fraction(angle * static_cast<float>(gores));
    const float depth = std::sqrt(1.0F - across * across);
    Color cloth = mix(light, dark, smooth(0.42F, 0.5F, stripe) - smooth(0.92F, 1.0F, stripe));
    if (y > -0.1F && y < 0.12F) cloth = mix(cloth, {1.0F, 0.97F, 0.88F}, 0.85F);
    const float lit = clamp01(0.62F * depth - 0.38F * across + 0.25F * y);
    cloth = cloth * mix(0.58F, 1.12F, lit);
    return mix(color, cloth, cover(edge, soft));
  }
};

constexpr Color kBright[] = {
    {0.99F, 0.80F, 0.33F}, {0.98F, 0.93F, 0.82F}, {0.99F, 0.62F, 0.40F}, {0.72F, 0.88F, 0.86F}};
constexpr Color kDeep[] = {
    {0.82F, 0.22F, 0.24F}, {0.16F, 0.40F, 0.66F}, {0.45F, 0.25F, 0.58F}, {0.12F, 0.52F, 0.50F}};

/// Translation: a balloon, and a far one, drift across the sky at a steady speed.
class BalloonScene {
 public:
  BalloonScene(uint64_t seed, double seconds, float soft)
      : draws_(seed),
        soft_(soft),
        sky_(draws_, seconds),
        far_(draws_, -0.62F, 0.12F, 1.2F),
        near_(draws_, -0.80F, 0.14F, 0.8F) {
    const float direction = draws_.sign();
    const float speed = draws_.between(0.35, 0.75);
    radius_ = draws_.between(0.36, 0.5);
    // The next balloon comes in when this one leaves.
    spacing_ = 2.0F + radius_;
    const double place = draws_.between(0, 2.4) + seconds * speed;
    x_ = direction * (wrapped(place, spacing_) - 0.9F);
    follower_ = x_ - direction * spacing_;
    const float bob = static_cast<float>(std::sin(seconds * 0.9));
    y_ = draws_.between(0.12, 0.38) + 0.02F * bob;
    balloon_ = {draws_.pick(kBright), draws_.pick(kDeep), 5 + draws_.below(3)};
    smallX_ = direction * (wrapped(draws_.between(0, 2.4) + seconds * speed * 0.35, 2.4) - 1.2F);
    smallY_ = draws_.between(0.35, 0.7);
    small_ = {draws_.pick(kBright), draws_.pick(kDeep), 5};
    grass_ = draws_.jitter({0.38F, 0.58F, 0.30F}) * sky_.light();
  }

  Color at(float x, float y) const {
    const float field = near_.above(x, y), hills = far_.above(x, y);
    Color color;
    if (field > -soft_) color = sky_.at(x, y);
    if (hills < soft_) color = mix(color, mix(grass_, sky_.haze(), 0.55F), cover(hills, soft_));
    if (field < soft_) {
      const Color grass = grass_ * mix(0.72F, 1.12F, noise(x * 0.7F, y * 1.6F));
      color = mix(color, grass, cover(field, soft_));
    }
    color = small_.over(color, (x - smallX_) / 0.13F, (y - smallY_) / 0.13F, soft_ / 0.13F);
    const float v = (y - y_) / radius_, soft = soft_ / radius_;
    color = balloon_.over(color, (x - follower_) / radius_, v, soft);
    return balloon_.over(color, (x - x_) / radius_, v, soft);
  }

 private:
  Draws draws_;
  float soft_;
  Sky sky_;
  Hills far_, near_;
  Balloon balloon_, small_;
  Color grass_;
  float radius_ = 0, spacing_ = 0, x_ = 0, follower_ = 0, y_ = 0, smallX_ = 0, smallY_ = 0;
};

/// Rotation: the four sails of a windmill on a hill turn.
class WindmillScene {
 public:
  WindmillScene(uint64_t seed, double seconds, float soft)
      : draws_(seed), soft_(soft), sky_(draws_, seconds), far_(draws_, -0.45F, 0.12F, 1.5F) {
    hubX_ = draws_.between(-0.18, 0.18);
    hubY_ = draws_.between(0.1, 0.22);
    length_ = draws_.between(0.72, 0.86);
    const float turn = draws_.sign() * draws_.between(0.8, 2.2);
    const float angle = wrapped(draws_.between(0, 6.3) + seconds * turn, 2.0 * std::numbers::pi);
    cosine_ = std::cos(angle);
    sine_ = std::sin(angle);
    constexpr Color kWalls[] = {
        {0.95F, 0.92F, 0.85F}, {0.78F, 0.52F, 0.40F}, {0.86F, 0.80F, 0.70F}};
    constexpr Color kCloths[] = {
        {0.98F, 0.97F, 0.93F}, {0.86F, 0.28F, 0.24F}, {0.95F, 0.86F, 0.62F}};
    wall_ = draws_.pick(kWalls) * sky_.light();
    roof_ = draws_.jitter({0.42F, 0.26F, 0.24F}) * sky_.light();
    cloth_ = draws_.pick(kCloths) * sky_.light();
    grass_ = draws_.jitter({0.42F, 0.62F, 0.28F}) * sky_.light();
    tulip_ = draws_.pick(kDeep);
  }

  Color at(float x, float y) const {
    Color color;
    if (y > -0.9F) {
      color = sky_.at(x, y);
      color = mix(color, mix(grass_, sky_.haze(), 0.6F), cover(far_.above(x, y), soft_));
    }
    color = ground(color, x, y);
    color = tower(color, x - hubX_, y - hubY_);
    return sails(color, x - hubX_, y - hubY_);
  }

 private:
  Color ground(Color under, float x, float y) const {
    const float top = -0.62F - 0.16F * square(x - hubX_);
    if (y > top + soft_) return under;
    // Rows of flowers that grow wider towards the viewer.
    const float depth = std::max(top - y, 0.0F) + 0.06F;
    const float row = fraction(0.9F / depth);
    Color field = grass_ * mix(0.75F, 1.1F, noise(x * 0.8F, y * 1.5F));
    const float rows = smooth(0.45F, 0.6F, row) * smooth(0.10F, 0.2F, depth);
    field = mix(field, tulip_ * mix(0.8F, 1.2F, noise(x * 2.0F, y * 2.0F)), 0.75F * rows);
    return mix(under, field, cover(y - top, soft_));
  }

  Color tower(Color under, float x, float y) const {
    if (std::abs(x) > 0.35F || y > 0.25F) return under;
    Color color = under;
    const float half = mix(0.15F, 0.29F, clamp01(-y / 0.8F));
    const float body = std::max(std::abs(x) - half, std::max(y - 0.02F, -0.84F - y));
    if (body < soft_) {
      const float across = x / half;
      const float brick = 0.96F + 0.04F * (fraction(y * 12.0F) < 0.5F ? 1.0F : 0.0F);
      Color stone = wall_ * (mix(1.05F, 0.62F, smooth(-0.7F, 1.0F, across)) * brick);
      const float door = std::max(std::abs(x) - 0.07F, std::max(y + 0.60F, -0.9F - y));
      const float window = std::max(std::abs(x) - 0.045F, std::abs(y + 0.34F) - 0.06F);
      stone = mix(stone, {0.28F, 0.20F, 0.18F}, cover(std::min(door, window), soft_));
      color = mix(color, stone, cover(body, soft_));
    }
    const float dome = std::max(std::sqrt(x * x + square(y - 0.0F)) - 0.19F, -y - 0.03F);
    return mix(color, roof_ * mix(1.2F, 0.75F, smooth(-0.2F, 0.2F, x)), cover(dome, soft_));
  }

  Color sails(Color under, float x, float y) const {
    if (x * x + y * y > square(length_ + 0.2F)) return under;
    Color color = under;
    const float u = cosine_ * x + sine_ * y, v = cosine_ * y - sine_ * x;
    const float along[] = {u, v, -u, -v}, aside[] = {v, -u, -v, u};
    for (int i = 0; i < 4; ++i) {
      const float a = along[i], b = aside[i];
      if (a < 0 || a > length_ + soft_ || std::abs(b) > 0.3F) continue;
      const float sail =
          std::max(std::abs(b - 0.105F) - 0.085F, std::abs(a - 0.58F * length_) - 0.40F * length_);
      const float bars = fraction(a * 11.0F) < 0.16F ? 0.80F : 1.0F;
      color = mix(color, cloth_ * (bars * (0.92F + 0.12F * static_cast<float>(i & 1))),
                  cover(sail, soft_));
      const float spar = std::max(std::abs(b) - 0.026F, a - length_);
      color = mix(color, {0.30F, 0.20F, 0.16F}, cover(spar, soft_));
    }
    const float hub = std::sqrt(x * x + y * y) - 0.065F;
    return mix(color, {0.24F, 0.16F, 0.14F}, cover(hub, soft_));
  }

  Draws draws_;
  float soft_;
  Sky sky_;
  Hills far_;
  Color wall_, roof_, cloth_, grass_, tulip_;
  float hubX_ = 0, hubY_ = 0, length_ = 0, cosine_ = 1, sine_ = 0;
};

}  // namespace

void drawBalloon(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(BalloonScene(seed, seconds, sampleWidth(size)), size, out);
}

void drawWindmill(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(WindmillScene(seed, seconds, sampleWidth(size)), size, out);
}

}  // namespace unroll::data::scene
