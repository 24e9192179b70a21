#include "data/scene_paint.h"

namespace unroll::data::scene {
namespace {

/// Driving: a road in perspective with a dashed line, trees on both sides coming nearer.
///
///   d = (horizon - y) / (horizon + 1)   1 at the bottom, 0 at the horizon
///   z = 1 / d                           distance ahead; x = bend(d) + X d for a point X aside
class RoadScene {
 public:
  RoadScene(uint64_t seed, double seconds, float soft)
      : draws_(seed), soft_(soft), sky_(draws_, seconds) {
    horizon_ = draws_.between(0.08, 0.22);
    const double speed = draws_.between(2.2, 3.6);
    const double travelled = draws_.between(0, 100) + speed * seconds;
    bend_ =
        draws_.between(0.15, 0.5) *
        static_cast<float>(std::sin(draws_.between(0, 6.3) + seconds * draws_.between(0.15, 0.35)));
    phase_ = wrapped(travelled, kPattern);
    hillRow_ = draws_.between(0, 1);
    hillShift_ = draws_.between(0, 1);
    constexpr Color kGrass[] = {
        {0.44F, 0.64F, 0.30F}, {0.72F, 0.66F, 0.34F}, {0.36F, 0.56F, 0.36F}, {0.80F, 0.58F, 0.40F}};
    constexpr Color kLeaves[] = {
        {0.20F, 0.45F, 0.24F}, {0.32F, 0.48F, 0.16F}, {0.80F, 0.45F, 0.16F}, {0.14F, 0.36F, 0.30F}};
    grass_ = draws_.pick(kGrass) * sky_.light();
    leaf_ = draws_.pick(kLeaves) * sky_.light();
    line_ = draws_.below(2) == 0 ? Color{0.97F, 0.96F, 0.92F} : Color{0.98F, 0.82F, 0.32F};
    asphalt_ = draws_.jitter({0.36F, 0.37F, 0.41F}) * sky_.light();
    half_ = draws_.between(0.62, 0.76);
    pines_ = draws_.below(2) == 0;
    plant(seed, travelled);
  }

  Color at(float x, float y) const {
    Color color = y < horizon_ ? land(x, y) : sky_.at(x, y);
    color = hills(color, x, y);
    if (y > treeTop_) return color;
    for (uint32_t near = treesAt_.at(x); near != 0; near &= near - 1) {
      const Tree& tree = trees_[std::countr_zero(near)];
      if (x < tree.left || x > tree.right || y < tree.bottom || y > tree.top) continue;
      color = paintTree(color, tree, (x - tree.x) / tree.scale, (y - tree.bottom) / tree.scale);
    }
    return color;
  }

 private:
  static constexpr double kPattern = 24;   ///< all that is painted on the land repeats after this
  static constexpr double kSpacing = 1.5;  ///< between two trees of a side
  static constexpr double kFarthest = 14;
  static constexpr int kMaxTrees = 24;
  struct Tree {
    float x = 0, bottom = 0, scale = 1;  ///< on the picture
    float left = 0, right = 0, top = 0;  ///< bounds of its paint
    float haze = 0, shape = 0;
  };

  float bendAt(float d) const { return bend_ * square(1.0F - d); }

  /// The trees ahead, the farthest first.
  void plant(uint64_t seed, double travelled) {
    const auto last = static_cast<int64_t>(std::floor((travelled + kFarthest) / kSpacing));
    for (int64_t k = last; treeCount_ + 2 <= kMaxTrees; --k) {
      const double z = static_cast<double>(k) * kSpacing - travelled;
      if (z < 0.5) break;
      const auto d = static_cast<float>(1.0 / z);
      for (const float side : {-1.0F, 1.0F}) {
        Draws own(streamSeed(seed, side < 0 ? "left" : "right", static_cast<uint64_t>(k)));
        if (own.between(0, 1) < 0.12F) continue;
        Tree& tree = trees_[treeCount_++];
        tree.x = bendAt(d) + side * own.between(1.05, 1.75) * d;
        tree.bottom = horizon_ - d * (horizon_ + 1.0F);
        tree.scale = own.between(0.9, 1.35) * d;
        tree.left = tree.x - 0.45F * tree.scale;
        tree.right = tree.x + 0.45F * tree.scale;
        tree.top = tree.bottom + 1.25F * tree.scale;
        treeTop_ = std::max(treeTop_, tree.top);
        treesAt_.add(treeCount_ - 1, tree.left, tree.right);
        // Far trees come out of the haze, so none appears at once.
        tree.haze = smooth(2.0F, static_cast<float>(kFarthest) - 1.5F, static_cast<float>(z));
        tree.shape = own.between(0, 1);
      }
    }
  }

