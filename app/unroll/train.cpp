#include "engine/train_run.h"

#include <regex>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "option_checks.h"
#include "progress.h"
#include "recipe_source.h"
#include "table.h"

namespace unroll::cli {
namespace {

/// Shows a training on standard error.
class TrainingView final : public engine::TrainObserver {
 public:
  explicit TrainingView(Progress& progress) : progress_(progress) {}

  void onProgress(const engine::TrainProgress& at) override {
    if (at.stage != stage_) {
      stage_ = at.stage;
      progress_.begin(fmt::format("Training {}", stage_), at.steps, at.step);
    }
    std::string note =
        fmt::format("generator {:.3f}, critics {:.3f}, {:.2f} s a step, {}", at.generatorLoss,
                    at.criticLoss, at.secondsPerStep,
                    humanBytes(static_cast<uint64_t>(std::max<int64_t>(at.residentBytes, 0))));
    if (at.secondsLeftInAll > at.secondsLeft + 1) {
      note += fmt::format(", all stages {} left", duration(at.secondsLeftInAll));
    }
    progress_.update(at.step, note, at.secondsLeft);
  }

  void onMessage(std::string_view sentence) override { progress_.note(sentence); }

 private:
  Progress& progress_;
  std::string stage_;
};

Answer trainAnswer(const engine::TrainRequest& request, const engine::TrainSummary& summary) {
  Answer answer;
  answer.document = {{"project", request.project.string()},
                     {"run", summary.run},
                     {"device", summary.device},
                     {"threads", summary.threads},
                     {"interrupted", summary.interrupted},
                     {"peakBytes", summary.peakBytes},
                     {"messages", summary.messages},
                     {"stages", Json::array()}};
  Table table({"stage", "steps", "time", "s/step", "waiting", "generator", "critics", "checkpoint"},
              {1, 2, 3, 4, 5, 6});
  for (const engine::StageSummary& stage : summary.stages) {
    answer.document["stages"].push_back({{"stage", stage.stage},
                                         {"firstStep", stage.firstStep},
                                         {"step", stage.step},
                                         {"seconds", stage.seconds},
                                         {"secondsPerStep", stage.secondsPerStep},
                                         {"waitingShare", stage.waitingShare},
                                         {"generatorLoss", stage.generatorLoss},
                                         {"criticLoss", stage.criticLoss},
                                         {"checkpoint", stage.checkpoint.string()}});
    table.add({stage.stage, fmt::format("{}-{}", stage.firstStep, stage.step),
               duration(stage.seconds), fmt::format("{:.3f}", stage.secondsPerStep),
               fmt::format("{:.1f} %", 100 * stage.waitingShare),
               fmt::format("{:.3f}", stage.generatorLoss), fmt::format("{:.3f}", stage.criticLoss),
               stage.checkpoint.filename().string()});
  }
  answer.text = table.text();
  const bool oneStage = summary.stages.empty() || summary.stages.back().stage == "stage1";
  answer.text += fmt::format(
      "Trained on {} with {} threads, {} at most.\nNext: unroll export {} --run {} --what {} "
      "--frames 50 --out "
      "{}.mp4\n",
      summary.device, summary.threads,
      humanBytes(static_cast<uint64_t>(std::max<int64_t>(summary.peakBytes, 0))),
      request.project.string(), summary.run, oneStage ? "stage1" : "pair", summary.run);
  return answer;
}

Result<Answer> runTrain(const engine::TrainRequest& request, Session& session) {
  TrainingView view(session.progress);
  UNROLL_TRY_ASSIGN(summary, engine::trainRun(request, view, session.stop));
  session.progress.end();
  if (summary.interrupted) {
    const engine::StageSummary* last = summary.stages.empty() ? nullptr : &summary.stages.back();
    return fail(
        ErrorKind::Cancelled,
        fmt::format(
            "Training was stopped{}; go on with: unroll train {} --run {} --stage {} --resume",
            last ? fmt::format(" after step {} of {}, which is saved", last->step, last->stage)
                 : std::string(),
            request.project.string(), summary.run, request.stage));
  }
  return trainAnswer(request, summary);
}

std::string checkStage(const std::string& stage) {
  static const std::regex kStage("all|joint|[1-6]");
  return std::regex_match(stage, kStage)
             ? std::string()
             : fmt::format("'{}' is not one of 1 to 6, all, joint", stage);
}

}  // namespace

Command trainCommand() {
  auto request = std::make_shared<engine::TrainRequest>();
  auto recipe = std::make_shared<std::string>();
  Command command;
  command.manual = {
      "train",
      "train a run, stage by stage or jointly",
      {"train PROJECT --run NAME [--stage 1|2|3|all|joint] [--steps N] [--recipe NAME|FILE] "
       "[--set KEY=VALUE]... [--from RUN@STEP] [--json]",
       "train PROJECT --run NAME --resume [--stage 1|2|3|all|joint] [--steps N] [--json]"},
      "Trains the stages of the project's recipe, one after the other (all), one of them, or all "
      "at once (joint). "
      "Later stages learn from windows of the data and of the stage below.\n\nCtrl-C stops after "
      "the step under way "
      "with a checkpoint and exit status 130; once more leaves at once. --resume goes on with the "
      "same bits as if it "
      "had never stopped, given the same device, threads and build.\n\nOn a full or read-only disk "
      "training waits and tries again every quarter of a minute, and says so; Ctrl-C ends the "
      "wait.",
      {{"Train everything.", "unroll train clouds --run first"},
       {"Only the first stage, for 500 steps.",
        "unroll train clouds --run first --stage 1 --steps 500"},
       {"Go on after Ctrl-C or a power cut.", "unroll train clouds --run first --resume"},
       {"The same without the matching critic, on top of the first run's stage 1.",
        "unroll train clouds --run without --stage 2 --from first --set "
        "stage2.matchingCritic=false"},
       {"A single-stage baseline on the same data.",
        "unroll train clouds --run baseline --recipe demo-baseline-32"}},
      {{"PROJECT/runs/NAME/recipe.json", "The recipe as this run was begun with."},
       {"PROJECT/runs/NAME/events.jsonl",
        "Losses, scores, previews and checkpoints, one event a line."},
       {"PROJECT/runs/NAME/checkpoints/",
        "Weights, averaged weights, optimisers, seeds and counters."}},
      {{3,
        "The data does not fit, the run exists or cannot be resumed, or the loss is no longer "
        "finite."},
       {4, "There is no such project, run or step."},
       {5, "No such device, or its memory is used up."},
       {6, "A checkpoint could not be written."},
       {130, "Interrupted after a clean checkpoint."}}};
  command.declare = [request, recipe](CLI::App& app) {
    engine::TrainRequest& r = *request;
    app.add_option("PROJECT", r.project, "The project's folder.")->required();
    app.add_option("--run", r.run, "Name of the run.")->required()->type_name("NAME");
    app.add_option("--stage", r.stage, "What to train: one stage, all in order, or all together.")
        ->type_name("1|2|3|all|joint")
        ->check(checkStage)
        ->default_str("all");
    ranged(app.add_option("--steps", r.steps,
                          "Generator steps of each stage, counted from its beginning. Default: the "
                          "recipe's.")
               ->type_name("N"),
           int64_t{1}, int64_t{100'000'000});
    auto* other = app.add_option("--recipe", *recipe,
                                 "Recipe of a new run in place of the project's: a name of 'unroll "
                                 "recipes', or a JSON file.")
                      ->type_name("NAME|FILE");
    app.add_option("--set", r.settings,
                   "Change one key of the recipe for this run: batch=4, stage2.batch=4.")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    auto* resume = app.add_flag("--resume", r.resume,
                                "Go on from the run's last checkpoint, with as many threads as "
                                "before.");
    app.add_flag("--allow-inexact", r.allowInexact,
                 "Resume also where the bits cannot be the same: another device, thread count or "
                 "LibTorch.")
        ->needs(resume);
    app.add_option("--from", r.from,
                   "Begin with the networks of another run (RUN@STEP), or take only the stages "
                   "below from it (RUN).")
        ->type_name("RUN[@STEP|@latest]")
        ->excludes(resume)
        ->excludes(other);
    other->excludes(resume);
    declareDevice(app, r.device);
    declareThreads(app, r.threads);
  };
  command.run = [request, recipe](Session& session) -> Result<Answer> {
    if (!recipe->empty()) {
      UNROLL_TRY_ASSIGN(loaded, loadRecipe(*recipe));
      request->recipe = std::move(loaded);
    }
    return runTrain(*request, session);
  };
  return command;
}

}  // namespace unroll::cli
