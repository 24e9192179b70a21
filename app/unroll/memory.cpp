#include "train/memory_model.h"

#include <filesystem>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "data/clip_store.h"
#include "io/project.h"
#include "io/stored_recipe.h"
#include "recipe_source.h"
#include "table.h"

namespace unroll::cli {
namespace {

struct MemoryOptions {
  std::string target;
  std::vector<std::string> settings;
};

std::string bytesText(int64_t bytes) {
  return humanBytes(static_cast<uint64_t>(std::max<int64_t>(bytes, 0)));
}

/// The recipe of the project at `target`, with its data's classes, or the recipe called so.
Result<Recipe> recipeFor(const std::string& target) {
  std::error_code error;
  if (!std::filesystem::is_directory(target, error)) return loadRecipe(target);
  UNROLL_TRY_ASSIGN(project, io::Project::open(target));
  UNROLL_TRY_ASSIGN(recipe, io::storedRecipe(project));
  if (recipe.classes == 0) {
    const auto store = data::openClipStore(project.dataFolder().string());
    if (store) recipe.classes = static_cast<int64_t>((*store)->classes().size());
  }
  return recipe;
}

Result<Answer> runMemory(const MemoryOptions& options) {
  UNROLL_TRY_ASSIGN(recipe, recipeFor(options.target));
  UNROLL_TRY(applySettings(recipe, options.settings));
  const std::vector<train::MemoryPrediction> predictions = train::predictMemory(recipe);
  const int64_t available = train::availableMemory();
  Answer answer;
  answer.document = {{"availableBytes", available}, {"stages", Json::array()}};
  Table table({"stage", "batch", "weights", "optimiser", "activations", "peak", "batch that fits"},
              {1, 2, 3, 4, 5, 6});
  for (size_t index = 0; index < predictions.size(); ++index) {
    const train::MemoryPrediction& prediction = predictions[index];
    const int64_t batch = recipe.stages[std::min(index, recipe.stages.size() - 1)].batch;
    const int64_t fits = train::batchThatFits(recipe, index, available);
    answer.document["stages"].push_back({{"stage", prediction.stage},
                                         {"batch", batch},
                                         {"weights", prediction.weights},
                                         {"optimiser", prediction.optimiser},
                                         {"activations", prediction.activations},
                                         {"base", prediction.base},
                                         {"peak", prediction.peak},
                                         {"batchThatFits", fits}});
    table.add({prediction.stage, std::to_string(batch), bytesText(prediction.weights),
               bytesText(prediction.optimiser), bytesText(prediction.activations),
               bytesText(prediction.peak), fits > 0 ? std::to_string(fits) : "none"});
  }
  answer.text =
      table.text() + fmt::format(
                         "This machine has {} for it. Predicted for the CPU in float32; stages "
                         "are trained one at a time, 'joint' all together.\n",
                         bytesText(available));
  return answer;
}

}  // namespace

Command memoryCommand() {
  auto options = std::make_shared<MemoryOptions>();
  Command command;
  command.manual = {"memory",
                    "predict the memory that training takes, per stage",
                    {"memory RECIPE|PROJECT [--set KEY=VALUE]... [--json]"},
                    "Predicts the peak of each stage trained alone and of all stages trained "
                    "together. A stage above the first "
                    "learns from a window of its input, so its memory depends on the window and "
                    "not on the length of the video; "
                    "joint training holds every stage at once.",
                    {{"Before training.", "unroll memory kinetics600-2stage-128"},
                     {"With a smaller batch.", "unroll memory clouds --set batch=4"}},
                    {},
                    {{3, "The recipe is refused."}, {4, "There is no such recipe or project."}}};
  command.declare = [options](CLI::App& app) {
    app.add_option("RECIPE|PROJECT", options->target,
                   "A name of 'unroll recipes', a JSON file, or a project.")
        ->required();
    app.add_option("--set", options->settings, "Change one key of the recipe first.")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
  };
  command.run = [options](Session&) { return runMemory(*options); };
  return command;
}

}  // namespace unroll::cli
