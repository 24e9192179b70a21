#include "metrics/feature_statistics.h"

namespace unroll::metrics {

FeatureStatistics::FeatureStatistics(int64_t width)
    : mean_(torch::zeros({width}, torch::kFloat64)),
      scatter_(torch::zeros({width, width}, torch::kFloat64)) {}

void FeatureStatistics::add(const torch::Tensor& features) {
  TORCH_CHECK(features.dim() == 2 && features.size(1) == width(), "features are (N, ", width(),
              "), not ", features.sizes());
  const int64_t more = features.size(0);
  if (more == 0) return;
  torch::NoGradGuard guard;
  const torch::Tensor x = features.detach().to(torch::kCPU, torch::kFloat64);
  const torch::Tensor batchMean = x.mean(0);
  const torch::Tensor centred = x - batchMean;
  const torch::Tensor shift = batchMean - mean_;
  const auto n = static_cast<double>(count_);
  const auto m = static_cast<double>(more);
  scatter_.addmm_(centred.t(), centred);
  scatter_.addr_(shift, shift, 1, n * m / (n + m));
  mean_.add_(shift, m / (n + m));
  count_ += more;
}

bool FeatureStatistics::setState(int64_t count, const torch::Tensor& mean,
                                 const torch::Tensor& scatter) {
  if (!mean.defined() || mean.sizes() != mean_.sizes() || !scatter.defined() ||
      scatter.sizes() != scatter_.sizes()) {
    return false;
  }
  count_ = count;
  mean_ = mean.to(torch::kFloat64).clone();
  scatter_ = scatter.to(torch::kFloat64).clone();
  return true;
}

torch::Tensor FeatureStatistics::covariance() const {
  TORCH_CHECK(count_ >= 2, "a covariance needs two clips");
  return scatter_ / static_cast<double>(count_ - 1);
}

}  // namespace unroll::metrics
