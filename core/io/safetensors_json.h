#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors.h"

namespace unroll::io {

/// Keys of this program's hashes in "__metadata__": 16 hex digits per tensor in data order, joined
/// by blanks; and those of the header with its own digits taken as zeros.
inline constexpr std::string_view kHashesKey = "unroll.xxh3";
inline constexpr std::string_view kHeaderHashKey = "unroll.xxh3.header";

/// The JSON of a header as written: nothing checked but its form (types, duplicate keys, unknown
/// fields, depth, sizes of names and lists). Tensors in the order of the text.
struct RawHeader {
  std::vector<TensorInfo> tensors;
  Metadata metadata;
};

/// Errors: Corrupt, Unsupported, Refused; `where` names the file.
Result<RawHeader> parseHeaderJson(std::string_view json, std::string_view where,
                                  const SafetensorsLimits& limits);

/// xxh3 (64 bit) of bytes.
uint64_t xxh3(std::span<const std::byte> bytes);

/// 16 lower-case hex digits, both ways; false when `text` is not that.
std::string hex16(uint64_t value);
bool parseHex16(std::string_view text, uint64_t& value);

/// xxh3 of the header's JSON with the digits of kHeaderHashKey taken as zeros. `digits` receives
/// where these digits are, or npos when there is no such key.
uint64_t headerHash(std::string_view json, size_t& digits);

/// Order in the data area: offset, then end, then name (empty tensors share an offset).
bool inDataOrder(const TensorInfo& a, const TensorInfo& b);

/// Bytes that `shape` of `dtype` takes; false when the product overflows.
bool shapeBytes(DType dtype, const std::vector<int64_t>& shape, uint64_t& bytes);

}  // namespace unroll::io
