#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/critics.h"
#include "models/generator.h"
#include "protocol/recipe.h"
#include "train/named_tensors.h"

namespace unroll::train {

/// "stage1", … for the stage with this index (from 0).
std::string stageName(size_t index);

/// The generator that stage `index` (from 0) of `recipe` asks for; recipe.classes must be settled
/// (> 0).
models::GeneratorSpec generatorSpec(const Recipe& recipe, size_t index);

/// The networks of one stage. Children are named generator, ema, spatial, temporal and matching in
/// checkpoints; in a joint checkpoint "stage1." and so on stand before that.
struct StageNets {
  size_t index = 0;
  models::GeneratorSpec spec;
  StageRecipe recipe;
  std::shared_ptr<models::Generator> generator;  ///< in train mode
  std::shared_ptr<models::Generator> average;  ///< EMA, "ema." in files; in eval mode, no gradients
  std::shared_ptr<models::SpatialCritic> spatial;  ///< any critic may be missing
  std::shared_ptr<models::TemporalCritic> temporal;
  std::shared_ptr<models::MatchingCritic> matching;

  /// The critics there are, with their names.
  std::vector<std::pair<std::string, std::shared_ptr<torch::nn::Module>>> critics() const;

  /// Every parameter and buffer under its name in the checkpoint.
  NamedTensors state(const std::string& prefix) const;
};

/// Builds the networks on the CPU from streamSeed(recipe.seed, "initialisation", index) and moves
/// them to `device`. The same numbers on every device.
StageNets buildStage(const Recipe& recipe, size_t index, torch::Device device,
                     torch::ScalarType dtype = torch::kFloat32);

/// A generator alone, in eval mode without gradients, filled from the tensors `prefix`… ("ema.",
/// "stage2.ema.") of a checkpoint or packed file. Errors: Refused when the table of tensors is not
/// the recipe's.
Result<std::shared_ptr<models::Generator>> loadGenerator(const io::SafetensorsFile& file,
                                                         const std::string& prefix,
                                                         const models::GeneratorSpec& spec,
                                                         torch::Device device);

/// The prefix of stage `index`'s averaged generator in this checkpoint: "ema." or "stageN.ema.".
std::string averagePrefix(const io::SafetensorsFile& file, size_t index);

}  // namespace unroll::train
