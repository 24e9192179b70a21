#include "toy_data.h"

#include <stdexcept>

#include "base/seeds.h"
#include "data/synthetic_scenes.h"
#include "io/project.h"
#include "protocol/recipe_json.h"
#include "train/run_trainer.h"

namespace unroll::test {

data::Batch toyBatch(const data::WindowSpec& spec, int64_t classes, int64_t index) {
  data::Batch batch{index, spec.frames, spec.size, {}, {}};
  for (int64_t n = 0; n < spec.batch; ++n) {
    Random random(streamSeed(spec.seed, "toy", static_cast<uint64_t>(index * spec.batch + n)));
    const int64_t label = random.below(classes);
    const int64_t side = spec.size / 2, x0 = random.below(side), y0 = random.below(side);
    batch.labels.push_back(label);
    for (int64_t t = 0; t < spec.frames; ++t) {
      for (int64_t y = 0; y < spec.size; ++y) {
        for (int64_t x = 0; x < spec.size; ++x) {
          const int64_t dx = (x - x0 - t + 4 * spec.size) % spec.size,
                        dy = (y - y0 + spec.size) % spec.size;
          const bool inside = dx < side && dy < side;
          for (int64_t c = 0; c < 3; ++c) {
            batch.pixels.push_back(static_cast<uint8_t>(inside ? (c == label ? 250 : 40) : 128));
          }
        }
      }
    }
  }
  return batch;
}

Recipe toyRecipe(size_t stages, const std::string& temporal) {
  Recipe recipe;
  recipe.classes = 2;
  recipe.latent = 4;
  recipe.seed = 11;
  int64_t size = 16;
  for (size_t i = 0; i < stages; ++i, size *= 2) {
    StageRecipe stage;
    stage.size = size;
    stage.temporalStride = i == 0 ? 1 : 2;
    stage.frames = 4;
    stage.channels = 1;
    stage.criticChannels = 1;
    stage.temporal = i == 0 ? temporal : "separable_conv3d";
    stage.matchingCritic = i > 0;
    stage.conditioning = "mixed:0.5";
    stage.batch = 3;
    stage.criticSteps = 2;
    stage.spatialFrames = 2;
    stage.translation = 0.25;
    stage.color = 0.5;
    stage.emaDecay = 0.9;
    recipe.stages.push_back(stage);
  }
  return recipe;
}

std::unique_ptr<train::Trainer> toyTrainer(const Recipe& recipe, size_t first, size_t last) {
  train::TrainerSpec spec;
  spec.recipe = recipe;
  spec.first = first;
  spec.last = last;
  spec.labels = {0, 1};
  if (recipe.stages[first].conditioning != "real") {
    for (size_t i = 0; i < first; ++i)
      spec.lower.generators.push_back(train::buildStage(recipe, i, torch::kCPU).average);
  }
  data::WindowSpec windows;
  windows.batch = recipe.stages[last].batch;
  windows.frames = recipe.stages[last].frames;
  windows.size = recipe.stages[last].size;
  windows.seed = 99;
  const int64_t classes = recipe.classes;
  spec.windowAt = [=](int64_t index) -> Result<data::Batch> {
    return toyBatch(windows, classes, index);
  };
  auto trainer = train::Trainer::create(std::move(spec));
  if (!trainer) throw std::runtime_error(trainer.error().message);
  return std::move(*trainer);
}

Result<void> makeToyProject(const std::filesystem::path& folder, int64_t steps,
                            const std::function<void(Recipe&)>& change) {
  Recipe recipe = toyRecipe(2);
  recipe.classes = 0;
  recipe.previewEvery = 0;
  recipe.checkpointEvery = 0;
  recipe.standingBatches = 2;
  recipe.logEvery = 1;
  for (StageRecipe& stage : recipe.stages) {
    stage.steps = steps;
    stage.batch = 2;
    stage.criticSteps = 1;
  }
  if (change) change(recipe);
  UNROLL_TRY_ASSIGN(project, io::Project::create(folder, io::Json::parse(toJson(recipe))));
  data::SyntheticOptions options;
  options.size = 32;
  options.clips = 12;
  options.framesPerClip = 20;
  UNROLL_TRY(data::createSynthetic(project.dataFolder().string(), options));
  return {};
}

Result<void> trainToyRun(const std::filesystem::path& project, const std::string& run,
                         const std::string& stage, std::vector<std::string> settings) {
  train::TrainRequest request;
  request.project = project;
  request.run = run;
  request.stage = stage;
  request.settings = std::move(settings);
  request.threads = 1;
  request.device = "cpu";
  train::TrainObserver observer;
  UNROLL_TRY(train::trainRun(request, observer, {}));
  return {};
}

}  // namespace unroll::test