  Color land(float x, float y) const {
    const float d = (horizon_ - y) / (horizon_ + 1.0F);
    if (d < 0.004F) return mix(grass_, sky_.haze(), 0.75F);
    const float z = 1.0F / d;
    const float along = z + phase_;
    const float aside = (x - bendAt(d)) * z;
    // Patterns fade where one sample spans too much of them.
    const float sharp = 1.0F - smooth(0.25F, 0.9F, soft_ * z * z);
    const float wide = soft_ * z;
    const float band = smooth(-0.10F, 0.10F, wave(along / 3.0F));
    const float tufts = noise(aside * 0.35F, along * (4.0F / static_cast<float>(kPattern)));
    Color color = grass_ * mix(1.0F, mix(0.80F, 1.06F, band) * mix(0.75F, 1.2F, tufts), sharp);
    const float grain = noise(aside * 0.8F + 0.3F, along * (8.0F / static_cast<float>(kPattern)));
    Color road = asphalt_ * mix(1.0F, mix(0.90F, 1.10F, grain), sharp);
    const float dash = smooth(-0.05F, 0.05F, wave(along / 2.0F));
    const float center = cover(std::abs(aside) - 0.042F, wide) * mix(0.5F, dash, sharp);
    const float border = cover(std::abs(std::abs(aside) - half_ + 0.09F) - 0.03F, wide);
    road = mix(road, line_ * sky_.light(), std::max(center, 0.9F * border));
    const float shoulder = cover(std::abs(aside) - half_ - 0.08F, wide);
    color = mix(color, mix(grass_, {0.62F, 0.55F, 0.44F}, 0.7F), 0.8F * shoulder);
    color = mix(color, road, cover(std::abs(aside) - half_, wide));
    return mix(color, sky_.haze(), 0.7F * smooth(0.25F, 0.0F, d));
  }

  Color hills(Color under, float x, float y) const {
    if (y < horizon_ || y > horizon_ + 0.4F) return under;
    const float shifted = x + hillShift_ * 4.0F - 0.35F * bend_;
    const float far = horizon_ + 0.36F * noise(shifted * 0.16F, hillRow_) - 0.04F;
    const float close = horizon_ + 0.22F * noise(shifted * 0.24F, hillRow_ + 0.4F) - 0.05F;
    const Color blue = mix(Color{0.40F, 0.48F, 0.62F} * sky_.light(), sky_.haze(), 0.45F);
    Color color = mix(under, blue, cover(y - far, soft_));
    return mix(color, mix(leaf_, sky_.haze(), 0.45F), cover(y - close, soft_));
  }

  /// `u`, `v`: from the foot, in units of the tree's height.
  Color paintTree(Color under, const Tree& tree, float u, float v) const {
    const float soft = soft_ / tree.scale;
    const float trunk = std::max(std::abs(u) - 0.045F, v - 0.45F);
    Color color = mix(under, mix(Color{0.32F, 0.23F, 0.18F} * sky_.light(), sky_.haze(), tree.haze),
                      cover(trunk, soft) * (1.0F - 0.9F * tree.haze));
    const float rough = noise(u * 0.8F + tree.shape, v * 0.8F) - 0.5F;
    float edge = 0;
    if (pines_) {
      const float layer = fraction((v - 0.22F) * 3.2F);
      const float half = 0.34F * (1.22F - v) * (1.12F - 0.42F * layer);
      edge = std::max({(std::abs(u) - half) * 0.9F, 0.2F - v, v - 1.22F});
    } else {
      const float lower = std::sqrt(square(u) + square(v - 0.66F)) - 0.34F;
      const float upper =
          std::sqrt(square(u - 0.12F * (tree.shape - 0.5F)) + square(v - 0.94F)) - 0.25F;
      edge = std::min(lower, upper) + 0.16F * rough;
    }
    const float lit = clamp01(0.5F + 0.9F * (v - 0.75F) - 1.0F * u);
    Color crown = leaf_ * (mix(0.62F, 1.35F, lit) * mix(0.8F, 1.2F, rough + 0.5F));
    crown = crown * mix(0.9F, 1.15F, tree.shape);
    return mix(color, mix(crown, sky_.haze(), 0.75F * tree.haze),
               cover(edge, soft) * (1.0F - smooth(0.7F, 1.0F, tree.haze)));
  }

