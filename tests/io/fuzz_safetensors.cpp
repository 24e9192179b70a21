// A libFuzzer target for the header of safetensors files; see CMakeLists.txt for how it is built.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>

#include "io/safetensors.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maxSize);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize,
                                          unsigned int seed);

namespace {

constexpr size_t kLengthBytes = 8;

uint64_t headerLength(const uint8_t* data) {
  uint64_t length = 0;
  std::memcpy(&length, data, sizeof length);
  return length;
}

}  // namespace

/// What is accepted must hold what the reader promises: tensors that tile the data exactly.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto header = unroll::io::parseSafetensorsHeader(bytes, size, "'fuzz'");
  if (!header) {
    if (!header.error().message.ends_with('.')) std::abort();
    return 0;
  }
  uint64_t next = 0;
  for (const auto& tensor : header->tensors) {
    if (tensor.begin != next || tensor.end < tensor.begin) std::abort();
    uint64_t elements = 1;
    for (const int64_t extent : tensor.shape) elements *= static_cast<uint64_t>(extent);
    if (elements * static_cast<uint64_t>(itemSize(tensor.dtype)) != tensor.byteSize()) std::abort();
    next = tensor.end;
  }
  if (header->dataStart + next != size) std::abort();
  if (!header->hashes.empty() && header->hashes.size() != header->tensors.size()) std::abort();
  return 0;
}

/// Mutates the JSON and then mends N, half of the time, so that mutants get past the first check.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize,
                                          unsigned int seed) {
  if (size < kLengthBytes || seed % 2 == 0) return LLVMFuzzerMutate(data, size, maxSize);
  const uint64_t length = std::min<uint64_t>(headerLength(data), size - kLengthBytes);
  const size_t dataBytes = size - kLengthBytes - length;
  // The tensors' bytes mean nothing to the parser: only their number is kept.
  const size_t room = maxSize > kLengthBytes + dataBytes ? maxSize - kLengthBytes - dataBytes : 0;
  if (room < length || room == 0) return LLVMFuzzerMutate(data, size, maxSize);
  const size_t mutated = LLVMFuzzerMutate(data + kLengthBytes, length, room);
  std::memset(data + kLengthBytes + mutated, 0, dataBytes);
  const uint64_t newLength = mutated;
  std::memcpy(data, &newLength, sizeof newLength);
  return kLengthBytes + mutated + dataBytes;
}
