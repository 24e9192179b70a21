#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "base/atomic_file.h"

namespace unroll::io {

enum class NpyType { Uint8, Float32 };

/// A NumPy array in memory; C order, little-endian. Clips are uint8 (T, H, W, 3).
struct NpyArray {
  NpyType type = NpyType::Uint8;
  std::vector<int64_t> shape;  ///< empty: a scalar
  std::vector<std::byte> bytes;

  int64_t elementCount() const;
  /// The elements; the type asked for must be `type`.
  std::span<const uint8_t> uint8() const;
  std::span<const float> float32() const;
};

/// Writes .npy (version 1.0) atomically. `values` holds the product of `shape`.
Result<void> writeNpy(Vfs& vfs, const std::filesystem::path& path, std::span<const uint8_t> values,
                      const std::vector<int64_t>& shape);
Result<void> writeNpy(Vfs& vfs, const std::filesystem::path& path, std::span<const float> values,
                      const std::vector<int64_t>& shape);

/// Writes a .npy piece by piece, for videos longer than memory. Nothing appears before commit.
class NpyWriter {
 public:
  static Result<NpyWriter> create(Vfs& vfs, const std::filesystem::path& path, NpyType type,
                                  std::vector<int64_t> shape);
  Result<void> append(std::span<const std::byte> bytes);
  /// Errors: Usage when fewer or more bytes were appended than the shape holds; Disk.
  Result<void> commit();

 private:
  NpyWriter(AtomicFile file, std::filesystem::path path, uint64_t expected);
  AtomicFile file_;
  std::filesystem::path path_;
  uint64_t expected_;  ///< bytes of data
  uint64_t appended_ = 0;
};

/// Reads .npy versions 1.0 to 3.0 of uint8 or little-endian float32 in C order.
/// Errors: NotFound, Unreadable, Corrupt, Unsupported (other dtypes, Fortran order), Refused when
/// the data is larger than `maxBytes`.
Result<NpyArray> readNpy(Vfs& vfs, const std::filesystem::path& path,
                         uint64_t maxBytes = uint64_t{4} << 30);

}  // namespace unroll::io
