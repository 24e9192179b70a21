// Times one stage's critic step, generator step and sampling, or an unroll; one JSON line on standard output. The
// options and the line's names are those of the yardstick (bench_peer.py), so the two are read side by side.
//
//   unroll_cascade_benchmark --stage 1 --size 32 --ch 16 --batch 8 --frames 12 --steps 5 [--temporal separable_conv3d]
//   unroll_cascade_benchmark --stage 2 --size 64 --input-size 32 --temporal-stride 2 ...
//   unroll_cascade_benchmark --unroll 1000 --stage 2 ...     streams that many frames of the cascade
//   unroll_cascade_benchmark --peak 1                        the machine's matrix-multiply peak
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <string>

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include "engine/cascade_stream.h"
#include "metrics/pictures.h"
#include "nn/clip_axes.h"
#include "train/gan_step.h"

namespace unroll {
namespace {

using Json = nlohmann::json;
using torch::Tensor;

struct Options {
  std::map<std::string, std::string> given;

  std::string text(const std::string& name, const std::string& otherwise) const {
    const auto found = given.find(name);
    return found == given.end() ? otherwise : found->second;
  }
  int64_t number(const std::string& name, int64_t otherwise) const {
    return std::stoll(text(name, std::to_string(otherwise)));
  }
};

double secondsOf(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// Minimum and median over `steps` runs after one that is not counted.
Json timed(int64_t steps, const std::function<void()>& work) {
  std::vector<double> seconds;
  work();
  for (int64_t step = 0; step < steps; ++step) seconds.push_back(secondsOf(work));
  std::sort(seconds.begin(), seconds.end());
  return {{"min_s", seconds.front()}, {"median_s", seconds[seconds.size() / 2]}};
}

double peakMib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

Recipe recipeFor(const Options& options) {
  Recipe recipe;
  recipe.classes = options.number("classes", 10);
  StageRecipe stage;
  stage.size = options.number("size", 32);
  stage.frames = options.number("frames", 12);
  stage.channels = stage.criticChannels = options.number("ch", 16);
  stage.batch = options.number("batch", 4);
  stage.temporal = options.text("temporal", "conv_gru");
  if (options.number("stage", 1) == 2) {
    StageRecipe below = stage;
    stage.temporal = "separable_conv3d";
    stage.temporalStride = options.number("temporal-stride", 2);
    stage.matchingCritic = options.text("matching", "on") == "on";
    below.size = options.number("input-size", 16);
    below.frames = stage.frames / stage.temporalStride;
    recipe.stages.push_back(below);
  }
  recipe.stages.push_back(stage);
  return recipe;
}

Json timeSteps(const Options& options) {
  const Recipe recipe = recipeFor(options);
  const size_t index = recipe.stages.size() - 1;
  const StageRecipe& stage = recipe.stages[index];
  torch::manual_seed(0);
  train::StageNets nets = train::buildStage(recipe, index, torch::kCPU);
  train::GanStepOptions stepOptions;
  stepOptions.onePass = options.text("passes", "one") == "one";
  train::GanStep step({&nets}, stepOptions);

  train::StepInput input;
  input.real = {torch::rand({stage.batch, 3, stage.frames, stage.size, stage.size}) * 2 - 1};
  if (index > 0) {
    input.realLow = nn::coarse(input.real[0], recipe.stages[0].size, stage.temporalStride);
    input.low = input.realLow;
  }
  input.z = {torch::randn({stage.batch, recipe.latent})};
  input.label = torch::randint(0, recipe.classes, {stage.batch}, torch::kInt64);
  input.picked = {torch::randperm(stage.frames, torch::kInt64).slice(0, 0, stage.spatialFrames)};
  input.frames = stage.frames;

  const int64_t steps = options.number("steps", 5);
  Json result;
  result["critic_step"] = timed(steps, [&] { step.critic({&input, 1}).read(); });
  result["generator_step"] = timed(steps, [&] { step.generator({&input, 1}).read(); });
  result["sample"] = timed(steps, [&] {
    torch::NoGradGuard guard;
    const nn::NormScope norms(*nets.generator);
    step.generate(input);
  });
  int64_t parameters = 0;
  for (const Tensor& parameter : nets.generator->parameters()) parameters += parameter.numel();
  result["generator_parameters"] = parameters;
  return result;
}

Json timeUnroll(const Options& options) {
  const Recipe recipe = recipeFor(options);
  engine::Cascade cascade;
  cascade.recipe = recipe;
  for (size_t index = 0; index < recipe.stages.size(); ++index) {
    auto generator = std::make_shared<models::Generator>(train::generatorSpec(recipe, index));
    generator->eval();
    torch::NoGradGuard guard;
    cascade.weights.push_back(std::make_unique<nn::NormScope>(*generator));
    cascade.stages.push_back(generator);
    cascade.steps.push_back(0);
  }
  const int64_t frames = options.number("unroll", 100);
  int64_t made = 0;
  const double seconds = secondsOf([&] {
    engine::CascadeStream stream(cascade, engine::drawInput(cascade, 1, 1, {}, 0), frames);
    while (const auto chunk = stream.next()) made += metrics::toBytes(chunk->stages.back()).size(2);
  });
  return {{"unroll_frames", made}, {"unroll_s", seconds}};
}

/// Best GFLOP/s of a square float32 matrix product.
double matrixPeak() {
  constexpr int64_t kSide = 1536;
  const Tensor a = torch::randn({kSide, kSide}), b = torch::randn({kSide, kSide});
  Tensor c = torch::mm(a, b);
  double best = 1e9;
  for (int run = 0; run < 8; ++run) best = std::min(best, secondsOf([&] { torch::mm_out(c, a, b); }));
  return 2e-9 * kSide * kSide * kSide / best;
}

int run(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i];
    if (!name.starts_with("--")) {
      std::fprintf(stderr, "Option '%s' does not begin with --; options come as --name value.\n", name.c_str());
      return 2;
    }
    options.given[name.substr(2)] = arguments[i + 1];
  }
  at::set_num_threads(static_cast<int>(options.number("threads", 2)));
  Json result;
  if (options.given.contains("peak")) {
    result["matmul_gflops"] = matrixPeak();
  } else {
    result = options.given.contains("unroll") ? timeUnroll(options) : timeSteps(options);
  }
  result["config"] = options.given;
  result["peak_rss_mib"] = peakMib();
  std::puts(result.dump().c_str());
  return 0;
}

}  // namespace
}  // namespace unroll

int main(int count, char** arguments) { return unroll::run(count, arguments); }
