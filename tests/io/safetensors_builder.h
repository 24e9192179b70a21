#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors.h"

namespace unroll::test {

/// A file made by hand: the length of `json`, `json`, then `dataBytes` bytes.
inline std::string handMade(std::string_view json, size_t dataBytes) {
  std::string file;
  for (unsigned i = 0; i < 8; ++i) file += static_cast<char>((json.size() >> (8 * i)) & 0xFF);
  file += json;
  file.append(dataBytes, '\x07');
  return file;
}

inline Result<io::SafetensorsHeader> parse(std::string_view file,
                                           const io::SafetensorsLimits& limits = {}) {
  return io::parseSafetensorsHeader(asBytes(file), file.size(), "'test'", limits);
}

/// Bytes that depend on `seed`.
inline std::vector<std::byte> noise(size_t count, uint64_t seed) {
  std::vector<std::byte> bytes(count);
  for (std::byte& b : bytes) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    b = static_cast<std::byte>(seed >> 56);
  }
  return bytes;
}

}  // namespace unroll::test
