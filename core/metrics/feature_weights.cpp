#include "metrics/feature_weights.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "io/safetensors.h"
#include "metrics/built_in_features.h"
#include "models/c3d.h"
#include "models/i3d.h"
#include "models/inception.h"
#include "models/small_features.h"

namespace unroll::metrics {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kNames = {"small", "i3d", "c3d", "inception"};

/// A safetensors file wholly in memory.
struct WeightsFile {
  std::string where;
  std::span<const std::byte> bytes;
  io::SafetensorsHeader header;

  const io::TensorInfo* find(const std::string& name) const {
    const auto found = std::ranges::find(header.tensors, name, &io::TensorInfo::name);
    return found == header.tensors.end() ? nullptr : &*found;
  }
};

Result<WeightsFile> parse(std::span<const std::byte> bytes, const std::string& where) {
  UNROLL_TRY_ASSIGN(header, io::parseSafetensorsHeader(bytes, bytes.size(), where));
  return WeightsFile{where, bytes, std::move(header)};
}

Result<torch::Dtype> torchType(const io::TensorInfo& info, const std::string& where) {
  switch (info.dtype) {
    case io::DType::F64:
      return torch::kFloat64;
    case io::DType::F32:
      return torch::kFloat32;
    case io::DType::F16:
      return torch::kFloat16;
    case io::DType::BF16:
      return torch::kBFloat16;
    default:
      return fail(ErrorKind::Refused,
                  fmt::format("'{}' holds {} as {}; floating-point numbers are wanted.", where,
                              info.name, io::name(info.dtype)));
  }
}

Result<void> fill(torch::nn::Module& module, const WeightsFile& file) {
  torch::NoGradGuard guard;
  std::vector<std::pair<std::string, torch::Tensor>> wanted;
  for (const auto& item : module.named_parameters()) wanted.emplace_back(item.key(), item.value());
  for (const auto& item : module.named_buffers()) {
    // Counts batches seen in training; nothing is computed with it.
    if (!item.key().ends_with("num_batches_tracked")) wanted.emplace_back(item.key(), item.value());
  }
  std::set<std::string> names;
  for (auto& [name, tensor] : wanted) {
    names.insert(name);
    const io::TensorInfo* info = file.find(name);
    if (info == nullptr || info->shape != tensor.sizes().vec()) {
      return fail(
          ErrorKind::Refused,
          fmt::format("'{}' has {} {}; convert the public weights with packaging/"
                      "convert_features.py.",
                      file.where, info == nullptr ? "no tensor" : "another shape of", name));
    }
    UNROLL_TRY_ASSIGN(dtype, torchType(*info, file.where));
    torch::Tensor stored = torch::empty(info->shape, torch::TensorOptions(dtype));
    std::memcpy(stored.data_ptr(), file.bytes.data() + file.header.dataStart + info->begin,
                info->byteSize());
    tensor.copy_(stored);
  }
  for (const io::TensorInfo& info : file.header.tensors) {
    if (!names.contains(info.name) && !info.name.ends_with("num_batches_tracked")) {
      return fail(
          ErrorKind::Refused,
          fmt::format("'{}' holds {}, which this network does not have.", file.where, info.name));
    }
  }
  return {};
}

/// The network whose tensors these are.
Result<std::shared_ptr<models::FeatureNet>> networkOf(const WeightsFile& file) {
  if (const io::TensorInfo* logits = file.find("logits.conv3d.weight"); logits != nullptr) {
    const int64_t classes = logits->shape.empty() ? 0 : logits->shape[0];
    return std::make_shared<models::I3d>(models::I3dSpec{.classes = classes});
  }
  if (const io::TensorInfo* last = file.find("fc8.weight"); last != nullptr) {
    const int64_t classes = last->shape.empty() ? 0 : last->shape[0];
    return std::make_shared<models::C3d>(models::C3dSpec{.classes = classes});
  }
  if (file.find("Mixed_7c.branch_pool.conv.weight") != nullptr) {
    const io::TensorInfo* last = file.find("fc.weight");
    const int64_t classes = last == nullptr || last->shape.empty() ? 0 : last->shape[0];
    if (classes != models::InceptionSpec::kPublishedClasses) {
      return fail(
          ErrorKind::Refused,
          fmt::format("'{}' holds an Inception-v3 of {} classes; FID is made with the one of "
                      "December 2015, which has {}: convert its weights with "
                      "packaging/convert_features.py inception.",
                      file.where, classes, models::InceptionSpec::kPublishedClasses));
    }
    return std::make_shared<models::Inception>();
  }
  if (file.find("conv4.weight") != nullptr && file.find("frozen.weight") != nullptr) {
    return std::make_shared<models::SmallFeatures>();
  }
  return fail(ErrorKind::Refused,
              fmt::format("'{}' holds no feature network that is known here: its tensors are "
                          "neither I3D's, nor C3D's, nor Inception-v3's, nor features-small's.",
                          file.where));
}

Result<LoadedFeatures> load(std::span<const std::byte> bytes, const std::string& where) {
  UNROLL_TRY_ASSIGN(file, parse(bytes, where));
  UNROLL_TRY_ASSIGN(network, networkOf(file));
  UNROLL_TRY(fill(*network, file));
  network->eval();
  for (torch::Tensor& parameter : network->parameters()) parameter.set_requires_grad(false);
  LoadedFeatures loaded;
  loaded.info = network->info();
  loaded.network = std::move(network);
  loaded.hash = fmt::format("{:016x}", XXH3_64bits(bytes.data(), bytes.size()));
  return loaded;
}

Result<LoadedFeatures> loadFile(const fs::path& path) {
  constexpr uint64_t kMost = uint64_t{2} << 30;
  auto file = realVfs().open(path, OpenMode::Read);
  if (!file) return tl::unexpected(readError(file.error(), path));
  const auto size = (*file)->size();
  if (!size) return tl::unexpected(readError(size.error(), path));
  if (*size > kMost) {
    return fail(ErrorKind::Refused,
                fmt::format("'{}' is larger than 2 GB and no feature network.", path.string()));
  }
  std::vector<std::byte> bytes(*size);
  const auto count = readFully(**file, 0, bytes);
  if (!count) return tl::unexpected(readError(count.error(), path));
  bytes.resize(*count);
  return load(bytes, path.string());
}

}  // namespace

