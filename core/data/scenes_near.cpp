#include "data/scene_paint.h"

namespace unroll::data::scene {
namespace {

/// Scaling: a flower seen from above opens and closes, all its parts by the same factor.
class FlowerScene {
 public:
  FlowerScene(uint64_t seed, double seconds, float soft) : soft_(soft) {
    Draws draws(seed);
    const double period = draws.between(2.2, 4.5);
    const float phase = wrapped(draws.between(0, 1) + seconds / period, 1);
    const float opening = 0.5F - 0.5F * std::cos(2 * kPi * phase);
    scale_ = mix(draws.between(0.26, 0.36), draws.between(0.84, 1.02), opening);
    petals_ = 5 + draws.below(4);
    tilt_ = draws.between(0, 2 * std::numbers::pi);
    x_ = draws.between(-0.12, 0.12);
    y_ = draws.between(-0.12, 0.12);
    constexpr Color kInner[] = {
        {0.98F, 0.84F, 0.45F}, {1.0F, 0.93F, 0.90F}, {0.99F, 0.72F, 0.62F}, {0.90F, 0.80F, 0.98F}};
    constexpr Color kOuter[] = {{0.93F, 0.35F, 0.42F},
                                {0.95F, 0.58F, 0.22F},
                                {0.62F, 0.36F, 0.80F},
                                {0.97F, 0.97F, 0.98F},
                                {0.36F, 0.46F, 0.88F}};
    inner_ = draws.pick(kInner);
    outer_ = draws.pick(kOuter);
    leaf_ = draws.jitter({0.16F, 0.36F, 0.22F});
    shift_ = draws.between(0, 1);
  }

  Color at(float x, float y) const {
    const float blur = noise(x * 0.13F + shift_, y * 0.13F);
    const float fine = noise(x * 0.5F, y * 0.5F + shift_);
    Color color = leaf_ * mix(0.55F, 1.9F, smooth(0.25F, 0.8F, blur)) * mix(0.85F, 1.1F, fine);
    const float u = (x - x_) / scale_, v = (y - y_) / scale_;
    const float radius = std::sqrt(u * u + v * v);
    if (radius > 1.25F) return color;
    const float angle = std::atan2(v, u) + tilt_;
    const float soft = soft_ / scale_;
    color = color * mix(0.55F, 1.0F, smooth(0.75F, 1.2F, radius));
    color = ring(color, radius, angle, 1.0F, 0.80F, soft);
    color = ring(color, radius, angle + kPi / static_cast<float>(petals_), 0.70F, 1.0F, soft);
    return heart(color, u, v, radius, soft);
  }

 private:
  /// One ring of petals of length `reach`; their edges |cos| shaped, each with a bright rib.
  Color ring(Color under, float radius, float angle, float reach, float light, float soft) const {
    const float place = fraction(angle * static_cast<float>(petals_) / (2 * kPi)) - 0.5F;
    const float outline = reach * (1.0F - 2.9F * square(place) + 0.9F * square(2 * square(place)));
    const float shade = 1.0F - 1.1F * std::abs(place) * smooth(0.1F, 0.6F, radius);
    const float rib = 1.0F + 0.12F * (1.0F - smooth(0.0F, 0.05F, std::abs(place)));
    const Color petal = mix(inner_, outer_, smooth(0.15F * reach, 0.72F * reach, radius));
    const Color shadowed = under * mix(0.72F, 1.0F, smooth(0.0F, 0.14F, radius - outline));
    return mix(shadowed, petal * (light * shade * rib), cover((radius - outline) * 0.8F, soft));
  }

  Color heart(Color under, float u, float v, float radius, float soft) const {
    const float seeds = noise(u * 0.9F, v * 0.9F);
    const float dome = 1.05F - 0.5F * square(radius / 0.24F) + 0.25F * (v - u);
    const Color disc = Color{0.86F, 0.60F, 0.16F} * (dome * mix(0.6F, 1.35F, seeds));
    const Color shadowed = under * mix(0.7F, 1.0F, smooth(0.22F, 0.34F, radius));
    return mix(shadowed, disc, cover(radius - 0.24F, soft));
  }

