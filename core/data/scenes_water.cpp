#include "data/scene_paint.h"

namespace unroll::data::scene {
namespace {

/// Camera pan: a coast seen from straight above slides by in one direction.
class CoastScene {
 public:
  CoastScene(uint64_t seed, double seconds) {
    Draws draws(seed);
    const float heading = draws.between(0, 2 * std::numbers::pi);
    const float speed = draws.between(0.45, 0.9);
    const float scale = draws.between(0.20, 0.26);
    // Each layer repeats after its own length, together they do not for a very long time.
    for (int i = 0; i < 3; ++i) {
      Layer& layer = layers_[i];
      layer.scale = scale * kScales[i];
      const float angle = draws.between(0, 2 * std::numbers::pi);
      layer.cosine = std::cos(angle) * layer.scale;
      layer.sine = std::sin(angle) * layer.scale;
      const double moved = seconds * speed;
      const double x = std::cos(heading) * moved, y = std::sin(heading) * moved;
      layer.x = draws.between(0, 1) + wrapped(layer.cosine * x - layer.sine * y, 1);
      layer.y = draws.between(0, 1) + wrapped(layer.sine * x + layer.cosine * y, 1);
    }
    const Palette& palette = kPalettes[draws.below(3)];
    for (int i = 0; i < kBands; ++i) bands_[i] = draws.jitter(palette.bands[i]);
    sea_ = draws.between(0.44, 0.51);
  }

  Color at(float x, float y) const {
    const float coarse = layers_[0].at(x, y), middle = layers_[1].at(x, y);
    const float fine = layers_[2].at(x, y);
    const float height = 0.60F * coarse + 0.28F * middle + 0.12F * fine - sea_;
    // Lit from the upper left: the slope is taken between two nearby points.
    const float towards = 0.60F * layers_[0].at(x - 0.035F, y + 0.035F) +
                          0.28F * layers_[1].at(x - 0.035F, y + 0.035F) +
                          0.12F * layers_[2].at(x - 0.035F, y + 0.035F) - sea_;
    Color color = ramp(height);
    if (height > 0.0F) {
      color = color * std::clamp(1.0F + 5.0F * (height - towards), 0.68F, 1.28F);
      const float woods = smooth(0.02F, 0.05F, height) * smooth(0.50F, 0.62F, fine);
      color = mix(color, bands_[5] * mix(0.6F, 0.95F, middle), 0.65F * woods);
    } else {
      const float foam =
          1.0F - smooth(0.004F, 0.012F, std::abs(height + 0.012F + 0.02F * (fine - 0.5F)));
      color = mix(color * mix(0.94F, 1.06F, fine), {0.97F, 0.98F, 0.96F}, 0.6F * foam);
    }
    return color;
  }

 private:
  struct Layer {
    float scale = 1, cosine = 1, sine = 0, x = 0, y = 0;
    float at(float px, float py) const {
      return noise(cosine * px - sine * py + x, sine * px + cosine * py + y);
    }
  };
  static constexpr int kBands = 8;
  struct Palette {
    Color bands[kBands];  ///< deep, shallow, shore, sand, grass, wood, rock, top
  };
  static constexpr float kScales[] = {1.0F, 2.3F, 6.1F};
  static constexpr float kHeights[kBands] = {-0.16F, -0.06F, -0.012F, 0.004F,
                                             0.045F, 0.12F,  0.21F,   0.31F};
  static constexpr Palette kPalettes[] = {
      {{{0.06F, 0.30F, 0.50F},
        {0.12F, 0.55F, 0.67F},
        {0.50F, 0.83F, 0.80F},
        {0.95F, 0.88F, 0.68F},
        {0.55F, 0.72F, 0.34F},
        {0.22F, 0.47F, 0.27F},
        {0.52F, 0.50F, 0.42F},
        {0.96F, 0.96F, 0.95F}}},
      {{{0.10F, 0.22F, 0.38F},
        {0.20F, 0.40F, 0.55F},
        {0.45F, 0.62F, 0.66F},
        {0.84F, 0.76F, 0.58F},
        {0.80F, 0.58F, 0.28F},
        {0.62F, 0.34F, 0.20F},
        {0.50F, 0.38F, 0.36F},
        {0.93F, 0.90F, 0.86F}}},
      {{{0.05F, 0.36F, 0.48F},
        {0.10F, 0.60F, 0.66F},
        {0.62F, 0.88F, 0.80F},
        {0.98F, 0.90F, 0.76F},
        {0.90F, 0.72F, 0.48F},
        {0.44F, 0.52F, 0.28F},
        {0.70F, 0.44F, 0.32F},
        {0.86F, 0.66F, 0.50F}}},
  };

