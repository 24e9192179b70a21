#include "train/layer_count.h"

#include <algorithm>

#include "models/widths.h"

namespace unroll::train {
namespace {

constexpr int64_t kSeedSize = 4;
constexpr int64_t kPicture = 3;

int64_t conv(int64_t inputs, int64_t outputs, int64_t taps) {
  return inputs * outputs * taps + outputs;
}

void passing(LayerCount& count, int64_t numbers) {
  count.passing = std::max(count.passing, numbers);
}

/// `frames` pictures of `inputs` channels and size x size go in, twice the size when `grow` is 2.
void addGeneratorBlock(LayerCount& count, int64_t frames, int64_t size, int64_t grow,
                       int64_t inputs, int64_t outputs, int64_t cond) {
  const int64_t small = frames * size * size, large = small * grow * grow;
  count.parameters += conv(inputs, outputs, 9) + conv(outputs, outputs, 9) +
                      conv(inputs, outputs, 1) + 2 * cond * (inputs + outputs);
  // After norm and relu, twice; the first convolution's result; the block's.
  count.saved += inputs * small + 3 * outputs * large;
  passing(count, 3 * outputs * large);
}

void addUnit(LayerCount& count, models::TemporalKind kind, int64_t frames, int64_t slowFrames,
             int64_t size, int64_t inputs, int64_t skip, int64_t channels, bool learnt) {
  const int64_t area = size * size;
  if (kind == models::TemporalKind::ConvGru) {
    count.parameters += 3 * conv(inputs + skip + channels, channels, 9) + (learnt ? channels : 0);
    // Gates, candidate, reset state, state and its place in the joined result; joined inputs.
    count.saved +=
        6 * channels * frames * area + (skip > 0 ? (inputs + skip) * slowFrames * area : 0);
    passing(count, 6 * channels * frames * area);
    return;
  }
  count.parameters += conv(inputs + skip, channels, 9) + conv(channels, channels, 3);
  count.saved += channels * slowFrames * area + channels * frames * area +
                 (frames != slowFrames ? channels * frames * area : 0) +
                 (skip > 0 ? (inputs + skip) * slowFrames * area : 0);
  passing(count, 3 * channels * frames * area);
}

/// Critic block on `frames` pictures; three dimensions pool time as well. Returns the frames left.
int64_t addCriticBlock(LayerCount& count, int64_t frames, int64_t size, bool first, bool downsample,
                       int64_t dims, int64_t inputs, int64_t outputs) {
  const int64_t taps = dims == 3 ? 27 : 9;
  const int64_t large = frames * size * size;
  const int64_t left = dims == 3 && downsample ? frames / 2 : frames;
  const int64_t small = downsample ? left * (size / 2) * (size / 2) : large;
  count.parameters +=
      conv(inputs, outputs, taps) + conv(outputs, outputs, taps) + conv(inputs, outputs, 1);
  count.saved += (first ? 0 : inputs * large) + outputs * large +
                 (downsample ? inputs * small : 0) + outputs * small;
  passing(count, 2 * outputs * large + inputs * large);
  return left;
}

void addHead(LayerCount& count, int64_t frames, int64_t size, int64_t width, int64_t classes) {
  count.parameters += width + 1 + classes * width;
  count.saved += frames * size * size * width;
}

}  // namespace

LayerCount& LayerCount::operator+=(const LayerCount& other) {
  parameters += other.parameters;
  saved += other.saved;
  passing = std::max(passing, other.passing);
  return *this;
}

LayerCount countGenerator(const models::GeneratorSpec& spec, int64_t frames) {
  LayerCount count;
  const std::vector<int64_t>& widths = models::generatorWidths(spec.size);
  const int64_t cond = 2 * spec.latent;
  const int64_t skip = spec.inputSize > 0 ? kPicture : 0;
  int64_t inputs = widths[0] * spec.ch, size = kSeedSize;
  count.parameters += spec.classes * spec.latent + conv(cond, inputs * kSeedSize * kSeedSize, 1);
  int64_t rate =
      spec.inputSize > 0 ? frames / spec.temporalStride : frames;  // Frames of this level.
  for (size_t level = 0; level < widths.size(); ++level, size *= 2) {
    const int64_t width = widths[level] * spec.ch;
    const int64_t before = rate;
    if (size == spec.inputSize) rate = frames;
    const int64_t slow = level == 0 && skip == 0 ? 1 : before;
    addUnit(count, spec.temporal, rate, slow, size, inputs, skip, inputs,
            spec.initialState == nn::InitialState::Learnt);
    addGeneratorBlock(count, rate, size, 1, inputs, width, cond);
    addGeneratorBlock(count, rate, size, 2, width, width, cond);
    inputs = width;
  }
  if (spec.inputSize == spec.size) rate = frames;
  count.parameters += 2 * inputs + conv(inputs + skip, kPicture, 9);
  const int64_t area = frames * spec.size * spec.size;
  count.saved += inputs * area + (skip > 0 ? (inputs + skip) * area : 0) + kPicture * area;
  return count;
}

LayerCount countSpatialCritic(int64_t size, int64_t ch, int64_t classes, int64_t frames) {
  LayerCount count;
  int64_t inputs = kPicture;
  count.saved += kPicture * frames * size * size;
  bool first = true;
  for (int64_t width : models::criticWidths(size)) {
    addCriticBlock(count, frames, size, first, true, 2, inputs, width * ch);
    inputs = width * ch;
    size /= 2;
    first = false;
  }
  addCriticBlock(count, frames, size, false, false, 2, inputs, inputs);
  addHead(count, frames, size, inputs, classes);
  return count;
}

LayerCount countTemporalCritic(int64_t size, int64_t ch, int64_t classes, int64_t frames,
                               int64_t inputs) {
  LayerCount count;
  count.saved += inputs * frames * size * size;
  const std::vector<int64_t>& widths = models::criticWidths(size);
  for (size_t level = 0; level < widths.size(); ++level) {
    frames = addCriticBlock(count, frames, size, level == 0, true, level < 2 ? 3 : 2, inputs,
                            widths[level] * ch);
    inputs = widths[level] * ch;
    size /= 2;
  }
  addCriticBlock(count, frames, size, false, false, 2, inputs, inputs);
  addHead(count, frames, size, inputs, classes);
  return count;
}

}  // namespace unroll::train