Result<LoadedFeatures> loadFeatures(const std::string& nameOrFile, const fs::path& weightsFolder) {
  const size_t colon = nameOrFile.find(':');
  if (const std::string named = nameOrFile.substr(0, colon);
      colon != std::string::npos && std::ranges::find(kNames, named) != kNames.end()) {
    UNROLL_TRY_ASSIGN(loaded, loadFile(nameOrFile.substr(colon + 1)));
    const std::string found = loaded.info.name == "features-small" ? "small" : loaded.info.name;
    if (found == named) return loaded;
    return fail(ErrorKind::Refused, fmt::format("'{}' holds the network {}, not {}.",
                                                nameOrFile.substr(colon + 1), found, named));
  }
  if (nameOrFile == "small" || nameOrFile == "features-small") {
    if (builtInFeatures().empty()) {
      return fail(ErrorKind::Unsupported,
                  "features-small was not there when this program was built; make it with "
                  "'unroll train-features' and name its file.");
    }
    return load(builtInFeatures(), "built in");
  }
  const bool isFile = std::ranges::any_of(nameOrFile, [](char c) { return c == '/' || c == '.'; });
  if (isFile) return loadFile(nameOrFile);
  if (std::ranges::find(kNames, nameOrFile) == kNames.end()) {
    return fail(ErrorKind::NotFound,
                fmt::format("There is no feature network '{}': use {} or a safetensors file.{}",
                            nameOrFile, fmt::join(kNames, ", "), didYouMean(nameOrFile, kNames)));
  }
  const fs::path path = weightsFolder / (nameOrFile + ".safetensors");
  std::error_code error;
  if (!fs::exists(path, error)) {
    return fail(ErrorKind::NotFound,
                fmt::format("The public weights of {} are not here ('{}'): download them, convert "
                            "them with 'packaging/convert_features.py {} WEIGHTS {}', and try "
                            "again; or use --features small.",
                            nameOrFile, path.string(), nameOrFile, path.string()));
  }
  return loadFile(path);
}

}  // namespace unroll::metrics