  Color ramp(float height) const {
    if (height <= kHeights[0]) return bands_[0];
    for (int i = 1; i < kBands; ++i) {
      if (height < kHeights[i]) {
        return mix(bands_[i - 1], bands_[i], smooth(kHeights[i - 1], kHeights[i], height));
      }
    }
    return bands_[kBands - 1];
  }

  Layer layers_[3];
  Color bands_[kBands];
  float sea_ = 0;
};

/// One fish, its body about 2 long and centred on (0, 0), head towards +x.
struct Fish {
  Color body, stripe, fin;
  float stripes = 2;
  float beat = 0;  ///< phase of the tail

  Color over(Color under, float x, float y, float soft) const {
    if (std::abs(x) > 1.8F || std::abs(y) > 1.0F) return under;
    const float bend = 0.13F * square(std::min(0.0F, x - 0.5F)) * std::sin(beat + 1.6F * x);
    const float v = y - bend;
    const float along = clamp01((x + 1.0F) / 2.0F);
    const float half = 0.52F * std::sqrt(std::max(0.0F, 1.0F - square(x * 0.98F))) *
                       mix(0.72F, 1.0F, smooth(0.0F, 0.62F, along));
    const float bodyEdge = x * x >= 1.04F ? 1.0F : (std::abs(v) - half) * 0.85F;

    const float tail = std::max(
        {-1.55F - x, x + 0.72F, std::abs(v) - mix(0.09F, 0.52F, smooth(-0.75F, -1.5F, x))});
    const float notch = 0.34F * (1.0F - std::abs(v) / 0.5F) - (x + 1.55F);
    const float back =
        std::max({v - 0.47F - 0.26F * smooth(0.45F, -0.35F, x), -v, x - 0.45F, -0.55F - x});
    const float belly =
        std::max({-v - 0.66F, v + 0.1F, std::abs(x + 0.05F + 0.5F * (v + 0.4F)) - 0.17F});
    const float fins = std::min({std::max(tail, notch), back, belly});
    const float ray = 0.86F + 0.14F * (fraction(v * 7.0F + x * 2.0F) < 0.5F ? 1.0F : 0.0F);
    Color color = mix(under, fin * ray, cover(fins, soft));
    if (bodyEdge > soft) return color;

    const float band = std::abs(fraction(x * stripes * 0.55F + 0.12F) - 0.5F);
    Color skin = mix(body, stripe, 1.0F - smooth(0.12F, 0.19F, band));
    const float round = v / std::max(half, 0.05F);
    skin = skin * mix(0.60F, 1.14F, smooth(-1.1F, 0.75F, round));
    skin = skin * mix(0.93F, 1.05F, fraction(x * 9.0F) < 0.5F ? 0.0F : 1.0F);
    const float gill = std::abs(std::sqrt(square(x - 0.86F) + square(v)) - 0.5F);
    if (x < 0.7F) skin = skin * mix(0.75F, 1.0F, smooth(0.0F, 0.05F, gill));
    const float eye = std::sqrt(square(x - 0.64F) + square(v - 0.11F));
    skin = mix(skin, {0.98F, 0.98F, 0.96F}, cover(eye - 0.125F, soft));
    skin = mix(skin, {0.05F, 0.06F, 0.10F}, cover(eye - 0.075F, soft));
    return mix(color, skin, cover(bodyEdge, soft));
  }
};

/// Two objects crossing: two fish swim past each other, one in front.
class FishScene {
 public:
  FishScene(uint64_t seed, double seconds, float soft) : soft_(soft) {
    Draws draws(seed);
    constexpr Color kBodies[][3] = {
        {{0.98F, 0.52F, 0.14F}, {0.99F, 0.97F, 0.94F}, {0.90F, 0.36F, 0.12F}},
        {{0.99F, 0.84F, 0.24F}, {0.20F, 0.22F, 0.32F}, {0.98F, 0.70F, 0.16F}},
        {{0.92F, 0.32F, 0.36F}, {0.99F, 0.88F, 0.80F}, {0.72F, 0.18F, 0.28F}},
        {{0.90F, 0.86F, 0.98F}, {0.48F, 0.26F, 0.66F}, {0.60F, 0.36F, 0.78F}},
    };
    const int first = draws.below(4);
    const int second = (first + 1 + draws.below(3)) % 4;
    const double meet = draws.between(0, 5);
    for (int i = 0; i < 2; ++i) {
      const Color* colors = kBodies[i == 0 ? first : second];
      Swimmer& swimmer = swimmers_[i];
      swimmer.length = draws.between(0.36, 0.46) * (i == 0 ? 0.85F : 1.0F);
      swimmer.direction = i == 0 ? 1.0F : -1.0F;
      const double speed = draws.between(0.8, 1.0) * (i == 0 ? 1 : 1.08);
      const double place = kFollowing - 0.7F + meet + seconds * speed;
      swimmer.x = swimmer.direction * (wrapped(place, kFollowing) - 0.55F);
      const float bob = static_cast<float>(std::sin(seconds * 1.3 + i * 2.0));
      swimmer.y = (i == 0 ? 0.24F : -0.2F) + draws.between(-0.08, 0.08) + 0.03F * bob;
      const float beat = wrapped(seconds * 9.0, 2 * std::numbers::pi) + static_cast<float>(i);
      swimmer.fish = {draws.jitter(colors[0]), draws.jitter(colors[1]), draws.jitter(colors[2]),
                      draws.between(1.6, 2.6), beat};
    }
    constexpr Color kTop[] = {{0.42F, 0.82F, 0.88F}, {0.36F, 0.72F, 0.90F}, {0.50F, 0.86F, 0.78F}};
    constexpr Color kDeep[] = {{0.04F, 0.26F, 0.46F}, {0.05F, 0.22F, 0.42F}, {0.04F, 0.32F, 0.40F}};
    const int water = draws.below(3);
    top_ = draws.jitter(kTop[water]);
    deep_ = draws.jitter(kDeep[water]);
    sand_ = draws.jitter({0.82F, 0.76F, 0.58F});
    shift_ = draws.between(0, 1);
    drift_ = wrapped(seconds * 0.012, 1);
    for (Weed& weed : weeds_) {
      weed = {draws.between(-1, 1), draws.between(0.35, 0.85),
              0.09F * static_cast<float>(std::sin(seconds * 1.1 + draws.between(0, 6)))};
    }
  }

