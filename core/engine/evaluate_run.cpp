#include "engine/evaluate_run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/file_system.h"
#include "base/nearest.h"
#include "engine/device.h"
#include "engine/evaluation_events.h"
#include "engine/stage_evaluation.h"
#include "io/checkpoint_store.h"
#include "io/project.h"
#include "io/stored_recipe.h"
#include "protocol/serve_messages.h"
#include "train/cascade_nets.h"

namespace unroll::engine {
namespace {

/// One stage of one checkpoint that is to be measured.
struct Task {
  std::string checkpoint;  ///< "stage2" or "joint"
  size_t stage = 0;        ///< from 0
  int64_t step = 0;
};

bool wanted(const EvaluateRequest& request, size_t stage) {
  return request.stages.empty() ||
         std::ranges::find(request.stages, static_cast<int64_t>(stage) + 1) != request.stages.end();
}

Result<std::vector<Task>> plan(const EvaluateRequest& request, const io::RunFolder& run,
                               const Recipe& recipe) {
  io::CheckpointStore store(realVfs(), run.path());
  UNROLL_TRY_ASSIGN(entries, store.list());
  std::map<std::string, int64_t> newest;
  for (const io::CheckpointEntry& entry : entries) {
    newest[entry.stage] = std::max(newest[entry.stage], entry.step);
  }
  if (!request.below.empty() && request.below.size() >= recipe.stages.size()) {
    return fail(ErrorKind::Usage,
                fmt::format("{} steps are named and run '{}' has {} stages: name one of each stage "
                            "up to the one to measure.",
                            request.below.size() + 1, request.run, recipe.stages.size()));
  }
  std::vector<Task> tasks;
  for (const io::CheckpointEntry& entry : entries) {
    if (request.step && entry.step != *request.step) continue;
    if (request.best && !entry.best) continue;
    const bool any = request.step || request.allSteps || request.best;
    if (!any && entry.step != newest[entry.stage]) continue;
    if (!request.below.empty() && entry.stage == "joint") continue;  // Its stages are of one step.
    for (size_t stage = 0; stage < recipe.stages.size(); ++stage) {
      if (!request.below.empty() && stage != request.below.size()) continue;
      const bool own = entry.stage == "joint" || entry.stage == train::stageName(stage);
      if (own && wanted(request, stage)) tasks.push_back({entry.stage, stage, entry.step});
    }
  }
  if (tasks.empty()) {
    return fail(ErrorKind::NotFound,
                request.step ? fmt::format("Run '{}' has no checkpoint of step {} to evaluate; see "
                                           "'unroll runs'.",
                                           request.run, *request.step)
                : request.best
                    ? fmt::format("Run '{}' has no checkpoint that is marked best; see "
                                  "--mark-best.",
                                  request.run)
                    : fmt::format("Run '{}' has no checkpoint to evaluate yet; train it first.",
                                  request.run));
  }
  return tasks;
}

/// Frames of stage `index` that `frames` of the last stage become; at least a training window.
int64_t framesOf(const Recipe& recipe, size_t index, int64_t frames) {
  const int64_t stride = recipe.dataStride(index);
  return std::max(recipe.stages[index].frames, (frames + stride - 1) / stride);
}

Result<void> mark(const EvaluateRequest& request, const io::RunFolder& run,
                  EvaluateSummary& summary) {
  std::map<std::string, std::pair<double, int64_t>> best;
  for (const StageEvaluation& evaluation : summary.stages) {
    const metrics::MeasureRow* row = evaluation.report.find(request.markBest);
    const auto distance = row == nullptr ? std::nullopt : row->distanceFromWanted();
    if (!distance) continue;
    // A joint checkpoint is judged by its last stage, which comes last.
    const double value = *distance;
    const auto [found, added] = best.try_emplace(evaluation.checkpoint, value, evaluation.step);
    if (!added && (value < found->second.first || found->second.second == evaluation.step)) {
      found->second = {value, evaluation.step};
    }
  }
  if (best.empty()) {
    std::vector<std::string> names;
    for (const StageEvaluation& evaluation : summary.stages) {
      for (const metrics::MeasureRow& row : evaluation.report.rows) names.push_back(row.name);
    }
    return fail(
        ErrorKind::Usage,
        fmt::format("No checkpoint is marked: there is no measure '{}' here.{} Names are those of "
                    "--json, for example fd_small.",
                    request.markBest, didYouMean(request.markBest, names)));
  }
  io::CheckpointStore store(realVfs(), run.path());
  for (const auto& [checkpoint, value] : best) {
    UNROLL_TRY(
        store.setMark(checkpoint, value.second, io::CheckpointMark::Best, true, request.markBest));
    summary.messages.push_back(fmt::format("{} at step {} is marked as the best by {}.", checkpoint,
                                           value.second, request.markBest));
  }
  return {};
}

/// Puts what was measured into the run; on its curves where it belongs there.
Result<void> keep(const io::RunFolder& run, const StageEvaluation& evaluation,
                  MeasuredProtocols& measured, EvaluateSummary& summary) {
  if (!evaluation.onCurve) {
    UNROLL_TRY_ASSIGN(file, keepMeasures(run, evaluation));
    summary.messages.push_back(
        fmt::format("{} is no point of the run's curve, whose points stand on the newest stages "
                    "below: it is kept in {}.",
                    evaluatedTitle(evaluation.stage, evaluation.steps), file.string()));
    return {};
  }
  UNROLL_TRY(writeMeasureEvents(run, evaluation));
  if (measured.otherwise(evaluation)) {
    summary.messages.push_back(fmt::format(
        "Other steps of stage {} were measured by another protocol, or on other checkpoints of the "
        "stages below: step {} is not comparable with them. Evaluate all with the same options "
        "(--at all).",
        evaluation.stage, evaluation.step));
  }
  UNROLL_TRY(keepMeasures(run, evaluation));
  measured.add(evaluation);
  return {};
}

}  // namespace

Result<EvaluateSummary> evaluateRun(
    const EvaluateRequest& given,
    const std::function<void(const std::string&, int64_t, int64_t)>& progress,
    std::stop_token stop) {
  const auto begun = std::chrono::steady_clock::now();
  EvaluateRequest request = given;
  if (request.measures.empty()) request.measures = metrics::usualMeasures();
  UNROLL_TRY_ASSIGN(project, io::Project::open(request.project));
  UNROLL_TRY_ASSIGN(run, project.openRun(request.run));
  UNROLL_TRY_ASSIGN(recipe, io::storedRecipe(run));
  UNROLL_TRY_ASSIGN(tasks, plan(request, run, recipe));
  UNROLL_TRY_ASSIGN(store, data::openClipStore(project.dataFolder().string()));
  std::optional<metrics::LoadedFeatures> features;
  if (metrics::MeasureChoice::of(request.measures).features()) {
    UNROLL_TRY_ASSIGN(wanted, metrics::networkFor(request.measures, request.features));
    UNROLL_TRY_ASSIGN(loaded, metrics::loadFeatures(wanted, request.weightsFolder));
    UNROLL_TRY(metrics::checkNetwork(request.measures, loaded));
    features = std::move(loaded);
  }
  metrics::LoadedFeatures* network = features ? &*features : nullptr;
  std::map<size_t, RealStage> real;
  metrics::StatisticsCache cache(request.cache ? metrics::projectCache(project)
                                               : std::filesystem::path());
  std::optional<MeasuredProtocols> measured;
  if (request.events) measured.emplace(run);
  EvaluateSummary summary;
  for (const Task& task : tasks) {
    const int64_t window = recipe.stages[task.stage].frames;
    if (network != nullptr && window < network->info.minFrames) {
      return fail(
          ErrorKind::Usage,
          fmt::format("{} looks at clips of {} frames or more, but stage {} is trained on {}: "
                      "use --features small.",
                      network->info.name, network->info.minFrames, task.stage + 1, window));
    }
    if (!real.contains(task.stage)) {
      if (progress) progress(fmt::format("Real clips of stage {}", task.stage + 1), 0, 1);
      UNROLL_TRY_ASSIGN(found, readRealStage(*store, project.dataFolder(), recipe, task.stage,
                                             request, network, cache, stop));
      for (std::string& note : cache.takeNotes()) summary.messages.push_back(std::move(note));
      real.emplace(task.stage, std::move(found));
    }
    UnrollOptions options;
    options.seed = request.seed;
    options.count = request.samples;
    options.lastStage = static_cast<int64_t>(task.stage) + 1;
    options.frames = framesOf(recipe, task.stage, request.frames);
    if (options.frames > protocol::kMostMeasuredFrames) {
      return fail(ErrorKind::Usage,
                  fmt::format("--frames asks for {} frames of stage {}; {} is the "
                              "most that is measured at once.",
                              options.frames, task.stage + 1, protocol::kMostMeasuredFrames));
    }
    options.threads = request.threads;
    options.device = request.device;
    const ModelSource source{.project = request.project,
                             .run = request.run,
                             .step = task.step,
                             .model = {},
                             .below = request.below,
                             .best = request.best,
                             .training = task.checkpoint};
    UNROLL_TRY_ASSIGN(session, openSession(source, options));
    const std::string what = fmt::format("Stage {} at step {}", task.stage + 1, task.step);
    UNROLL_TRY_ASSIGN(evaluation, evaluateStage(
                                      session, real.at(task.stage), request, network,
                                      [&](int64_t done, int64_t total) {
                                        if (progress) progress(what, done, total);
                                      },
                                      stop));
    evaluation.checkpoint = task.checkpoint;
    const auto kept = request.events ? keep(run, evaluation, *measured, summary) : Result<void>();
    summary.stages.push_back(std::move(evaluation));
    if (!kept) {
      summary.unfinished = kept.error();
      break;
    }
  }
  if (!request.markBest.empty() && !summary.unfinished) {
    if (const auto marked = mark(request, run, summary); !marked)
      summary.unfinished = marked.error();
  }
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return summary;
}

std::string evaluatedTitle(int64_t stage, const std::vector<int64_t>& steps) {
  std::string title = fmt::format("Stage {} at step {}", stage, steps.empty() ? 0 : steps.back());
  for (size_t below = 0; below + 1 < steps.size(); ++below) {
    title +=
        fmt::format("{} stage {} at step {}", below == 0 ? " on" : " and", below + 1, steps[below]);
  }
  return title;
}

io::Json toJson(const StageEvaluation& evaluation) {
  io::Json entry = {{"stage", evaluation.stage},
                    {"step", evaluation.step},
                    {"checkpoint", evaluation.checkpoint},
                    {"steps", evaluation.steps},
                    {"onCurve", evaluation.onCurve}};
  entry.update(metrics::toJson(evaluation.report));
  entry["nearest"] = io::Json::array();
  for (const NearestPair& pair : evaluation.nearest) {
    entry["nearest"].push_back({{"seed", pair.seed},
                                {"source", pair.source},
                                {"class", pair.className},
                                {"start", pair.start},
                                {"distance", pair.distance}});
  }
  return entry;
}

io::Json toJson(const EvaluateSummary& summary, const EvaluateRequest& request) {
  io::Json document = {{"format", "unroll-evaluation-1"},
                       {"project", request.project.string()},
                       {"run", request.run},
                       {"samples", request.samples},
                       {"frames", request.frames},
                       {"seed", request.seed},
                       {"seconds", summary.seconds},
                       {"messages", summary.messages},
                       {"stages", io::Json::array()}};
  for (const StageEvaluation& evaluation : summary.stages) {
    document["stages"].push_back(toJson(evaluation));
  }
  return document;
}

}  // namespace unroll::engine