  Draws draws_;
  float soft_;
  Sky sky_;
  float horizon_ = 0, bend_ = 0, phase_ = 0, hillRow_ = 0, hillShift_ = 0, half_ = 0;
  bool pines_ = false;
  Color grass_, leaf_, line_, asphalt_;
  Tree trees_[kMaxTrees];
  Columns treesAt_;
  float treeTop_ = -1;
  int treeCount_ = 0;
};

/// Low motion: only the flames of a camp fire, and the light they throw, move at night.
class CampfireScene {
 public:
  CampfireScene(uint64_t seed, double seconds, float soft) : soft_(soft) {
    Draws draws(seed);
    x_ = draws.between(-0.2, 0.2);
    base_ = draws.between(-0.66, -0.56);
    height_ = draws.between(0.70, 0.95);
    rise_ = wrapped(seconds * 0.62 + draws.between(0, 1), 1);
    const float when = draws.between(0, 1) + wrapped(seconds * 0.37, 1);
    flicker_ = 0.55F + 0.9F * noise(when, draws.between(0, 1));
    lean_ = 0.5F * (noise(draws.between(0, 1), wrapped(seconds * 0.16, 1)) - 0.5F);
    row_ = draws.between(0, 1);
    constexpr Color kZenith[] = {
        {0.03F, 0.05F, 0.15F}, {0.06F, 0.04F, 0.17F}, {0.02F, 0.08F, 0.15F}};
    constexpr Color kLow[] = {{0.13F, 0.20F, 0.38F}, {0.26F, 0.17F, 0.38F}, {0.09F, 0.24F, 0.34F}};
    const int mood = draws.below(3);
    zenith_ = draws.jitter(kZenith[mood]);
    low_ = draws.jitter(kLow[mood]);
    moonX_ = draws.sign() * draws.between(0.5, 0.8);
    moonY_ = draws.between(0.55, 0.8);
    for (Star& star : stars_) {
      star = {draws.between(-1, 1), draws.between(0.0, 1), draws.between(0.35, 0.95)};
      starsAt_.add(static_cast<int>(&star - stars_), star.x - 0.025F, star.x + 0.025F);
    }
    for (int i = 0; i < kPines; ++i) {
      const float place =
          -1.05F + 2.1F * (static_cast<float>(i) + draws.between(0.1, 0.9)) / kPines;
      pines_[i] = {place, draws.between(0.45, 0.85), draws.between(0.15, 0.22)};
    }
  }

  Color at(float x, float y) const {
    const float away = std::sqrt(square(x - x_) + square(y - base_ - 0.2F));
    const float glow = flicker_ / (1.0F + 7.0F * square(away));
    Color color;
    if (y > -0.46F) color = pines(night(x, y), x, y, glow);
    color = ground(color, x, y);
    color = color + Color{0.50F, 0.20F, 0.05F} * (0.42F * glow);
    color = logs(color, x - x_, y - base_);
    return flames(color, x - x_, y - base_);
  }

 private:
  struct Star {
    float x = 0, y = 0, light = 0;
  };
  struct Pine {
    float x = 0, height = 0, half = 0;
  };
  static constexpr int kPines = 7;

  Color night(float x, float y) const {
    Color color = mix(low_, zenith_, smooth(-0.4F, 0.9F, y));
    if (y < -0.05F) return color;
    for (uint32_t here = starsAt_.at(x); here != 0; here &= here - 1) {
      const Star& star = stars_[std::countr_zero(here)];
      const float near = square(x - star.x) + square(y - star.y);
      if (near < 0.0006F)
        color = mix(color, {1.0F, 0.97F, 0.90F}, star.light * (1.0F - near / 0.0006F));
    }
    const float moon = std::sqrt(square(x - moonX_) + square(y - moonY_));
    color = color + Color{0.30F, 0.32F, 0.36F} * (0.5F / (1.0F + 60.0F * square(moon)));
    if (moon > 0.15F) return color;
    const float seas = noise((x - moonX_) * 1.2F, (y - moonY_) * 1.2F);
    return mix(color, Color{0.95F, 0.94F, 0.86F} * mix(0.78F, 1.05F, seas),
               cover(moon - 0.11F, soft_));
  }