  Color at(float x, float y) const {
    Color color = sea(x, y);
    for (const Swimmer& swimmer : swimmers_) {
      const float scale = 1.0F / swimmer.length;
      for (const float behind : {0.0F, kFollowing}) {
        const float u = swimmer.direction * (x - swimmer.x) + behind;
        color = swimmer.fish.over(color, u * scale, (y - swimmer.y) * scale, soft_ * scale);
      }
    }
    return color;
  }

 private:
  /// The next fish of the same kind comes so far behind that the picture is never empty.
  static constexpr float kFollowing = 2.3F;
  struct Swimmer {
    Fish fish;
    float length = 0.4F, direction = 1, x = 0, y = 0;
  };
  struct Weed {
    float x = 0, height = 0, sway = 0;
  };

  Color sea(float x, float y) const {
    Color color = mix(deep_, top_, smooth(-1.1F, 1.1F, y));
    const float slant = x + 0.45F * (1.0F - y);
    const float rays = noise(slant * 0.22F + shift_ + drift_, shift_ + drift_);
    color = color + top_ * (0.38F * smooth(0.48F, 0.8F, rays) * smooth(-0.8F, 1.0F, y));
    for (const Weed& weed : weeds_) {
      const float up = (y + 1.0F) / weed.height;
      if (up > 1.0F || std::abs(x - weed.x) > 0.2F) continue;
      const float center =
          weed.x + weed.sway * square(up) + 0.03F * std::sin(9.0F * up + weed.x * 7.0F);
      const float edge = std::abs(x - center) - 0.055F * (1.0F - up);
      color = mix(color, mix(Color{0.07F, 0.36F, 0.28F}, Color{0.30F, 0.62F, 0.36F}, up),
                  0.9F * cover(edge, soft_));
    }
    if (y > -0.72F) return color;
    const float floor = -0.80F + 0.10F * (noise(x * 0.25F + shift_, 0.2F) - 0.5F);
    const float ripple = noise(x * 0.3F, y * 2.2F + shift_);
    return mix(color, mix(sand_, deep_, 0.28F) * mix(0.78F, 1.12F, ripple),
               cover(y - floor, soft_));
  }

  float soft_;
  Swimmer swimmers_[2];
  Weed weeds_[6];
  Color top_, deep_, sand_;
  float shift_ = 0, drift_ = 0;
};

}  // namespace

void drawCoast(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(CoastScene(seed, seconds), size, out);
}

void drawFish(uint64_t seed, double seconds, int64_t size, std::span<uint8_t> out) {
  paint(FishScene(seed, seconds, sampleWidth(size)), size, out);
}

}  // namespace unroll::data::scene
