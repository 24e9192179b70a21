#pragma once

#include <cstdint>
#include <vector>

namespace unroll::models {

/// Channels of each level of a generator, in units of `ch`, by output size (8 to 256).
/// Throws c10::Error for any other size (a caller's bug: recipes are validated before).
const std::vector<int64_t>& generatorWidths(int64_t size);

/// Channels of each downsampling block of a critic, in units of `ch`, by input size (8 to 256).
/// Size 4, what a temporal critic of 8x8 clips sees after pooling, has one block of each kind.
const std::vector<int64_t>& criticWidths(int64_t size);

}  // namespace unroll::models