  Color pines(Color under, float x, float y, float glow) const {
    Color color = under;
    for (const Pine& pine : pines_) {
      const float up = (y + 0.42F) / pine.height;
      if (up < 0 || up > 1) continue;
      const float tiers = 1.1F - 0.4F * fraction(up * 4.0F);
      const float edge = std::abs(x - pine.x) - pine.half * (1.0F - up) * tiers;
      const Color needles =
          Color{0.035F, 0.075F, 0.085F} + Color{0.40F, 0.19F, 0.06F} * (0.9F * glow);
      color = mix(color, needles, cover(edge, soft_));
    }
    return color;
  }

  Color ground(Color under, float x, float y) const {
    const float top = -0.42F + 0.04F * (noise(x * 0.2F, row_) - 0.5F);
    if (y > top + soft_) return under;
    const float spread = square((x - x_) / 1.1F) + square((y - base_) / 0.42F);
    const float warm = flicker_ / (1.0F + 4.5F * spread);
    const float grain = mix(0.7F, 1.25F, noise(x * 0.7F, y * 1.8F));
    const Color soil = (Color{0.05F, 0.06F, 0.07F} + Color{0.62F, 0.32F, 0.12F} * warm) * grain;
    return mix(under, soil, cover(y - top, soft_));
  }

  Color logs(Color under, float x, float y) const {
    Color color = under;
    for (const float side : {-1.0F, 1.0F}) {
      const float u = 0.93F * x + side * 0.36F * (y + 0.02F);
      const float v = 0.93F * (y + 0.02F) - side * 0.36F * x;
      const float log = std::max(std::abs(u) - 0.36F, std::abs(v) - 0.06F);
      const float lit = mix(0.45F, 1.0F, smooth(-0.06F, 0.06F, v));
      color = mix(color, Color{0.52F, 0.29F, 0.15F} * (lit * mix(0.6F, 1.2F, flicker_)),
                  cover(log, soft_));
    }
    return color;
  }

  Color flames(Color under, float x, float y) const {
    const float up = (y + 0.03F) / (height_ * mix(0.80F, 1.12F, flicker_));
    if (up < 0 || up > 1.25F || std::abs(x) > 0.7F) return under;
    // Rising noise tears the tongues; it does more the higher they are.
    const float sway = noise(x * 0.18F + row_, y * 0.22F - rise_) - 0.5F;
    const float tear = noise(x * 0.45F + row_, y * 0.40F - rise_) - 0.5F;
    const float bent = x - lean_ * square(up) * 0.5F + 0.55F * sway * up;
    const float half = 0.36F * std::sqrt(clamp01(up * 3.5F + 0.3F)) * std::max(0.0F, 1.05F - up);
    const float across = std::abs(bent) / std::max(half, 0.02F);
    const float heat =
        (1.0F - square(across)) * (1.12F - 0.75F * up) + 1.5F * tear * smooth(0.05F, 0.9F, up);
    Color fire =
        mix(Color{0.85F, 0.20F, 0.05F}, Color{1.0F, 0.55F, 0.12F}, smooth(0.05F, 0.40F, heat));
    fire = mix(fire, {1.0F, 0.84F, 0.36F}, smooth(0.35F, 0.70F, heat));
    fire = mix(fire, {1.0F, 0.97F, 0.80F}, smooth(0.65F, 1.0F, heat));
    return mix(under, fire, smooth(0.0F, 0.24F, heat));
  }

  float soft_;
  float x_ = 0, base_ = 0, height_ = 0, rise_ = 0, flicker_ = 1, lean_ = 0, row_ = 0;
  float moonX_ = 0, moonY_ = 0;
  Color zenith_, low_;
  Star stars_[24];
  Columns starsAt_;
  Pine pines_[kPines];
};

}  // namespace

void drawRoad(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(RoadScene(seed, seconds, sampleWidth(size)), size, out);
}

void drawCampfire(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(CampfireScene(seed, seconds, sampleWidth(size)), size, out);
}

}  // namespace unroll::data::scene
