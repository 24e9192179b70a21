#include "nn/norm_relu.h"

#include <ATen/Dispatch.h>
#include <torch/csrc/autograd/custom_function.h>

#include "nn/norm_relu_cpu.h"

namespace unroll::nn {
namespace {

using torch::Tensor;

NormLayout layoutOf(const Tensor& x, int64_t clips) {
  return {x.size(0) / clips, clips, x.size(2) * x.size(3), x.size(1)};
}

/// The step of a running statistic; a standing-statistics pass (momentum absent) takes the plain average.
double momentumOf(torch::nn::BatchNorm2dImpl& norm) {
  if (norm.options.momentum()) return *norm.options.momentum();
  return norm.is_training() ? 1.0 / norm.num_batches_tracked.item<double>() : 0.0;
}

/// Shapes: x (T*N, C, H, W); scale, shift (N, C); mean, variance (C) float64 -> y. Training mode also differentiates
/// through mean and variance, which are then those of x.
class NormScaleRelu : public torch::autograd::Function<NormScaleRelu> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& scale,
                        const Tensor& shift, const Tensor& mean, const Tensor& variance, double eps, bool training) {
    const Tensor rstd = (variance + eps).rsqrt();
    const Tensor a = (scale.to(torch::kFloat64) * rstd).contiguous();
    const Tensor b = (shift.to(torch::kFloat64) - a * mean).to(x.dtype()).contiguous();
    const Tensor factor = a.to(x.dtype());
    Tensor y = torch::empty_like(x, x.options(), at::MemoryFormat::ChannelsLast);
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "normScaleRelu", [&] {
      scaleShiftRelu<scalar_t>(layoutOf(x, scale.size(0)), x.const_data_ptr<scalar_t>(), factor.const_data_ptr<scalar_t>(),
                               b.const_data_ptr<scalar_t>(), y.mutable_data_ptr<scalar_t>());
    });
    context->save_for_backward({x, y, scale, mean, rstd});
    context->saved_data["training"] = training;
    return y;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &y = saved[1], &mean = saved[3], &rstd = saved[4];
    const Tensor scale = saved[2].to(torch::kFloat64);
    const bool training = context->saved_data["training"].toBool();
    const Tensor dy = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
    const NormLayout layout = layoutOf(x, scale.size(0));
    const Tensor sumG = torch::empty_like(scale), sumGx = torch::empty_like(scale);
    Tensor dx = torch::empty_like(x, x.options(), at::MemoryFormat::ChannelsLast);
    Tensor dScale;
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "normScaleRelu_backward", [&] {
      const auto *pDy = dy.const_data_ptr<scalar_t>(), *pY = y.const_data_ptr<scalar_t>(), *pX = x.const_data_ptr<scalar_t>();
      gradientSums<scalar_t>(layout, pDy, pY, pX, sumG.mutable_data_ptr<double>(), sumGx.mutable_data_ptr<double>());
      dScale = rstd * (sumGx - mean * sumG);
      // dx = rstd (g scale - S1/M - xhat S2/M), S1 and S2 the sums of g scale and g scale xhat over all M values.
      Tensor b = torch::zeros_like(rstd), d = torch::zeros_like(rstd);
      if (training) {
        const auto count = static_cast<double>(layout.count());
        b = rstd * rstd * (scale * dScale).sum(0) / -count;
        d = rstd * (scale * sumG).sum(0) / -count - b * mean;
      }
      const Tensor a = (scale * rstd).to(x.dtype()).contiguous();
      b = b.to(x.dtype());
      d = d.to(x.dtype());
      inputGradient<scalar_t>(layout, pDy, pY, pX, a.const_data_ptr<scalar_t>(), b.const_data_ptr<scalar_t>(),
                              d.const_data_ptr<scalar_t>(), dx.mutable_data_ptr<scalar_t>());
    });
    return {dx, dScale.to(x.dtype()), sumG.to(x.dtype()), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

/// Mean and variance of x in training mode (moving the running ones), else the running ones; float64.
std::pair<Tensor, Tensor> statistics(torch::nn::BatchNorm2dImpl& norm, const Tensor& x, int64_t clips) {
  torch::NoGradGuard guard;
  if (!norm.is_training()) return {norm.running_mean.to(torch::kFloat64), norm.running_var.to(torch::kFloat64)};
  const NormLayout layout = layoutOf(x, clips);
  Tensor mean = torch::empty({layout.channels}, torch::kFloat64), variance = torch::empty_like(mean);
  AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "channelStatistics", [&] {
    channelStatistics<scalar_t>(layout, x.const_data_ptr<scalar_t>(), mean.mutable_data_ptr<double>(),
                                variance.mutable_data_ptr<double>());
  });
  const double momentum = momentumOf(norm);
  const auto count = static_cast<double>(layout.count());
  norm.running_mean.lerp_(mean.to(norm.running_mean.dtype()), momentum);
  norm.running_var.lerp_((variance * (count / std::max(1.0, count - 1))).to(norm.running_var.dtype()), momentum);
  return {mean, variance};
}

bool hasFastForm(const Tensor& x) {
  return x.device().is_cpu() && (x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64) &&
         x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

Tensor batchNorm(torch::nn::BatchNorm2dImpl& norm, const Tensor& x) {
  if (norm.is_training()) norm.num_batches_tracked.add_(1);
  return torch::batch_norm(x, norm.weight, norm.bias, norm.running_mean, norm.running_var, norm.is_training(),
                           momentumOf(norm), norm.options.eps(), false);
}

Tensor normScaleRelu(torch::nn::BatchNorm2dImpl& norm, const Tensor& x, const Tensor& scale, const Tensor& shift) {
  const int64_t clips = scale.size(0);
  if (norm.is_training()) norm.num_batches_tracked.add_(1);
  if (hasFastForm(x)) {
    const auto [mean, variance] = statistics(norm, x, clips);
    return NormScaleRelu::apply(x, scale, shift, mean, variance, norm.options.eps(), norm.is_training());
  }
  const Tensor normalised = torch::batch_norm(x, {}, {}, norm.running_mean, norm.running_var, norm.is_training(),
                                              momentumOf(norm), norm.options.eps(), false);
  const auto perPixel = [](const Tensor& values) { return values.unsqueeze(-1).unsqueeze(-1); };
  return torch::addcmul(perPixel(shift), normalised.unflatten(0, {-1, clips}), perPixel(scale)).flatten(0, 1).relu_();
}

}  // namespace unroll::nn
