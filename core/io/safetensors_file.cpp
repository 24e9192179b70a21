#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <xxhash.h>

#include "io/safetensors.h"
#include "io/safetensors_json.h"

namespace unroll::io {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;

/// What a file that is no safetensors is, by its first bytes; empty when unknown.
std::string_view foreignFormat(std::span<const std::byte> prefix) {
  const std::string_view start(static_cast<const char*>(static_cast<const void*>(prefix.data())),
                               prefix.size());
  if (start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06")) {
    return "a zip/TorchScript archive (PyTorch's .pt, .pth or .npz)";
  }
  if (start.size() >= 2 && start[0] == '\x80' && start[1] >= 2 && start[1] <= 5) {
    return "a Python pickle (PyTorch's old .pt or .pth)";
  }
  if (start.starts_with("\x93NUMPY")) return "a NumPy array (.npy)";
  if (start.starts_with("\x89HDF")) return "an HDF5 file";
  if (start.starts_with("GGUF")) return "a GGUF file";
  return {};
}

tl::unexpected<Error> notSafetensors(std::span<const std::byte> prefix, std::string_view where,
                                     std::string_view problem) {
  if (const std::string_view format = foreignFormat(prefix); !format.empty()) {
    return fail(ErrorKind::Unsupported,
                fmt::format("{} is {}, not safetensors, and such files can run code when they are "
                            "read: convert it with Python's safetensors package first.",
                            where, format));
  }
  return fail(ErrorKind::Corrupt,
              fmt::format("{} is not a whole safetensors file: {}; get the file again or use "
                          "another.",
                          where, problem));
}

uint64_t littleEndian64(std::span<const std::byte> bytes) {
  uint64_t value = 0;
  for (size_t i = 8; i-- > 0;) value = (value << 8) | static_cast<uint64_t>(bytes[i]);
  return value;
}

/// The header's length N, with the checks that need no JSON.
Result<uint64_t> headerLength(std::span<const std::byte> prefix, uint64_t fileSize,
                              std::string_view where, const SafetensorsLimits& limits) {
  if (prefix.size() < 8) {
    return notSafetensors(prefix, where,
                          fmt::format("it ends after {}", humanBytes(prefix.size())));
  }
  const uint64_t length = littleEndian64(prefix);
  if (length > limits.maxHeaderBytes) {
    return notSafetensors(prefix, where,
                          fmt::format("its header would take {}, and {} is the most allowed",
                                      humanBytes(length), humanBytes(limits.maxHeaderBytes)));
  }
  if (length < 2 || length > fileSize - 8) {
    return notSafetensors(prefix, where,
                          fmt::format("its header of {} does not fit a file of {}",
                                      humanBytes(length), humanBytes(fileSize)));
  }
  return length;
}

Result<void> checkTiling(const std::vector<TensorInfo>& tensors, uint64_t dataBytes,
                         std::string_view where) {
  const auto refuse = [&](const TensorInfo& tensor, std::string_view problem) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} contradicts itself: tensor '{}' {}; get the file again or use "
                            "another.",
                            where, tensor.name, problem));
  };
  uint64_t next = 0;
  for (const TensorInfo& tensor : tensors) {
    if (tensor.begin != next || tensor.end < tensor.begin) {
      return refuse(tensor, fmt::format("has the bytes {} to {} where {} comes next", tensor.begin,
                                        tensor.end, next));
    }
    uint64_t needed = 0;
    if (!shapeBytes(tensor.dtype, tensor.shape, needed)) {
      return refuse(tensor, "has a shape too large to be counted");
    }
    if (needed != tensor.byteSize()) {
      return refuse(tensor,
                    fmt::format("has a shape of {} bytes in {} bytes", needed, tensor.byteSize()));
    }
    next = tensor.end;
  }
  if (next != dataBytes) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} is cut short or has bytes too many: its tensors take {} bytes and "
                            "{} are there; get the file again or use another.",
                            where, next, dataBytes));
  }
  return {};
}

/// Moves this program's hashes from the metadata to where they are checked.
void takeHashes(SafetensorsHeader& header, std::string_view json) {
  using HashState = SafetensorsHeader::HashState;
  const auto own = header.metadata.extract(std::string(kHeaderHashKey));
  const auto list = header.metadata.extract(std::string(kHashesKey));
  if (own.empty() && list.empty()) return;
  header.headerHash = HashState::Wrong;
  if (own.empty() || list.empty()) return;

  const std::string& text = list.mapped();
  const size_t count = header.tensors.size();
  if (text.size() != (count == 0 ? 0 : count * 17 - 1)) return;
  std::vector<uint64_t> hashes(count);
  for (size_t i = 0; i < count; ++i) {
    if (!parseHex16(std::string_view(text).substr(i * 17, 16), hashes[i])) return;
    if (i > 0 && text[i * 17 - 1] != ' ') return;
  }
  uint64_t wanted = 0;
  size_t digits = 0;
  if (!parseHex16(own.mapped(), wanted) || headerHash(json, digits) != wanted) return;
  header.hashes = std::move(hashes);
  header.headerHash = HashState::Right;
}

std::string quoted(const std::filesystem::path& path) { return fmt::format("'{}'", path.string()); }

tl::unexpected<Error> changedMeanwhile(const std::filesystem::path& path) {
  return fail(
      ErrorKind::Unreadable,
      fmt::format("{} became shorter while it was read: let nothing else write it.", quoted(path)));
}

}  // namespace

