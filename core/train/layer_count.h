#pragma once

#include <cstdint>

#include "models/generator.h"

namespace unroll::train {

/// Numbers (not bytes) that a network holds, counted layer by layer from its shapes.
struct LayerCount {
  int64_t parameters = 0;
  int64_t saved = 0;    ///< kept for the backward pass, of one clip
  int64_t passing = 0;  ///< alive besides at the worst moment of either pass, of one clip

  LayerCount& operator+=(const LayerCount& other);
};

/// Of a whole generator that makes `frames` frames at its own rate.
LayerCount countGenerator(const models::GeneratorSpec& spec, int64_t frames);

LayerCount countSpatialCritic(int64_t size, int64_t ch, int64_t classes, int64_t frames);

/// Temporal critic, or with six inputs the matching critic; `size` is what its blocks see.
LayerCount countTemporalCritic(int64_t size, int64_t ch, int64_t classes, int64_t frames,
                               int64_t inputs);

}  // namespace unroll::train
