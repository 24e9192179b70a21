#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"

namespace unroll::io {

/// Element types that are read and written; the format's others are refused.
enum class DType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

/// "F32", as in the file.
const char* name(DType dtype);
/// Bytes of one element.
int64_t itemSize(DType dtype);

using Metadata = std::map<std::string, std::string>;

/// Where one tensor lies. Element order is C order, little-endian.
struct TensorInfo {
  std::string name;
  DType dtype = DType::F32;
  std::vector<int64_t> shape;  ///< empty: a scalar; a 0 in it: no elements
  uint64_t begin = 0;          ///< bytes from the start of the data area
  uint64_t end = 0;

  uint64_t byteSize() const { return end - begin; }
  int64_t elementCount() const { return static_cast<int64_t>(byteSize()) / itemSize(dtype); }
};

/// What is refused although the format allows it.
struct SafetensorsLimits {
  uint64_t maxHeaderBytes = uint64_t{16} << 20;
  size_t maxTensors = 65536;
  size_t maxRank = 8;
  size_t maxNameBytes = 512;
  uint64_t maxDataBytes = UINT64_MAX;  ///< the caller's memory budget
};

/// The parsed header of a safetensors file.
struct SafetensorsHeader {
  uint64_t dataStart = 0;           ///< 8 + N
  std::vector<TensorInfo> tensors;  ///< in data order; they tile the data area exactly
  Metadata metadata;                ///< without this program's hashes
  std::vector<uint64_t> hashes;     ///< xxh3 (64 bit) per tensor in the same order, or empty
  /// Whether the hash of the header itself agrees; a wrong one is for verify() to refuse, because
  /// another program may have edited the file and kept our metadata.
  enum class HashState { Missing, Right, Wrong } headerHash = HashState::Missing;
};

/// Parses a header: `prefix` is the start of a file of `fileSize` bytes and must hold at least the
/// 8 + N bytes of the header. Strict: duplicate keys, negative, fractional or overflowing numbers,
/// unknown fields, overlaps, holes and trailing bytes are refused.
/// Errors: Corrupt, Unsupported (another format or dtype, named), Refused (limits); `where` names
/// the file in the sentence.
Result<SafetensorsHeader> parseSafetensorsHeader(std::span<const std::byte> prefix,
                                                 uint64_t fileSize, std::string_view where,
                                                 const SafetensorsLimits& limits = {});

/// An open safetensors file. Only the header is in memory until tensors are asked for, so shapes
/// can be compared with those expected before anything is allocated.
/// Threads: const members from any thread.
class SafetensorsFile {
 public:
  /// Errors: NotFound, Unreadable, and those of parseSafetensorsHeader.
  static Result<SafetensorsFile> open(Vfs& vfs, const std::filesystem::path& path,
                                      const SafetensorsLimits& limits = {});
  static Result<SafetensorsFile> open(const std::filesystem::path& path,
                                      const SafetensorsLimits& limits = {}) {
    return open(realVfs(), path, limits);
  }

  const std::filesystem::path& path() const { return path_; }
  const std::vector<TensorInfo>& tensors() const { return header_.tensors; }
  const Metadata& metadata() const { return header_.metadata; }
  /// The entry named, or nullptr.
  const TensorInfo* find(std::string_view name) const;

  /// Copies the tensor's bytes to `out`, which holds exactly byteSize() bytes.
  /// Errors: NotFound (no such tensor), Unreadable.
  Result<void> read(std::string_view name, std::span<std::byte> out) const;

  /// The tensor's bytes in mapped memory, valid while this object lives; aligned for its dtype in
  /// files this program wrote. For files nobody else changes.
  Result<std::span<const std::byte>> data(std::string_view name) const;

  /// Reads everything and compares with the hashes in the metadata. True when they were there and
  /// right, false when the file carries none (another program's). Errors: Corrupt, Unreadable.
  Result<bool> verify() const;

 private:
  SafetensorsFile() = default;
  std::filesystem::path path_;
  std::unique_ptr<VfsFile> file_;
  SafetensorsHeader header_;
  std::map<std::string, size_t, std::less<>> index_;
};

/// One tensor to write; `data` holds exactly the shape's bytes.
struct TensorView {
  std::string name;
  DType dtype = DType::F32;
  std::vector<int64_t> shape;
  std::span<const std::byte> data;
};

struct SafetensorsWriteOptions {
  bool hashes = true;  ///< xxh3 per tensor and of the header, into the metadata
  std::string tag;     ///< of the temporary's name; see AtomicFile::Options
  bool verify = true;  ///< re-open and compare hashes before the rename
  std::function<void(std::string_view)> onPhase;
};

/// Writes atomically: header padded to 8 bytes, the widest dtypes first (then by name), so every
/// tensor is aligned. The same input gives the same bytes.
/// Errors: Disk; Usage for duplicate or unlawful names and sizes that do not fit the shape.
Result<void> writeSafetensors(Vfs& vfs, const std::filesystem::path& path,
                              const std::vector<TensorView>& tensors, const Metadata& metadata,
                              const SafetensorsWriteOptions& options = {});

/// Bytes that writeSafetensors would write.
Result<uint64_t> safetensorsSize(const std::vector<TensorView>& tensors, const Metadata& metadata,
                                 bool hashes = true);

}  // namespace unroll::io
