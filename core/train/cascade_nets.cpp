#include "train/cascade_nets.h"

#include <ATen/Context.h>

#include "base/seeds.h"

namespace unroll::train {
namespace {

void freeze(torch::nn::Module& module) {
  module.eval();
  for (torch::Tensor& parameter : module.parameters()) parameter.requires_grad_(false);
}

/// Unlike Module::to(device, dtype), leaves whole numbers (num_batches_tracked) what they are.
void move(torch::nn::Module& module, torch::Device device, torch::ScalarType dtype) {
  torch::NoGradGuard guard;
  module.to(device);
  for (auto tensors : {module.parameters(), module.buffers()}) {
    for (torch::Tensor& tensor : tensors) {
      if (tensor.is_floating_point() && tensor.scalar_type() != dtype)
        tensor.set_data(tensor.to(dtype));
    }
  }
}

}  // namespace

std::string stageName(size_t index) { return "stage" + std::to_string(index + 1); }

models::GeneratorSpec generatorSpec(const Recipe& recipe, size_t index) {
  const StageRecipe& stage = recipe.stages.at(index);
  TORCH_CHECK(recipe.classes > 0,
              "the number of classes must be settled before networks are built");
  models::GeneratorSpec spec;
  spec.size = stage.size;
  spec.ch = stage.channels;
  spec.classes = recipe.classes;
  spec.latent = recipe.latent;
  spec.temporal = stage.temporal == "conv_gru" ? models::TemporalKind::ConvGru
                                               : models::TemporalKind::SeparableConv3d;
  spec.inputSize = index == 0 ? 0 : recipe.stages[index - 1].size;
  spec.temporalStride = index == 0 ? 1 : stage.temporalStride;
  spec.timeInterpolation = index > 0 && stage.timeInterpolation == "linear"
                               ? models::TimeInterpolation::Linear
                               : models::TimeInterpolation::Nearest;
  spec.initialState = stage.learntInitialState && spec.temporal == models::TemporalKind::ConvGru
                          ? nn::InitialState::Learnt
                          : nn::InitialState::Zero;
  return spec;
}

std::vector<std::pair<std::string, std::shared_ptr<torch::nn::Module>>> StageNets::critics() const {
  std::vector<std::pair<std::string, std::shared_ptr<torch::nn::Module>>> critics;
  if (spatial) critics.emplace_back("spatial", spatial);
  if (temporal) critics.emplace_back("temporal", temporal);
  if (matching) critics.emplace_back("matching", matching);
  return critics;
}

NamedTensors StageNets::state(const std::string& prefix) const {
  NamedTensors state = namedState(*generator, prefix + "generator.");
  NamedTensors averaged = namedState(*average, prefix + "ema.");
  state.insert(state.end(), averaged.begin(), averaged.end());
  for (const auto& [name, critic] : critics()) {
    NamedTensors more = namedState(*critic, prefix + name + ".");
    state.insert(state.end(), more.begin(), more.end());
  }
  return state;
}

StageNets buildStage(const Recipe& recipe, size_t index, torch::Device device,
                     torch::ScalarType dtype) {
  const StageRecipe& stage = recipe.stages.at(index);
  // Modules initialise themselves from LibTorch's default generator.
  at::manual_seed(streamSeed(static_cast<uint64_t>(recipe.seed), "initialisation", index));
  StageNets nets;
  nets.index = index;
  nets.recipe = stage;
  nets.spec = generatorSpec(recipe, index);
  nets.generator = std::make_shared<models::Generator>(nets.spec);
  const models::CriticSpec critic{stage.size, stage.criticChannels, recipe.classes};
  if (stage.spatialCritic) nets.spatial = std::make_shared<models::SpatialCritic>(critic);
  if (stage.temporalCritic) {
    models::CriticSpec seen = critic;
    seen.pooled = stage.temporalPool;
    seen.motionGain = stage.motionGain;
    nets.temporal = std::make_shared<models::TemporalCritic>(seen);
  }
  if (stage.matchingCritic && index > 0)
    nets.matching = std::make_shared<models::MatchingCritic>(critic);
  nets.average = std::make_shared<models::Generator>(nets.spec);
  move(*nets.generator, device, dtype);
  move(*nets.average, device, dtype);
  for (const auto& [name, module] : nets.critics()) move(*module, device, dtype);
  freeze(*nets.average);
  return nets;
}

Result<std::shared_ptr<models::Generator>> loadGenerator(const io::SafetensorsFile& file,
                                                         const std::string& prefix,
                                                         const models::GeneratorSpec& spec,
                                                         torch::Device device) {
  auto generator = std::make_shared<models::Generator>(spec);
  UNROLL_TRY(loadTensors(file, namedState(*generator, prefix), Extra::Ignore));
  generator->to(device);
  freeze(*generator);
  return generator;
}

std::string averagePrefix(const io::SafetensorsFile& file, size_t index) {
  const std::string joint = stageName(index) + ".ema.";
  return holds(file, joint) ? joint : "ema.";
}

}  // namespace unroll::train