Result<SafetensorsHeader> parseSafetensorsHeader(std::span<const std::byte> prefix,
                                                 uint64_t fileSize, std::string_view where,
                                                 const SafetensorsLimits& limits) {
  UNROLL_TRY_ASSIGN(length, headerLength(prefix, fileSize, where, limits));
  if (prefix.size() - 8 < length) {
    return notSafetensors(prefix, where, "its header is cut short");
  }
  const std::string_view json(static_cast<const char*>(static_cast<const void*>(prefix.data() + 8)),
                              length);
  if (json.front() != '{') return notSafetensors(prefix, where, "its header is not JSON");
  UNROLL_TRY_ASSIGN(raw, parseHeaderJson(json, where, limits));

  SafetensorsHeader header;
  header.dataStart = 8 + length;
  header.tensors = std::move(raw.tensors);
  header.metadata = std::move(raw.metadata);
  std::sort(header.tensors.begin(), header.tensors.end(), inDataOrder);
  const uint64_t dataBytes = fileSize - header.dataStart;
  UNROLL_TRY(checkTiling(header.tensors, dataBytes, where));
  if (dataBytes > limits.maxDataBytes) {
    return fail(ErrorKind::Refused,
                fmt::format("{} holds {} of tensors, and {} is the most allowed here: use a "
                            "smaller model or more memory.",
                            where, humanBytes(dataBytes), humanBytes(limits.maxDataBytes)));
  }
  takeHashes(header, json);
  return header;
}

Result<SafetensorsFile> SafetensorsFile::open(Vfs& vfs, const std::filesystem::path& path,
                                              const SafetensorsLimits& limits) {
  auto opened = vfs.open(path, OpenMode::Read);
  if (!opened) return tl::unexpected(readError(opened.error(), path));
  SafetensorsFile file;
  file.path_ = path;
  file.file_ = std::move(*opened);
  const IoResult<uint64_t> size = file.file_->size();
  if (!size) return tl::unexpected(readError(size.error(), path));

  const std::string where = quoted(path);
  std::vector<std::byte> prefix(8);
  const auto readPrefix = [&](uint64_t offset) -> Result<void> {
    const IoResult<size_t> count =
        readFully(*file.file_, offset, std::span(prefix).subspan(offset));
    if (!count) return tl::unexpected(readError(count.error(), path));
    prefix.resize(offset + *count);
    return {};
  };
  UNROLL_TRY(readPrefix(0));
  UNROLL_TRY_ASSIGN(length, headerLength(prefix, *size, where, limits));
  prefix.resize(8 + length);
  UNROLL_TRY(readPrefix(8));
  UNROLL_TRY_ASSIGN(header, parseSafetensorsHeader(prefix, *size, where, limits));
  file.header_ = std::move(header);
  for (size_t i = 0; i < file.header_.tensors.size(); ++i) {
    file.index_.emplace(file.header_.tensors[i].name, i);
  }
  return file;
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? nullptr : &header_.tensors[found->second];
}

Result<void> SafetensorsFile::read(std::string_view name, std::span<std::byte> out) const {
  const TensorInfo* tensor = find(name);
  if (tensor == nullptr) {
    return fail(ErrorKind::NotFound,
                fmt::format("{} has no tensor '{}': it was made for another network.",
                            quoted(path_), name));
  }
  if (out.size() != tensor->byteSize()) {
    return fail(ErrorKind::Internal,
                fmt::format("tensor '{}' of {} has {} bytes and room for {} was given.", name,
                            quoted(path_), tensor->byteSize(), out.size()));
  }
  const IoResult<size_t> count = readFully(*file_, header_.dataStart + tensor->begin, out);
  if (!count) return tl::unexpected(readError(count.error(), path_));
  if (*count != out.size()) return changedMeanwhile(path_);
  return {};
}

Result<std::span<const std::byte>> SafetensorsFile::data(std::string_view name) const {
  const TensorInfo* tensor = find(name);
  if (tensor == nullptr) {
    return fail(ErrorKind::NotFound,
                fmt::format("{} has no tensor '{}': it was made for another network.",
                            quoted(path_), name));
  }
  const auto mapped = file_->map();
  if (!mapped) return tl::unexpected(readError(mapped.error(), path_));
  const uint64_t begin = header_.dataStart + tensor->begin;
  if (mapped->size() < header_.dataStart + tensor->end) return changedMeanwhile(path_);
  return mapped->subspan(begin, tensor->byteSize());
}

Result<bool> SafetensorsFile::verify() const {
  using HashState = SafetensorsHeader::HashState;
  if (header_.headerHash == HashState::Missing) return false;
  const auto refuse = [&](std::string_view what) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} is damaged or was edited: {} does not agree with its hash; use "
                            "another checkpoint or get the file again.",
                            quoted(path_), what));
  };
  if (header_.headerHash == HashState::Wrong) return refuse("its header");
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              &XXH3_freeState);
  std::vector<std::byte> buffer(kReadBytes);
  for (size_t i = 0; i < header_.tensors.size(); ++i) {
    const TensorInfo& tensor = header_.tensors[i];
    XXH3_64bits_reset(state.get());
    for (uint64_t at = tensor.begin; at < tensor.end;) {
      const auto piece =
          std::span(buffer).first(std::min<uint64_t>(buffer.size(), tensor.end - at));
      const IoResult<size_t> count = readFully(*file_, header_.dataStart + at, piece);
      if (!count) return tl::unexpected(readError(count.error(), path_));
      if (*count != piece.size()) return changedMeanwhile(path_);
      XXH3_64bits_update(state.get(), piece.data(), piece.size());
      at += piece.size();
    }
    if (XXH3_64bits_digest(state.get()) != header_.hashes[i]) {
      return refuse(fmt::format("tensor '{}'", tensor.name));
    }
  }
  return true;
}

}  // namespace unroll::io
