#include "train/named_tensors.h"

#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unroll::train {
namespace {

std::optional<io::DType> dtypeOf(const torch::Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case torch::kFloat64:
      return io::DType::F64;
    case torch::kFloat32:
      return io::DType::F32;
    case torch::kFloat16:
      return io::DType::F16;
    case torch::kBFloat16:
      return io::DType::BF16;
    case torch::kInt64:
      return io::DType::I64;
    case torch::kInt32:
      return io::DType::I32;
    case torch::kUInt8:
      return io::DType::U8;
    default:
      return std::nullopt;
  }
}

}  // namespace

NamedTensors namedParameters(const torch::nn::Module& module, const std::string& prefix) {
  NamedTensors named;
  for (const auto& item : module.named_parameters())
    named.emplace_back(prefix + item.key(), item.value());
  return named;
}

NamedTensors namedState(const torch::nn::Module& module, const std::string& prefix) {
  NamedTensors named = namedParameters(module, prefix);
  for (const auto& item : module.named_buffers())
    named.emplace_back(prefix + item.key(), item.value());
  return named;
}

void TensorSnapshot::add(const NamedTensors& tensors) {
  for (const auto& [name, tensor] : tensors) add(name, tensor);
}

void TensorSnapshot::add(std::string name, const torch::Tensor& tensor) {
  TORCH_CHECK(dtypeOf(tensor), "tensor ", name, " has a kind of number that files cannot hold");
  torch::NoGradGuard guard;
  torch::Tensor copy = tensor.detach().to(torch::kCPU).contiguous();
  if (copy.is_alias_of(tensor)) copy = copy.clone();
  tensors_.emplace_back(std::move(name), std::move(copy));
}

std::vector<io::TensorView> TensorSnapshot::views() const {
  std::vector<io::TensorView> views;
  for (const auto& [name, tensor] : tensors_) {
    views.push_back({name,
                     *dtypeOf(tensor),
                     tensor.sizes().vec(),
                     {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}});
  }
  return views;
}

Result<void> loadTensors(const io::SafetensorsFile& file, const NamedTensors& tensors,
                         Extra extra) {
  const std::string where = file.path().filename().string();
  std::set<std::string_view> known;
  for (const auto& [name, tensor] : tensors) {
    known.insert(name);
    const io::TensorInfo* info = file.find(name);
    if (info == nullptr) {
      return fail(ErrorKind::Refused,
                  fmt::format("{} does not fit these networks: it has no tensor {}; "
                              "use the recipe it was trained with.",
                              where, name));
    }
    if (info->shape != tensor.sizes().vec() || info->dtype != dtypeOf(tensor)) {
      return fail(
          ErrorKind::Refused,
          fmt::format("{} does not fit these networks: {} is {} ({}) there and ({}) here; use the "
                      "recipe it was trained with.",
                      where, name, io::name(info->dtype), fmt::join(info->shape, ", "),
                      fmt::join(tensor.sizes(), ", ")));
    }
  }
  if (extra == Extra::Refuse) {
    for (const io::TensorInfo& info : file.tensors()) {
      if (!known.contains(info.name)) {
        return fail(ErrorKind::Refused,
                    fmt::format("{} does not fit these networks: {} is not part of them; "
                                "use the recipe it was trained with.",
                                where, info.name));
      }
    }
  }
  torch::NoGradGuard guard;
  for (const auto& [name, tensor] : tensors) {
    torch::Tensor read =
        torch::empty(tensor.sizes(), tensor.options().device(torch::kCPU).requires_grad(false));
    UNROLL_TRY(file.read(name, {static_cast<std::byte*>(read.data_ptr()), read.nbytes()}));
    tensor.detach().copy_(read);
  }
  return {};
}

bool holds(const io::SafetensorsFile& file, std::string_view prefix) {
  for (const io::TensorInfo& info : file.tensors()) {
    if (info.name.starts_with(prefix)) return true;
  }
  return false;
}

}  // namespace unroll::train
