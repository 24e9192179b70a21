#include "train/run_plan.h"

#include <algorithm>
#include <charconv>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/cuda.h>

#include "io/safetensors.h"
#include "io/stored_recipe.h"
#include "protocol/recipe_json.h"
#include "train/cascade_nets.h"

namespace unroll::train {
namespace {

std::optional<int64_t> parseNumber(const std::string& text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<torch::Device> chooseDevice(const std::string& wanted) {
  if (wanted == "cpu") return torch::Device(torch::kCPU);
  if (wanted != "cuda" && wanted != "auto") {
    return fail(ErrorKind::Usage,
                fmt::format("There is no device '{}'; use auto, cpu or cuda.", wanted));
  }
  if (torch::cuda::is_available()) return torch::Device(torch::kCUDA, 0);
  if (wanted == "auto") return torch::Device(torch::kCPU);
  return fail(ErrorKind::Device,
              "No usable CUDA device was found; 'unroll devices' says why, --device cpu trains "
              "without one.");
}

/// As many classes as the data has, unless the recipe says another number that fits.
Result<void> settleClasses(Recipe& recipe, const data::ClipStore& store) {
  const auto there = static_cast<int64_t>(store.classes().size());
  if (recipe.classes == 0) recipe.classes = std::max<int64_t>(there, 1);
  if (recipe.classes == 1 || recipe.classes >= there) return {};
  return fail(
      ErrorKind::Refused,
      fmt::format("The data has {} classes and the recipe {}: set classes={} (or 1 to train "
                  "without classes).",
                  there, recipe.classes, there));
}

/// What has been trained must not change under its checkpoints: all but the number of steps.
Result<void> checkUnchanged(const Recipe& before, const Recipe& after,
                            const std::vector<io::CheckpointEntry>& entries,
                            const std::string& run) {
  for (const io::CheckpointEntry& entry : entries) {
    bool same = before.classes == after.classes && before.latent == after.latent &&
                before.seed == after.seed && before.stages.size() == after.stages.size();
    for (size_t i = 0; same && i < before.stages.size(); ++i) {
      StageRecipe old = before.stages[i];
      old.steps = after.stages[i].steps;
      if (entry.stage == "joint" || entry.stage == stageName(i)) same = old == after.stages[i];
    }
    if (!same) {
      return fail(ErrorKind::Refused,
                  fmt::format("Run '{}' has trained {} with other settings, which stay as they "
                              "are: start a branch with "
                              "--from {}@{} and these settings under another name.",
                              run, entry.stage, run, entry.step));
    }
  }
  return {};
}

/// Refuses to train anew what has checkpoints already.
Result<void> checkFresh(const std::vector<Training>& trainings,
                        const std::vector<io::CheckpointEntry>& entries, const std::string& run) {
  for (const io::CheckpointEntry& entry : entries) {
    for (const Training& training : trainings) {
      if (trainingName(training) != entry.stage) continue;
      return fail(
          ErrorKind::Refused,
          fmt::format("Run '{}' has trained {} up to step {} already: use --resume to go on, "
                      "or another --run to begin anew.",
                      run, entry.stage, entry.step));
    }
  }
  return {};
}

/// Copies one checkpoint file into another run.
Result<void> copyCheckpoint(io::CheckpointStore& from, const io::CheckpointEntry& entry,
                            const std::string& parent, io::CheckpointStore& to) {
  UNROLL_TRY_ASSIGN(file, from.open(entry.stage, entry.step));
  std::vector<io::TensorView> views;
  for (const io::TensorInfo& info : file.tensors()) {
    UNROLL_TRY_ASSIGN(bytes, file.data(info.name));
    views.push_back({info.name, info.dtype, info.shape, bytes});
  }
  io::Metadata metadata = file.metadata();
  metadata["parent"] = parent;
  UNROLL_TRY(to.save(entry.stage, entry.step, views, metadata));
  return {};
}

/// The stages below the first trained one come along.
Result<void> bringLowerStages(RunPlan& plan) {
  UNROLL_TRY_ASSIGN(parent, plan.project.openRun(plan.branch->run));
  io::CheckpointStore store(realVfs(), parent.path());
  for (size_t index = 0; index < plan.trainings.front().first; ++index) {
    UNROLL_TRY_ASSIGN(entry, findStage(store, index));
    if (!entry) continue;
    const bool joint = entry->stage == "joint";
    UNROLL_TRY(copyCheckpoint(store, *entry, fmt::format("{}@{}", plan.branch->run, entry->step),
                              plan.checkpoints));
    if (joint) break;
  }
  return {};
}

/// CPU threads that the run was trained with last: with others the bits would differ. 0: not known.
/// `entries`: the run's checkpoints, which recover() has verified.
Result<int> threadsBefore(const io::RunFolder& run, const std::vector<io::CheckpointEntry>& entries,
                          const Training& training) {
  const io::CheckpointEntry* last = nullptr;
  for (const io::CheckpointEntry& entry : entries) {
    const bool newer = last == nullptr || entry.step > last->step;
    if (entry.stage == trainingName(training) && newer) last = &entry;
  }
  if (last == nullptr) return run.info().value("threads", 0);
  UNROLL_TRY_ASSIGN(file, io::SafetensorsFile::open(last->path));
  const auto found = file.metadata().find("threads");
  return found == file.metadata().end() ? 0 : std::atoi(found->second.c_str());
}

}  // namespace

std::string trainingName(const Training& training) {
  return training.first == training.last ? stageName(training.first) : "joint";
}

Result<std::vector<Training>> parseStages(const Recipe& recipe, const std::string& stage) {
  const size_t count = recipe.stages.size();
  std::vector<Training> trainings;
  if (stage == "all" || (stage == "joint" && count == 1)) {
    for (size_t i = 0; i < count; ++i) trainings.push_back({i, i});
    return trainings;
  }
  if (stage == "joint") return std::vector<Training>{{0, count - 1}};
  const auto number = parseNumber(stage.starts_with("stage") ? stage.substr(5) : stage);
  if (!number || *number < 1 || *number > static_cast<int64_t>(count)) {
    return fail(ErrorKind::Usage,
                fmt::format("There is no stage '{}' in this recipe: use 1 to {}, all or joint.",
                            stage, count));
  }
  const auto index = static_cast<size_t>(*number - 1);
  return std::vector<Training>{{index, index}};
}

Result<Branch> parseBranch(const std::string& from) {
  const size_t at = from.find('@');
  Branch branch{from.substr(0, at), std::nullopt};
  if (at != std::string::npos) {
    const std::string step = from.substr(at + 1);
    branch.step = step == "latest" ? std::optional<int64_t>(-1) : parseNumber(step);
    if (!branch.step || (*branch.step < 0 && step != "latest")) {
      return fail(
          ErrorKind::Usage,
          fmt::format("--from '{}' names no step: write RUN@STEP, RUN@latest, or RUN alone to take "
                      "only the stages below.",
                      from));
    }
  }
  UNROLL_TRY(io::checkRunName(branch.run));
  return branch;
}

Result<std::optional<io::CheckpointEntry>> findStage(io::CheckpointStore& checkpoints,
                                                     size_t index) {
  UNROLL_TRY_ASSIGN(own, checkpoints.latest(stageName(index)));
  if (own) return own;
  return checkpoints.latest("joint");
}

Result<RunPlan> planRun(const TrainRequest& request) {
  UNROLL_TRY(io::checkRunName(request.run));
  UNROLL_TRY_ASSIGN(device, chooseDevice(request.device));
  if (request.threads > 0) at::set_num_threads(request.threads);
  UNROLL_TRY_ASSIGN(project, io::Project::open(request.project));
  UNROLL_TRY_ASSIGN(store, data::openClipStore(project.dataFolder().string()));
  UNROLL_TRY_ASSIGN(runs, project.runs());
  const bool exists = std::find(runs.begin(), runs.end(), request.run) != runs.end();

  std::optional<Branch> branch;
  if (!request.from.empty()) {
    if (exists) {
      return fail(
          ErrorKind::Refused,
          fmt::format("Run '{}' exists already: a branch needs a name of its own.", request.run));
    }
    UNROLL_TRY_ASSIGN(parsed, parseBranch(request.from));
    branch = parsed;
  }
  if (request.resume && !exists) {
    UNROLL_TRY(project.openRun(request.run));  // Refuses with the nearest name.
  }

  if (request.recipe && (exists || branch)) {
    return fail(
        ErrorKind::Usage,
        fmt::format("A recipe is chosen when a run begins from nothing; {} has one already: "
                    "leave --recipe out, or name another run.",
                    exists ? "run '" + request.run + "'" : "the run branched from"));
  }
  Recipe recipe;
  if (exists || branch) {
    UNROLL_TRY_ASSIGN(other, project.openRun(exists ? request.run : branch->run));
    UNROLL_TRY_ASSIGN(stored, io::storedRecipe(other));
    recipe = stored;
  } else if (request.recipe) {
    recipe = *request.recipe;
  } else {
    UNROLL_TRY_ASSIGN(stored, io::storedRecipe(project));
    recipe = stored;
  }
  const Recipe before = recipe;
  for (const std::string& setting : request.settings) UNROLL_TRY(applySetting(recipe, setting));
  UNROLL_TRY(validate(recipe));
  UNROLL_TRY(settleClasses(recipe, *store));
  UNROLL_TRY_ASSIGN(trainings, parseStages(recipe, request.stage));
  if (branch && !branch->step && trainings.front().first == 0) {
    return fail(
        ErrorKind::Usage,
        fmt::format("--from {} brings nothing to stage 1: name the step as {}@STEP or {}@latest.",
                    branch->run, branch->run, branch->run));
  }

  const io::Json recipeJson = io::Json::parse(toJson(recipe));
  const io::Json info{{"seed", recipe.seed},
                      {"device", device.is_cuda() ? "cuda" : "cpu"},
                      {"threads", at::get_num_threads()},
                      {"classes", store->classes()},
                      {"parent", request.from}};
  auto run =
      exists ? project.openRun(request.run) : project.createRun(request.run, info, recipeJson);
  if (!run) return tl::unexpected(run.error());
  UNROLL_TRY_ASSIGN(lock, run->lock());
  io::CheckpointStore checkpoints(realVfs(), run->path());
  UNROLL_TRY(checkpoints.recover());
  io::RetentionPolicy policy;
  policy.keepLast = static_cast<int>(std::max<int64_t>(1, recipe.keepLast));
  checkpoints.setPolicy(policy);
  if (exists) {
    UNROLL_TRY_ASSIGN(entries, checkpoints.list());
    UNROLL_TRY(checkUnchanged(before, recipe, entries, request.run));
    if (!request.resume) UNROLL_TRY(checkFresh(trainings, entries, request.run));
    if (!(before == recipe)) UNROLL_TRY(run->setRecipe(recipeJson));
    if (request.resume && request.threads == 0) {
      UNROLL_TRY_ASSIGN(threads, threadsBefore(*run, entries, trainings.front()));
      if (threads > 0) at::set_num_threads(threads);
    }
  }
  RunPlan plan{std::move(project), std::move(*run),  std::move(lock),       std::move(checkpoints),
               std::move(recipe),  std::move(store), std::move(trainings),  branch,
               request.from,       device,           at::get_num_threads(), {}};
  plan.notes = plan.checkpoints.takeNotes();
  if (branch) UNROLL_TRY(bringLowerStages(plan));
  return plan;
}

}  // namespace unroll::train
