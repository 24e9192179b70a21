#include "train/losses.h"

#include <torch/types.h>

namespace unroll::train {
namespace {

constexpr double kLeastVariety = 1e-6;  // Far less than one grey level in one pixel.

}  // namespace

at::Tensor criticHinge(const at::Tensor& real, const at::Tensor& fake) {
  return torch::relu(1 - real).mean() + torch::relu(1 + fake).mean();
}

at::Tensor generatorHinge(const at::Tensor& fake) { return -fake.mean(); }

at::Tensor varietyOf(const at::Tensor& clip, const at::Tensor& label) {
  const at::Tensor rows = clip.flatten(1).to(torch::kFloat32);
  const at::Tensor alike = label.unsqueeze(0).eq(label.unsqueeze(1)).triu(1).to(rows.scalar_type());
  const at::Tensor distance = torch::cdist(rows, rows, 1) / static_cast<double>(rows.size(1));
  return (distance * alike).sum() / alike.sum().clamp_min(1);
}

at::Tensor varietyHinge(const at::Tensor& made, const at::Tensor& real) {
  // Without a pair both are 0 and so is the loss.
  return torch::relu(1 - (made + kLeastVariety) / (real + kLeastVariety));
}

}  // namespace unroll::train
