#include "train/losses.h"

#include <torch/types.h>

namespace unroll::train {

at::Tensor criticHinge(const at::Tensor& real, const at::Tensor& fake) {
  return torch::relu(1 - real).mean() + torch::relu(1 + fake).mean();
}

at::Tensor generatorHinge(const at::Tensor& fake) { return -fake.mean(); }

}  // namespace unroll::train
