#include <gtest/gtest.h>

#include <ctime>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include <ATen/Parallel.h>

#include "protocol/built_in_recipes.h"
#include "toy_data.h"
#include "train/gan_step.h"

// Measurements behind choices written down in core/train/README.md. Not part of the default run:
//   unroll_train_test --gtest_also_run_disabled_tests --gtest_filter='ChoicesBench*'

namespace unroll {
namespace {

double cpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// CPU milliseconds of one call: the least of `count`, after a call to warm up.
double leastMs(int count, const std::function<void()>& work) {
  work();
  double least = 1e9;
  for (int i = 0; i < count; ++i) {
    const double start = cpuSeconds();
    work();
    least = std::min(least, cpuSeconds() - start);
  }
  return 1e3 * least;
}

train::StepInput inputOf(const train::StageNets& nets, const Recipe& recipe, size_t stage) {
  const StageRecipe& settings = recipe.stages[stage];
  const int64_t clips = settings.batch;
  train::StepInput input;
  input.real = {(torch::rand({clips, 3, settings.frames, settings.size, settings.size}) * 2 - 1)
                    .contiguous(at::MemoryFormat::ChannelsLast3d)};
  if (stage > 0) {
    input.low = input.realLow = torch::rand({clips, 3, settings.frames / settings.temporalStride,
                                             nets.spec.inputSize, nets.spec.inputSize});
  }
  input.z = {torch::randn({clips, recipe.latent})};
  input.label = torch::zeros({clips}, torch::kInt64);
  input.picked = {torch::arange(settings.spatialFrames)};
  input.frames = settings.frames;
  return input;
}

TEST(ChoicesBench, DISABLED_realAndFakeInOnePassOrTwo) {
  at::set_num_threads(1);
  Recipe recipe = *builtInRecipe("demo-32");
  recipe.classes = 8;
  for (size_t stage = 0; stage < 2; ++stage) {
    for (const bool onePass : {true, false, true, false}) {
      train::StageNets nets = train::buildStage(recipe, stage, torch::kCPU);
      train::GanStep step({&nets}, {.onePass = onePass});
      const train::StepInput input = inputOf(nets, recipe, stage);
      std::printf("stage %zu, %s: %.0f ms of CPU a critic step\n", stage + 1,
                  onePass ? "one pass" : "two passes", leastMs(5, [&] {
                    step.critic({&input, 1});
                  }));
    }
  }
}

TEST(ChoicesBench, DISABLED_fusedOrForeachAdam) {
  at::set_num_threads(1);
  Recipe recipe = *builtInRecipe("demo-32");
  recipe.classes = 8;
  const train::StageNets nets = train::buildStage(recipe, 0, torch::kCPU);
  std::vector<torch::Tensor> values = nets.generator->parameters(), gradients, m, v;
  for (const torch::Tensor& value : values) {
    value.mutable_grad() = torch::randn_like(value);
    gradients.push_back(value.grad());
    m.push_back(torch::zeros_like(value));
    v.push_back(torch::zeros_like(value));
  }
  train::Adam adam("bench", train::namedParameters(*nets.generator, ""), {});
  torch::NoGradGuard guard;
  const double fused = leastMs(20, [&] { adam.step(); });
  double count = 0;
  const double foreach_ = leastMs(20, [&] {
    count += 1;
    torch::_foreach_lerp_(m, gradients, 1.0);
    torch::_foreach_mul_(v, 0.999);
    torch::_foreach_addcmul_(v, gradients, gradients, 0.001);
    auto root = torch::_foreach_sqrt(v);
    torch::_foreach_div_(root, std::sqrt(1 - std::pow(0.999, count)));
    torch::_foreach_add_(root, 1e-6);
    torch::_foreach_addcdiv_(values, m, root, -1e-4);
  });
  std::printf("Adam over %zu tensors: fused %.2f ms of CPU, foreach %.2f ms\n", values.size(),
              fused, foreach_);
}

}  // namespace
}  // namespace unroll
