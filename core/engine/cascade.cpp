#include "engine/cascade.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/device.h"
#include "io/checkpoint_store.h"
#include "io/project.h"
#include "io/stored_recipe.h"
#include "protocol/recipe_json.h"
#include "train/cascade_nets.h"

namespace unroll::engine {
namespace {

constexpr const char* kPackFormat = "unroll-cascade-1";

/// Whether stage `index` is asked for, and exists.
Result<size_t> stageCount(const Recipe& recipe, int64_t lastStage) {
  const auto known = static_cast<int64_t>(recipe.stages.size());
  if (lastStage < 0 || lastStage > known) {
    return fail(ErrorKind::NotFound,
                fmt::format("There is no stage {} in this cascade; it has stages 1 to {}.", lastStage, known));
  }
  return static_cast<size_t>(lastStage == 0 ? known : lastStage);
}

std::vector<std::string> numberedClasses(int64_t count) {
  std::vector<std::string> names;
  for (int64_t label = 0; label < count; ++label) names.push_back(fmt::format("class {}", label));
  return names;
}

Result<std::vector<std::string>> classNames(const io::Json& list, int64_t count, const std::string& where) {
  if (!list.is_array()) return numberedClasses(count);
  std::vector<std::string> names;
  for (const io::Json& entry : list) {
    if (!entry.is_string()) return fail(ErrorKind::Corrupt, where + " lists a class whose name is not a text.");
    names.push_back(entry.get<std::string>());
  }
  if (static_cast<int64_t>(names.size()) != count) return numberedClasses(count);
  return names;
}

Result<void> addStage(Cascade& cascade, const io::SafetensorsFile& file, size_t index, int64_t step) {
  UNROLL_TRY_ASSIGN(generator, train::loadGenerator(file, train::averagePrefix(file, index),
                                                    train::generatorSpec(cascade.recipe, index), cascade.device));
  torch::NoGradGuard guard;
  cascade.weights.push_back(std::make_unique<nn::NormScope>(*generator));
  cascade.stages.push_back(std::move(generator));
  cascade.steps.push_back(step);
  return {};
}

Result<Cascade> loadPack(const std::filesystem::path& path, int64_t lastStage, torch::Device device) {
  UNROLL_TRY_ASSIGN(file, io::SafetensorsFile::open(path));
  const auto& metadata = file.metadata();
  const auto format = metadata.find("format");
  if (format == metadata.end() || format->second != kPackFormat) {
    return fail(ErrorKind::Refused, fmt::format("{} is not a packed cascade; make one with 'unroll pack'.", path.string()));
  }
  UNROLL_TRY(file.verify());
  const auto text = [&](const char* key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string() : found->second;
  };
  UNROLL_TRY_ASSIGN(recipe, parseRecipe(text("recipe"), path.string()));
  UNROLL_TRY_ASSIGN(count, stageCount(recipe, lastStage));
  UNROLL_TRY_ASSIGN(names, classNames(io::Json::parse(text("classes"), nullptr, false), recipe.classes, path.string()));
  const io::Json steps = io::Json::parse(text("steps"), nullptr, false);
  Cascade cascade;
  cascade.device = device;
  cascade.recipe = std::move(recipe);
  cascade.classes = std::move(names);
  cascade.origin = path.filename().string();
  for (size_t index = 0; index < count; ++index) {
    const bool known = steps.is_array() && index < steps.size() && steps[index].is_number_integer();
    UNROLL_TRY(addStage(cascade, file, index, known ? steps[index].get<int64_t>() : 0));
  }
  return cascade;
}

/// The checkpoint that stage `index` is taken from: of this step, else the one marked best if `best`, else the latest; of
/// `training`, or if that is empty the stage's own or the joint training's.
Result<io::CheckpointEntry> findCheckpoint(io::CheckpointStore& store, const std::string& run, size_t index,
                                           std::optional<int64_t> step, bool best, const std::string& training = {}) {
  UNROLL_TRY_ASSIGN(entries, store.list());
  std::vector<std::string> stages{train::stageName(index), "joint"};
  if (!training.empty()) stages = {training};
  for (const std::string& stage : stages) {
    for (const io::CheckpointEntry& entry : entries) {
      if (entry.stage == stage && (step ? entry.step == *step : best && entry.best)) return entry;
    }
  }
  for (const std::string& stage : stages) {
    if (step) break;
    UNROLL_TRY_ASSIGN(latest, store.latest(stage));
    if (latest) return *latest;
  }
  return fail(ErrorKind::NotFound,
              step ? fmt::format("Run '{}' has no checkpoint of stage {} at step {}; see 'unroll runs'.", run, index + 1, *step)
                   : fmt::format("Stage {} of run '{}' was not trained yet; run 'unroll train' with --stage {}, or ask for "
                                 "fewer stages.",
                                 index + 1, run, index + 1));
}

Result<Cascade> loadRun(const ModelSource& source, int64_t lastStage, torch::Device device) {
  UNROLL_TRY_ASSIGN(project, io::Project::open(source.project));
  UNROLL_TRY_ASSIGN(run, project.openRun(source.run));
  UNROLL_TRY_ASSIGN(recipe, io::storedRecipe(run));
  UNROLL_TRY_ASSIGN(count, stageCount(recipe, lastStage));
  const io::Json named = run.info().contains("classes") ? run.info()["classes"] : io::Json();
  if (recipe.classes == 0 && named.is_array()) recipe.classes = static_cast<int64_t>(named.size());
  UNROLL_TRY_ASSIGN(names, classNames(named, recipe.classes, (run.path() / "run.json").string()));
  Cascade cascade;
  cascade.device = device;
  cascade.recipe = std::move(recipe);
  cascade.classes = std::move(names);
  io::CheckpointStore store(realVfs(), run.path());
  const std::vector<int64_t>& below = source.below;
  if (!below.empty() && below.size() + 1 != count) {
    return fail(ErrorKind::Usage, fmt::format("{} steps are named for {} stages: name one of each stage, or the last one's alone.",
                                              below.size() + 1, count));
  }
  UNROLL_TRY_ASSIGN(last, findCheckpoint(store, source.run, count - 1, source.step, source.best, source.training));
  if (!below.empty() && last.stage == "joint") {
    return fail(ErrorKind::Usage,
                fmt::format("The stages of '{}' at step {} were trained jointly and belong together: name one step.", source.run,
                            last.step));
  }
  for (size_t index = 0; index < count; ++index) {
    io::CheckpointEntry entry = last;
    // Stages trained jointly belong together: all are of one step.
    if (index + 1 < count && last.stage != "joint") {
      const auto step = below.empty() ? std::nullopt : std::optional(below[index]);
      UNROLL_TRY_ASSIGN(own, findCheckpoint(store, source.run, index, step, source.best));
      entry = own;
      if (step || source.best) {
        UNROLL_TRY_ASSIGN(newest, findCheckpoint(store, source.run, index, std::nullopt, false));
        cascade.onNewest = cascade.onNewest && own.path == newest.path;
      }
    }
    UNROLL_TRY_ASSIGN(file, store.open(entry.stage, entry.step));
    UNROLL_TRY(addStage(cascade, file, index, entry.step));
  }
  const bool chosen = !below.empty() || source.best;  // Else the last stage's step says which they are.
  cascade.origin = chosen ? fmt::format("{}@{}", source.run, fmt::join(cascade.steps, ","))
                          : fmt::format("{}@{}", source.run, cascade.steps.back());
  return cascade;
}

}  // namespace

Result<Cascade> loadCascade(const ModelSource& source, int64_t lastStage, const std::string& wanted) {
  UNROLL_TRY_ASSIGN(name, chooseDevice(wanted));
  const torch::Device device(name);
  return source.model.empty() ? loadRun(source, lastStage, device) : loadPack(source.model, lastStage, device);
}

}  // namespace unroll::engine
