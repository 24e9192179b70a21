#include "nn/conv_gru_scan.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace unroll::nn {
namespace {

using torch::Tensor;

Tensor conv(const Tensor& x, const Tensor& kernel) { return at::conv2d(x, kernel, {}, 1, 1); }

/// The kernel of the convolution that carries a gradient back through conv(x, kernel).
Tensor reversed(const Tensor& kernel) { return kernel.flip({2, 3}).transpose(0, 1).contiguous(at::MemoryFormat::ChannelsLast); }

Tensor kernelGradient(const Tensor& gradient, const Tensor& x, const Tensor& kernel) {
  return std::get<1>(at::convolution_backward(gradient, x, kernel, at::OptionalIntArrayRef(), {1, 1}, {1, 1}, {1, 1},
                                              false, {0, 0}, 1, {false, true, false}));
}

Tensor frameBuffer(int64_t frames, const Tensor& like, int64_t channels) {
  return torch::empty({frames * like.size(0), channels, like.size(2), like.size(3)},
                      like.options().memory_format(at::MemoryFormat::ChannelsLast));
}

class Scan : public torch::autograd::Function<Scan> {
 public:
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& gates, const Tensor& gateKernel,
                        const Tensor& candidateKernel, const Tensor& start, int64_t shows) {
    const int64_t clips = start.size(0), channels = start.size(1), steps = gates.size(0) / clips * shows;
    const bool learning = gates.requires_grad() || gateKernel.requires_grad() || start.requires_grad();
    // One frame more than is shown: the state before each step is then a slice too.
    const Tensor states = frameBuffer(steps + 1, start, channels);
    states.narrow(0, 0, clips).copy_(start);
    const Tensor sigmoids = frameBuffer(learning ? steps : 1, start, 2 * channels);
    const Tensor candidates = frameBuffer(learning ? steps : 1, start, channels);
    const Tensor resets = frameBuffer(learning ? steps : 1, start, channels);
    for (int64_t step = 0; step < steps; ++step) {
      const auto slot = [&](const Tensor& buffer) { return buffer.narrow(0, learning ? step * clips : 0, clips); };
      const Tensor input = gates.narrow(0, step / shows * clips, clips);
      const Tensor h = states.narrow(0, step * clips, clips);
      Tensor both = slot(sigmoids), rh = slot(resets), k = slot(candidates), next = states.narrow(0, (step + 1) * clips, clips);
      at::add_out(both, input.narrow(1, 0, 2 * channels), conv(h, gateKernel));
      both.sigmoid_();
      at::mul_out(rh, both.narrow(1, 0, channels), h);
      at::add_out(k, input.narrow(1, 2 * channels, channels), conv(rh, candidateKernel));
      k.relu_();
      at::lerp_out(next, k, h, both.narrow(1, channels, channels));
    }
    if (learning) {
      context->save_for_backward({gateKernel, candidateKernel, states, sigmoids, candidates, resets});
      context->saved_data["shows"] = shows;
      context->saved_data["clips"] = clips;
    }
    return states.narrow(0, clips, steps * clips).clone(at::MemoryFormat::Preserve);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &gateKernel = saved[0], &candidateKernel = saved[1], &states = saved[2], &sigmoids = saved[3];
    const Tensor &candidates = saved[4], &resets = saved[5];
    const int64_t shows = context->saved_data["shows"].toInt(), clips = context->saved_data["clips"].toInt();
    const int64_t channels = candidates.size(1), steps = candidates.size(0) / clips;
    const Tensor gateBack = reversed(gateKernel), candidateBack = reversed(candidateKernel);
    const Tensor dStates = gradients[0];
    const Tensor dGates = torch::empty_like(sigmoids), dCandidates = torch::empty_like(candidates);
    Tensor dh = torch::zeros_like(states.narrow(0, 0, clips));
    for (int64_t step = steps - 1; step >= 0; --step) {
      const auto slot = [&](const Tensor& buffer) { return buffer.narrow(0, step * clips, clips); };
      const Tensor h = slot(states), k = slot(candidates), both = slot(sigmoids);
      const Tensor r = both.narrow(1, 0, channels), u = both.narrow(1, channels, channels);
      dh.add_(slot(dStates));
      Tensor dk = slot(dCandidates), dBoth = slot(dGates);
      Tensor dr = dBoth.narrow(1, 0, channels), du = dBoth.narrow(1, channels, channels);
      at::mul_out(du, dh, h - k);
      // dh (1 - u), and nothing where relu was shut.
      at::threshold_backward_out(dk, torch::addcmul(dh, dh, u, -1), k, 0);
      const Tensor drh = conv(dk, candidateBack);
      at::mul_out(dr, drh, h);
      const Tensor slope = torch::addcmul(both, both, both, -1);
      dBoth.mul_(slope);
      dh.mul_(u).addcmul_(drh, r).add_(conv(dBoth, gateBack));
    }
    const Tensor before = states.narrow(0, 0, steps * clips);
    Tensor dInput = torch::cat({dGates, dCandidates}, 1);
    if (shows > 1) dInput = dInput.unflatten(0, {-1, shows, clips}).sum(1).flatten(0, 1);
    return {dInput, kernelGradient(dGates, before, gateKernel), kernelGradient(dCandidates, resets, candidateKernel), dh,
            Tensor()};
  }
};

}  // namespace

Tensor convGruScan(const Tensor& gates, const Tensor& gateKernel, const Tensor& candidateKernel, const Tensor& start,
                   int64_t shows) {
  const auto as = [&](const Tensor& kernel) {
    return kernel.to(gates.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
  };
  return Scan::apply(gates, as(gateKernel), as(candidateKernel), start.to(gates.scalar_type()), shows);
}

}  // namespace unroll::nn
