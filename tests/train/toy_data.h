#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "train/trainer.h"

namespace unroll::test {

/// Windows without a file: batch `index` is a pure function of the spec's seed and the index.
/// Squares of the label's colour move over a grey ground.
data::Batch toyBatch(const data::WindowSpec& spec, int64_t classes, int64_t index);

/// Hands out toy batches from `next` on.
struct ToySource {
  data::WindowSpec spec;
  int64_t classes = 2;
  std::shared_ptr<int64_t> next =
      std::make_shared<int64_t>(0);  ///< shared by copies, as std::function makes them
  Result<data::Batch> operator()() const { return toyBatch(spec, classes, (*next)++); }
};

/// The smallest cascade: 8 -> 16 pixels (or 16 -> 32), channels 2, latent 4, two classes.
Recipe toyRecipe(size_t stages, const std::string& temporal = "conv_gru");

/// Makes the project folder `folder`: toyRecipe(2) whose stages train `steps` steps of two clips,
/// and a few synthetic scenes. Nothing is saved or previewed on the way but what `change` asks for.
Result<void> makeToyProject(const std::filesystem::path& folder, int64_t steps,
                            const std::function<void(Recipe&)>& change = {});

/// Trains `stage` ("1", …, "all", "joint") of a run of such a project on one CPU thread, with the
/// settings given.
Result<void> trainToyRun(const std::filesystem::path& project, const std::string& run,
                         const std::string& stage, std::vector<std::string> settings = {});

/// Builds a trainer of toyBatch windows; `lower` stages are freshly initialised ones when wanted.
std::unique_ptr<train::Trainer> toyTrainer(const Recipe& recipe, size_t first, size_t last);

}  // namespace unroll::test
