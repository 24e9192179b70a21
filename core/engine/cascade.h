#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/model_source.h"
#include "models/generator.h"
#include "protocol/recipe.h"

namespace unroll::engine {

/// The averaged generators of a trained cascade, in eval mode, ready to sample. Move only.
struct Cascade {
  Recipe recipe;                       ///< classes settled
  std::vector<std::string> classes;    ///< names
  std::vector<std::shared_ptr<models::Generator>> stages;
  std::vector<int64_t> steps;          ///< training steps of each stage
  std::vector<std::unique_ptr<nn::NormScope>> weights;  ///< holds each stage's normalised weights
  torch::Device device = torch::kCPU;
  std::string origin;                  ///< for metadata: run and step, or file name
  bool onNewest = true;  ///< the stages below the last are what no step at all would have chosen

  size_t last() const { return stages.size() - 1; }
};

/// Loads the stages up to `lastStage` (counted from 1; 0: all).
/// Errors: NotFound, Corrupt, Refused (a stage that does not exist or was not trained), Device.
Result<Cascade> loadCascade(const ModelSource& source, int64_t lastStage, const std::string& device);

}  // namespace unroll::engine
