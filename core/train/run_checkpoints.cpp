#include "train/run_checkpoints.h"

#include <set>

#include <fmt/format.h>
#include <torch/version.h>

#include "base/seeds.h"
#include "protocol/recipe_json.h"
#include "train/first_stage_window.h"

namespace unroll::train {
namespace {

constexpr const char* kFormat = "unroll-checkpoint";
constexpr const char* kVersion = "1";
constexpr const char* kApp = "unroll 0.1.0";

std::string value(const io::SafetensorsFile& file, const std::string& key) {
  const auto found = file.metadata().find(key);
  return found == file.metadata().end() ? std::string() : found->second;
}

/// "matching." or "stage2.matching." of a critic's weight or its optimiser state; empty for others.
std::string criticPrefix(std::string name) {
  if (name.starts_with("adam.")) name = name.substr(5);
  const size_t start = name.starts_with("stage") ? name.find('.') + 1 : 0;
  for (const std::string critic : {"spatial.", "temporal.", "matching."}) {
    if (name.compare(start, critic.size(), critic) == 0) return name.substr(0, start) + critic;
  }
  return {};
}

Result<Trainer::Counters> readCounters(const io::SafetensorsFile& file) {
  const std::string where = file.path().filename().string();
  if (value(file, "format") != kFormat || value(file, "version") != kVersion) {
    return fail(ErrorKind::Unsupported,
                fmt::format("{} is no checkpoint of a training that this version can go on "
                            "with (format '{}', version '{}').",
                            where, value(file, "format"), value(file, "version")));
  }
  UNROLL_TRY_ASSIGN(state, io::parseStrictJson(value(file, "state"), where));
  Trainer::Counters counters;
  UNROLL_TRY_ASSIGN(step, io::integerMember(state, "step", where));
  UNROLL_TRY_ASSIGN(cursor, io::integerMember(state, "cursor", where));
  UNROLL_TRY_ASSIGN(averaged, io::integerMember(state, "averaged", where));
  counters.step = step;
  counters.cursor = cursor;
  counters.averaged = averaged;
  return counters;
}

}  // namespace

Surroundings surroundingsOf(const RunPlan& plan) {
  return {TORCH_VERSION, plan.device.is_cuda() ? "cuda" : "cpu", plan.threads};
}

Result<std::filesystem::path> saveTrainer(Trainer& trainer, RunPlan& plan) {
  const Trainer::Counters counters = trainer.counters();
  if (!trainer.finite()) {
    return fail(
        ErrorKind::Refused,
        fmt::format("Training {} stopped at step {}: a weight is no longer a finite number.",
                    trainer.name(), counters.step));
  }
  UNROLL_TRY(trainer.settleAverages(plan.recipe.standingBatches));
  TensorSnapshot snapshot;
  snapshot.add(trainer.state());
  const Surroundings here = surroundingsOf(plan);
  const std::string recipe = toJson(plan.recipe);
  const io::Json state{
      {"step", counters.step}, {"cursor", counters.cursor}, {"averaged", counters.averaged}};
  const io::Metadata metadata{{"format", kFormat},
                              {"version", kVersion},
                              {"app", kApp},
                              {"torch", here.torch},
                              {"device", here.device},
                              {"threads", std::to_string(here.threads)},
                              {"stage", trainer.name()},
                              {"step", std::to_string(counters.step)},
                              {"state", state.dump()},
                              {"recipe", recipe},
                              {"config_hash", fmt::format("{:016x}", streamSeed(0, recipe))},
                              {"parent", plan.parent}};
  return plan.checkpoints.save(trainer.name(), counters.step, snapshot.views(), metadata);
}

Result<void> resumeTrainer(Trainer& trainer, const io::SafetensorsFile& file, const RunPlan& plan,
                           bool allowInexact, std::vector<std::string>& notes) {
  UNROLL_TRY_ASSIGN(counters, readCounters(file));
  const Surroundings here = surroundingsOf(plan);
  const std::string threads = std::to_string(here.threads);
  if (value(file, "torch") != here.torch || value(file, "device") != here.device ||
      value(file, "threads") != threads) {
    const std::string differs = fmt::format(
        "was written with LibTorch {} on {} with {} threads, and this is LibTorch {} on {} with {}",
        value(file, "torch"), value(file, "device"), value(file, "threads"), here.torch,
        here.device, threads);
    if (!allowInexact) {
      return fail(ErrorKind::Refused, fmt::format("{} {}: going on would not give the same bits; "
                                                  "use --threads {} --device {}, or allow an "
                                                  "inexact resume.",
                                                  file.path().filename().string(), differs,
                                                  value(file, "threads"), value(file, "device")));
    }
    notes.push_back(
        fmt::format("{} {}: from here on the run is not bit for bit what it would have been.",
                    file.path().filename().string(), differs));
  }
  const NamedTensors state = trainer.state();
  UNROLL_TRY(loadTensors(file, state, Extra::Refuse));
  trainer.loaded(state);
  trainer.setCounters(counters);
  return {};
}

Result<void> branchTrainer(Trainer& trainer, const io::SafetensorsFile& file,
                           std::vector<std::string>& notes) {
  UNROLL_TRY_ASSIGN(counters, readCounters(file));
  UNROLL_TRY_ASSIGN(parent, parseRecipe(value(file, "recipe"), file.path().filename().string()));
  const bool otherSeed = parent.seed != trainer.spec().recipe.seed;
  const NamedTensors state = trainer.state();
  std::set<std::string> fresh;  // Critics that the parent has not, or built otherwise.
  for (const auto& [name, tensor] : state) {
    const std::string critic = criticPrefix(name);
    if (critic.empty()) continue;
    const io::TensorInfo* there = file.find(name);
    if (there == nullptr || there->shape != tensor.sizes().vec()) fresh.insert(critic);
  }
  NamedTensors wanted;
  for (const auto& item : state) {
    const bool otherRandom = otherSeed && item.first.starts_with("rng.");
    if (!otherRandom && !fresh.contains(criticPrefix(item.first))) wanted.push_back(item);
  }
  UNROLL_TRY(loadTensors(file, wanted, Extra::Ignore));
  trainer.loaded(wanted);
  trainer.setCounters(counters);
  for (const std::string& critic : fresh) {
    notes.push_back(fmt::format("The {} critic is new in this branch and starts untrained.",
                                critic.substr(0, critic.size() - 1)));
  }
  return {};
}

Result<LowerStages> loadLower(RunPlan& plan, size_t index) {
  LowerStages lower;
  for (size_t stage = 0; stage < index; ++stage) {
    UNROLL_TRY_ASSIGN(entry, findStage(plan.checkpoints, stage));
    if (!entry) return LowerStages{};
    UNROLL_TRY_ASSIGN(file, plan.checkpoints.open(entry->stage, entry->step));
    UNROLL_TRY_ASSIGN(generator, loadGenerator(file, averagePrefix(file, stage),
                                               generatorSpec(plan.recipe, stage), plan.device));
    lower.generators.push_back(std::move(generator));
    if (stage > 0) continue;
    // As it was trained: the run's recipe may have other steps by now.
    UNROLL_TRY_ASSIGN(trained, parseRecipe(value(file, "recipe"), file.path().filename().string()));
    const int64_t steps =
        (entry->stage == "joint" ? trained.stages.back() : trained.stages.front()).steps;
    lower.latestStart = latestStart(trained.stages.front(),
                                    static_cast<double>(entry->step) / static_cast<double>(steps));
  }
  return lower;
}

}  // namespace unroll::train
