#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "io/safetensors.h"
#include "io/safetensors_json.h"

namespace unroll::io {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 20;

/// A header ready to be written and the tensors in the order of their data.
struct Layout {
  std::string header;  ///< with the 8 bytes of its length
  std::vector<const TensorView*> order;
  uint64_t dataBytes = 0;
};

tl::unexpected<Error> unlawful(std::string_view name, std::string_view problem) {
  return fail(ErrorKind::Usage,
              fmt::format("Tensor '{}' cannot be written as safetensors: it {}.", name, problem));
}

Result<void> checkTensor(const TensorView& tensor) {
  const SafetensorsLimits limits;
  const std::string& name = tensor.name;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (name.empty() || name.size() > limits.maxNameBytes || name == "__metadata__" ||
      std::any_of(name.begin(), name.end(), control)) {
    return unlawful("?", fmt::format("has an unlawful name of {} bytes", name.size()));
  }
  if (tensor.shape.size() > limits.maxRank) return unlawful(name, "has too many dimensions");
  uint64_t bytes = 0;
  if (!shapeBytes(tensor.dtype, tensor.shape, bytes) || bytes != tensor.data.size()) {
    return unlawful(
        name, fmt::format("has {} bytes of data for a shape of {}", tensor.data.size(), bytes));
  }
  return {};
}

/// JSON text of a string. Errors: Usage when it is not UTF-8.
Result<std::string> jsonText(const std::string& text) {
  try {
    return nlohmann::json(text).dump();
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorKind::Usage, "A name or metadata value for a safetensors file is not UTF-8.");
  }
}

Result<Layout> layOut(const std::vector<TensorView>& tensors, const Metadata& metadata,
                      bool hashes) {
  const SafetensorsLimits limits;
  Layout layout;
  std::set<std::string_view> names;
  for (const TensorView& tensor : tensors) {
    UNROLL_TRY(checkTensor(tensor));
    if (!names.insert(tensor.name).second) return unlawful(tensor.name, "is there twice");
    layout.order.push_back(&tensor);
  }
  if (tensors.size() > limits.maxTensors) {
    return fail(ErrorKind::Usage, fmt::format("{} tensors are more than the {} one file may hold.",
                                              tensors.size(), limits.maxTensors));
  }
  // Widest first, so every tensor starts at a multiple of its element. Empty ones come first among
  // their width: they share the offset of the next, and readers order those two by their ends.
  std::sort(layout.order.begin(), layout.order.end(), [](const auto* a, const auto* b) {
    const int64_t widthA = -itemSize(a->dtype);
    const int64_t widthB = -itemSize(b->dtype);
    const bool filledA = !a->data.empty();
    const bool filledB = !b->data.empty();
    return std::tie(widthA, filledA, a->name) < std::tie(widthB, filledB, b->name);
  });

  Metadata all = metadata;
  all.erase(std::string(kHashesKey));
  all.erase(std::string(kHeaderHashKey));
  std::vector<TensorInfo> infos;
  std::string entries;
  for (const TensorView* tensor : layout.order) {
    TensorInfo info{tensor->name, tensor->dtype, tensor->shape, layout.dataBytes, 0};
    info.end = layout.dataBytes += tensor->data.size();
    UNROLL_TRY_ASSIGN(name, jsonText(tensor->name));
    entries += fmt::format(",{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", name,
                           io::name(info.dtype), fmt::join(info.shape, ","), info.begin, info.end);
    infos.push_back(std::move(info));
  }
  if (hashes) {
    std::vector<size_t> order(infos.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return inDataOrder(infos[a], infos[b]); });
    std::string& list = all[std::string(kHashesKey)];
    for (const size_t i : order) {
      if (!list.empty()) list += ' ';
      list += hex16(xxh3(layout.order[i]->data));
    }
    all[std::string(kHeaderHashKey)] = std::string(16, '0');
  }

  std::string json = "{";
  if (!all.empty()) {
    json += "\"__metadata__\":{";
    bool first = true;
    for (const auto& [key, value] : all) {
      UNROLL_TRY_ASSIGN(keyText, jsonText(key));
      UNROLL_TRY_ASSIGN(valueText, jsonText(value));
      json += fmt::format("{}{}:{}", first ? "" : ",", keyText, valueText);
      first = false;
    }
    json += '}';
    json += entries;
  } else if (!entries.empty()) {
    json += std::string_view(entries).substr(1);
  }
  json += '}';
  json.resize((json.size() + 7) / 8 * 8, ' ');
  if (json.size() > limits.maxHeaderBytes) {
    return fail(ErrorKind::Usage,
                fmt::format("The names and metadata take {}, and a safetensors header may take {}.",
                            humanBytes(json.size()), humanBytes(limits.maxHeaderBytes)));
  }
  if (hashes) {
    size_t digits = 0;
    const std::string own = hex16(headerHash(json, digits));
    json.replace(digits, own.size(), own);
  }
  for (unsigned i = 0; i < 8; ++i) {
    layout.header += static_cast<char>((json.size() >> (8 * i)) & 0xFF);
  }
  layout.header += json;
  return layout;
}

/// Gathers small tensors, so that a save is few system calls.
class BufferedWriter {
 public:
  explicit BufferedWriter(AtomicFile& file) : file_(file) {}

  Result<void> write(std::span<const std::byte> bytes) {
    if (buffer_.size() + bytes.size() > kBufferBytes) UNROLL_TRY(flush());
    if (bytes.size() > kBufferBytes) return file_.write(bytes);
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    return {};
  }

  Result<void> flush() {
    if (buffer_.empty()) return {};
    UNROLL_TRY(file_.write(buffer_));
    buffer_.clear();
    return {};
  }

 private:
  AtomicFile& file_;
  std::vector<std::byte> buffer_;
};

}  // namespace

Result<void> writeSafetensors(Vfs& vfs, const std::filesystem::path& path,
                              const std::vector<TensorView>& tensors, const Metadata& metadata,
                              const SafetensorsWriteOptions& options) {
  UNROLL_TRY_ASSIGN(layout, layOut(tensors, metadata, options.hashes));
  AtomicFile::Options fileOptions;
  fileOptions.expectedBytes = layout.header.size() + layout.dataBytes;
  fileOptions.tag = options.tag;
  fileOptions.onPhase = options.onPhase;
  UNROLL_TRY_ASSIGN(file, AtomicFile::create(vfs, path, std::move(fileOptions)));
  BufferedWriter writer(file);
  UNROLL_TRY(writer.write(asBytes(layout.header)));
  for (const TensorView* tensor : layout.order) UNROLL_TRY(writer.write(tensor->data));
  UNROLL_TRY(writer.flush());
  if (!options.verify) return file.commit();
  return file.commit([&](const std::filesystem::path& temporary) -> Result<void> {
    const auto damaged = [&](std::string_view why) {
      return fail(ErrorKind::Disk,
                  fmt::format("'{}' was not saved: what was written does not read back the same "
                              "({}); check the disk.",
                              path.string(), why));
    };
    const auto written = SafetensorsFile::open(vfs, temporary);
    if (!written) return damaged(written.error().message);
    const auto verified = written->verify();
    if (!verified) return damaged(verified.error().message);
    if (*verified != options.hashes) return damaged("its hashes are missing");
    return {};
  });
}

Result<uint64_t> safetensorsSize(const std::vector<TensorView>& tensors, const Metadata& metadata,
                                 bool hashes) {
  UNROLL_TRY_ASSIGN(layout, layOut(tensors, metadata, hashes));
  return layout.header.size() + layout.dataBytes;
}

}  // namespace unroll::io
