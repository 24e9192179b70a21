#include "train/adam.h"

namespace unroll::train {

Adam::Adam(std::string title, NamedTensors parameters, AdamOptions options)
    : name_(std::move(title)), parameters_(std::move(parameters)), options_(options) {
  TORCH_CHECK(!parameters_.empty(), "an optimiser needs parameters");
  torch::NoGradGuard guard;
  for (const auto& [name, parameter] : parameters_) {
    values_.push_back(parameter);
    m_.push_back(torch::zeros_like(parameter));
    v_.push_back(torch::zeros_like(parameter));
  }
  count_ = torch::zeros({}, torch::dtype(torch::kFloat32).device(values_[0].device()));
}

void Adam::step(const torch::Tensor& notFinite) {
  torch::NoGradGuard guard;
  std::vector<torch::Tensor> values, gradients, m, v;
  for (size_t i = 0; i < values_.size(); ++i) {
    const torch::Tensor& gradient = values_[i].grad();
    if (!gradient.defined()) continue;
    values.push_back(values_[i]);
    gradients.push_back(gradient);
    m.push_back(m_[i]);
    v.push_back(v_[i]);
  }
  if (values.empty()) return;
  count_.add_(1);
  const std::vector<torch::Tensor> counts(values.size(), count_);
  const auto found = notFinite.defined() ? std::optional<torch::Tensor>(notFinite) : std::nullopt;
  torch::_fused_adam_(values, gradients, m, v, {}, counts, options_.rate, options_.beta1,
                      options_.beta2,
                      /*weight_decay=*/0.0, options_.epsilon, /*amsgrad=*/false, /*maximize=*/false,
                      /*grad_scale=*/{}, found);
}

void Adam::zeroGrad() {
  for (torch::Tensor& value : values_) value.mutable_grad() = torch::Tensor();
}

torch::Tensor Adam::squaredGradientNorm() const {
  torch::NoGradGuard guard;
  std::vector<torch::Tensor> gradients;
  for (const torch::Tensor& value : values_) {
    if (value.grad().defined()) gradients.push_back(value.grad());
  }
  if (gradients.empty()) return torch::zeros({}, values_[0].options().dtype(torch::kFloat32));
  return torch::stack(torch::_foreach_norm(gradients)).square().sum().to(torch::kFloat32);
}

NamedTensors Adam::state() const {
  NamedTensors state;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    state.emplace_back("adam." + parameters_[i].first + ".m", m_[i]);
    state.emplace_back("adam." + parameters_[i].first + ".v", v_[i]);
  }
  state.emplace_back("adam." + name_ + ".count", count_);
  return state;
}

void Adam::setRequiresGrad(bool wanted) {
  for (torch::Tensor& value : values_) value.requires_grad_(wanted);
}

}  // namespace unroll::train
