#pragma once

#include <cstdint>
#include <span>

namespace unroll::data {

/// Shrinks one picture by averaging whole blocks, each mean rounded to the nearest (halves up).
///
///   out[y][x][c] = floor(mean(in[y f .. y f + f - 1][x f .. x f + f - 1][c]) + 1/2), f = from / to
///
/// Shapes:  in uint8 (from, from, 3) -> out uint8 (to, to, 3); `to` divides `from`.
/// Threads: any thread.
void areaAverage(std::span<const uint8_t> in, int64_t from, std::span<uint8_t> out, int64_t to);

/// Mirrors one picture left to right, in place. Shapes: uint8 (size, size, 3).
void mirror(std::span<uint8_t> picture, int64_t size);

}  // namespace unroll::data
