#include "nn/conv_gru.h"

#include "nn/conv_gru_scan.h"

namespace unroll::nn {

ConvGru::ConvGru(int64_t inputs, int64_t channels, InitialState initialState) : channels_(channels) {
  const std::vector<int64_t> kernel{3, 3};
  reset = register_module("reset", std::make_shared<SnConv>(inputs + channels, channels, kernel));
  update = register_module("update", std::make_shared<SnConv>(inputs + channels, channels, kernel));
  candidate = register_module("candidate", std::make_shared<SnConv>(inputs + channels, channels, kernel));
  if (initialState == InitialState::Learnt) {
    initial = register_parameter("initial", torch::zeros({channels}));
  }
}

torch::Tensor ConvGru::forward(const Input& input, torch::Tensor& state) {
  const int64_t inputs = reset->norm->weight.size(1) - channels_;
  const torch::Tensor kr = reset->kernel(), ku = update->kernel(), kc = candidate->kernel();
  const auto half = [&](const torch::Tensor& kernel) { return kernel.narrow(1, 0, inputs); };
  const auto stateHalf = [&](const torch::Tensor& kernel) { return kernel.narrow(1, inputs, channels_); };
  const torch::Tensor inputKernel = torch::cat({half(kr), half(ku), half(kc)}, 0);
  const torch::Tensor inputBias = torch::cat({reset->bias, update->bias, candidate->bias}, 0);
  const torch::Tensor gateKernel = torch::cat({stateHalf(kr), stateHalf(ku)}, 0);
  const torch::Tensor candidateKernel = stateHalf(kc);

  // The input halves of all gates for all frames at once: (T*N, 3C, H, W).
  torch::Tensor gates;
  if (input.constant && input.low.defined()) {
    const int64_t features = input.features.size(1);
    const torch::Tensor fixed =
        torch::conv2d(input.features, inputKernel.narrow(1, 0, features), inputBias, 1, 1);
    const torch::Tensor moving =
        torch::conv2d(input.low, inputKernel.narrow(1, features, inputs - features), {}, 1, 1);
    gates = (moving.unflatten(0, {-1, input.clips}) + fixed).flatten(0, 1);
  } else {
    const torch::Tensor x =
        input.low.defined() ? torch::cat({input.features, input.low}, 1) : input.features;
    gates = torch::conv2d(x, inputKernel, inputBias, 1, 1);
  }
  const bool still = input.constant && !input.low.defined();
  // A clip that does not change over time has one frame of gates, shown for all of them.
  const int64_t shows = still ? input.frames * input.repeat : input.repeat;
  torch::Tensor start = state;
  if (!start.defined()) {
    const std::vector<int64_t> shape{input.clips, channels_, gates.size(2), gates.size(3)};
    start = initial.defined() ? initial.view({1, -1, 1, 1}).expand(shape) : torch::zeros(shape, gates.options());
  }
  const torch::Tensor out = convGruScan(gates, gateKernel, candidateKernel, start, shows);
  state = out.narrow(0, out.size(0) - input.clips, input.clips);
  return out;
}

}  // namespace unroll::nn
