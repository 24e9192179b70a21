#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
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

/// A .npy that is read piece by piece, for arrays longer than memory: versions 1.0 to 3.0 of uint8
/// or little-endian float32 in C order.
///
/// Threads: one at a time.
class NpyReader {
 public:
  /// Errors: NotFound, Unreadable, Corrupt, Unsupported (other dtypes, Fortran order).
  static Result<NpyReader> open(Vfs& vfs, const std::filesystem::path& path);

  NpyType type() const { return type_; }
  const std::vector<int64_t>& shape() const { return shape_; }  ///< empty: a scalar
  uint64_t byteCount() const { return bytes_; }                 ///< of all elements

  /// The bytes of elements from byte `offset` on. Errors: Unreadable; Corrupt when they are not
  /// all there.
  Result<void> read(uint64_t offset, std::span<std::byte> out);

 private:
  NpyReader() = default;
  std::filesystem::path path_;
  std::unique_ptr<VfsFile> file_;
  NpyType type_ = NpyType::Uint8;
  std::vector<int64_t> shape_;
  uint64_t dataStart_ = 0, bytes_ = 0;
};

/// A whole array. Errors: as NpyReader's; Refused when the data is larger than `maxBytes`.
Result<NpyArray> readNpy(Vfs& vfs, const std::filesystem::path& path,
                         uint64_t maxBytes = uint64_t{4} << 30);

}  // namespace unroll::io
