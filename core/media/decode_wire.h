#pragma once

// What a decode worker and its parent say to each other over a socket. Neither trusts the other's
// lengths: the worker may have been taken over by the file it decodes.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "media/decode_child.h"

namespace unroll::media {

enum class WireKind : uint32_t {
  Request = 1,  ///< parent -> worker: a DecodeRequest
  Frame = 2,    ///< worker -> parent: pixels
  Alive = 3,    ///< worker -> parent: nothing, but not hanging
  Done = 4,     ///< worker -> parent: a DecodeOutcome
  Failed = 5,   ///< worker -> parent: an Error
};

struct WireHeader {
  uint32_t kind = 0;
  uint32_t bytes = 0;  ///< of the payload that follows
};

/// Longest payload that is not a frame.
inline constexpr uint32_t kMaxWireText = 1 << 16;

std::vector<uint8_t> toWire(const DecodeRequest& request);
std::vector<uint8_t> toWire(const DecodeOutcome& outcome);
std::vector<uint8_t> toWire(const Error& error);

/// Nothing when the bytes are not what they should be.
std::optional<DecodeRequest> requestFromWire(std::span<const uint8_t> bytes);
std::optional<DecodeOutcome> outcomeFromWire(std::span<const uint8_t> bytes);
std::optional<Error> errorFromWire(std::span<const uint8_t> bytes);

}  // namespace unroll::media
