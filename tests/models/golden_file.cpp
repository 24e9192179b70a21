#include "models/golden_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unroll::test {
namespace {

std::filesystem::path goldenFolder() {
  const char* set = std::getenv("UNROLL_GOLDEN");
  return set != nullptr ? std::filesystem::path(set)
                        : std::filesystem::path(UNROLL_SOURCE_DIR) / "tests" / "golden";
}

io::SafetensorsFile openOrThrow(const std::string& name) {
  auto file = io::SafetensorsFile::open(goldenFolder() / (name + ".safetensors"));
  if (!file) throw std::runtime_error(file.error().message);
  return std::move(*file);
}

torch::Dtype torchType(io::DType dtype) {
  if (dtype == io::DType::F64) return torch::kFloat64;
  if (dtype == io::DType::I64) return torch::kInt64;
  throw std::runtime_error(fmt::format("unexpected dtype {} in a golden file", io::name(dtype)));
}

using Named = std::vector<std::pair<std::string, torch::Tensor>>;

Named stateOf(const torch::nn::Module& module) {
  Named state;
  for (const auto& item : module.named_parameters()) state.emplace_back(item.key(), item.value());
  for (const auto& item : module.named_buffers()) state.emplace_back(item.key(), item.value());
  return state;
}

}  // namespace

GoldenFile::GoldenFile(const std::string& name) : file_(openOrThrow(name)) {}

torch::Tensor GoldenFile::read(const std::string& name) {
  const io::TensorInfo* info = file_.find(name);
  if (info == nullptr) throw std::runtime_error("no tensor " + name + " in " + file_.path().string());
  torch::Tensor tensor = torch::empty(info->shape, torchType(info->dtype));
  const auto bytes = std::span(static_cast<std::byte*>(tensor.data_ptr()), info->byteSize());
  if (auto done = file_.read(name, bytes); !done) throw std::runtime_error(done.error().message);
  read_.push_back(name);
  return tensor;
}

void GoldenFile::load(torch::nn::Module& module, const std::string& prefix) {
  torch::NoGradGuard guard;
  module.to(torch::kFloat64);
  std::set<std::string> names;
  for (auto& [name, tensor] : stateOf(module)) {
    const torch::Tensor stored = read(prefix + name);
    if (stored.sizes() != tensor.sizes()) throw std::runtime_error("shape of " + name + " differs");
    tensor.copy_(stored);
    names.insert(prefix + name);
  }
  for (const io::TensorInfo& info : file_.tensors()) {
    if (info.name.starts_with(prefix) && !names.contains(info.name)) {
      throw std::runtime_error("the module has no " + info.name);
    }
  }
}

std::vector<std::string> GoldenFile::differences(const torch::nn::Module& module, const std::string& prefix,
                                                 double tolerance) {
  std::vector<std::string> out;
  for (const auto& [name, tensor] : stateOf(module)) {
    const std::string found = difference(tensor, read(prefix + name), tolerance);
    if (!found.empty()) out.push_back(name + ": " + found);
  }
  return out;
}

std::vector<std::string> GoldenFile::unread() const {
  std::vector<std::string> out;
  for (const io::TensorInfo& info : file_.tensors()) {
    if (std::find(read_.begin(), read_.end(), info.name) == read_.end()) out.push_back(info.name);
  }
  return out;
}

std::string difference(const torch::Tensor& actual, const torch::Tensor& expected, double tolerance) {
  if (actual.sizes() != expected.sizes()) {
    return fmt::format("shape [{}] instead of [{}]", fmt::join(actual.sizes().vec(), ", "),
                       fmt::join(expected.sizes().vec(), ", "));
  }
  const torch::Tensor a = actual.detach().to(torch::kCPU, torch::kFloat64).contiguous().flatten();
  const torch::Tensor b = expected.detach().to(torch::kFloat64).contiguous().flatten();
  // Not within, rather than beyond: a NaN differs from everything.
  const torch::Tensor wrong = torch::logical_not((a - b).abs() <= tolerance * b.abs().clamp_min(1.0));
  if (!wrong.any().item<bool>()) return {};
  const int64_t index = wrong.to(torch::kInt).argmax().item<int64_t>();
  return fmt::format("element {} is {} instead of {} ({} of {} differ)", index, a[index].item<double>(),
                     b[index].item<double>(), wrong.sum().item<int64_t>(), a.numel());
}

}  // namespace unroll::test