  float soft_;
  float scale_ = 1, tilt_ = 0, x_ = 0, y_ = 0, shift_ = 0;
  int petals_ = 6;
  Color inner_, outer_, leaf_;
};

/// Bouncing: a striped ball hops on a floor between two walls, flattened where it lands.
class BallScene {
 public:
  BallScene(uint64_t seed, double seconds, float soft) : soft_(soft) {
    Draws draws(seed);
    radius_ = draws.between(0.29, 0.37);
    floor_ = draws.between(-0.78, -0.66);
    const double period = draws.between(0.75, 1.15);
    const float hop = wrapped(draws.between(0, 1) + seconds / period, 1);
    const float height = draws.between(0.75, 1.05) * 4 * hop * (1 - hop);
    const float range = 1 - radius_;
    const float path = wrapped(draws.between(0, 4) + seconds * draws.between(0.25, 0.6) / range, 4);
    const float side = path < 2 ? path - 1 : 3 - path;
    x_ = range * side;
    // The flattened ball keeps its area.
    squash_ = 1 - 0.16F * square(1 - smooth(0, 0.22F, height));
    y_ = floor_ + radius_ * squash_ + height;
    height_ = height;
    const float roll = side * range / radius_ + draws.between(0, 6);
    cosine_ = std::cos(roll);
    sine_ = std::sin(roll);
    constexpr Color kFirst[] = {{0.90F, 0.26F, 0.24F},
                                {0.16F, 0.48F, 0.76F},
                                {0.95F, 0.56F, 0.16F},
                                {0.20F, 0.62F, 0.42F},
                                {0.58F, 0.30F, 0.70F}};
    constexpr Color kSecond[] = {{0.99F, 0.96F, 0.90F}, {0.99F, 0.86F, 0.40F}};
    constexpr Color kWalls[] = {
        {0.72F, 0.84F, 0.88F}, {0.95F, 0.85F, 0.74F}, {0.80F, 0.87F, 0.76F}, {0.90F, 0.80F, 0.85F}};
    first_ = draws.pick(kFirst);
    second_ = draws.pick(kSecond);
    wall_ = draws.pick(kWalls);
    wood_ = draws.jitter({0.72F, 0.52F, 0.36F});
    shift_ = draws.between(0, 1);
  }

  Color at(float x, float y) const {
    Color color = room(x, y);
    const float flat = radius_ * squash_, wide = radius_ / squash_;
    const float u = (x - x_) / wide, v = (y - y_) / flat;
    const float distance = u * u + v * v;
    if (distance > 1.3F) return color;
    const float z = std::sqrt(std::max(0.0F, 1.0F - distance));
    return mix(color, surface(u, v, z), cover((std::sqrt(distance) - 1.0F) * radius_, soft_));
  }

 private:
  Color room(float x, float y) const {
    const float back = floor_ + 0.16F;
    Color color = wall_ * mix(0.86F, 1.06F, smooth(-1.0F, 1.0F, y - 0.4F * x));
    color = color * mix(0.98F, 1.02F, noise(x * 0.8F, y * 0.8F + shift_));
    const float skirting = std::max(y - back - 0.07F, back - y);
    color = mix(color, {0.97F, 0.96F, 0.93F}, 0.85F * cover(skirting, soft_));
    if (y > back + soft_) return color;
    // Boards run away from the viewer; the picture's bottom is nearest.
    const float depth = 0.55F + 0.9F * (back - y);
    const float board = x * 3.2F / depth;
    const float gap = std::abs(fraction(board) - 0.5F);
    const float tone = noise(static_cast<float>(floorOf(board)) * 0.37F, 0.3F + y * 0.3F);
    Color plank = wood_ * mix(0.78F, 1.15F, tone);
    plank = plank * mix(0.72F, 1.0F, 1.0F - smooth(0.44F, 0.5F, gap));
    plank = plank * mix(0.92F, 1.08F, smooth(-1.0F, back, y));
    // The shadow is dark and tight when the ball is down, faint and wide when it is up.
    const float spread = radius_ * (1.0F + 0.55F * height_);
    const float away = square((x - x_) / spread) + square((y - floor_ - 0.01F) / (0.30F * spread));
    const float shadow = (1.0F - smooth(0.35F, 1.3F, away)) * mix(0.62F, 0.2F, clamp01(height_));
    return mix(color, plank * (1.0F - shadow), cover(y - back, soft_));
  }

  Color surface(float u, float v, float z) const {
    const float a = cosine_ * u + sine_ * v, b = cosine_ * v - sine_ * u;
    // Six sectors that meet at a pole tilted towards the viewer.
    const float tilted = 0.86F * a - 0.51F * z;
    const float sector = fraction(3.0F * std::atan2(b, tilted) / (2 * kPi) + 0.5F);
    const float edge = smooth(0.23F, 0.27F, std::abs(sector - 0.5F));
    Color skin = mix(first_, second_, edge);
    const float light = -0.42F * u + 0.62F * v + 0.66F * z;
    skin = skin * mix(0.50F, 1.10F, clamp01(0.25F + 0.75F * light));
    const float shine = square(square(clamp01(light * 1.02F)));
    return mix(skin, {1, 1, 1}, 0.65F * smooth(0.80F, 1.0F, shine));
  }

  float soft_;
  float radius_ = 0, floor_ = 0, x_ = 0, y_ = 0, height_ = 0, squash_ = 1, cosine_ = 1, sine_ = 0;
  float shift_ = 0;
  Color first_, second_, wall_, wood_;
};

}  // namespace

void drawFlower(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(FlowerScene(seed, seconds, sampleWidth(size)), size, out);
}

void drawBall(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(BallScene(seed, seconds, sampleWidth(size)), size, out);
}

}  // namespace unroll::data::scene
