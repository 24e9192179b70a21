#include "train/losses.h"

#include <torch/types.h>

namespace unroll::train {
namespace {

constexpr double kLeastVariety = 1e-6;   // Far less than clips differ by rounding.
constexpr double kLeastVariance = 1e-4;  // One grey level of 255, squared, and some more.

}  // namespace

at::Tensor criticHinge(const at::Tensor& real, const at::Tensor& fake) {
  return torch::relu(1 - real).mean() + torch::relu(1 + fake).mean();
}

at::Tensor generatorHinge(const at::Tensor& fake) { return -fake.mean(); }

at::Tensor varietyOf(const at::Tensor& clip, const at::Tensor& label) {
  const at::Tensor grey = clip.to(torch::kFloat32).mean(1).flatten(1);
  const at::Tensor centred = grey - grey.mean(1, true);
  const at::Tensor rows = centred / (centred.square().mean(1, true) + kLeastVariance).sqrt();
  const at::Tensor alike = label.unsqueeze(0).eq(label.unsqueeze(1)).triu(1).to(rows.scalar_type());
  const at::Tensor distance = torch::cdist(rows, rows, 1) / static_cast<double>(rows.size(1));
  return (distance * alike).sum() / alike.sum().clamp_min(1);
}

at::Tensor varietyHinge(const at::Tensor& made, const at::Tensor& real) {
  // Without a pair both are 0 and so is the loss.
  return torch::relu(1 - (made + kLeastVariety) / (real + kLeastVariety));
}

}  // namespace unroll::train
