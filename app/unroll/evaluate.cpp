#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "engine/evaluate_run.h"
#include "io/json_file.h"
#include "measure_options.h"
#include "measure_table.h"
#include "option_checks.h"
#include "progress.h"
#include "source_options.h"

namespace unroll::cli {
namespace {

struct EvaluateArguments {
  engine::EvaluateRequest request;
  std::string measures, at = "newest";
  std::filesystem::path out;
  std::optional<int64_t> stage;
  bool noEvents = false, noCeilings = false, noCache = false;
};

Result<void> settle(EvaluateArguments& arguments) {
  engine::EvaluateRequest& request = arguments.request;
  UNROLL_TRY_ASSIGN(names, metrics::parseMeasures(arguments.measures));
  request.measures = std::move(names);
  request.weightsFolder = weightsFolder();
  request.events = !arguments.noEvents;
  request.ceilings = !arguments.noCeilings;
  request.cache = !arguments.noCache;
  if (arguments.stage) request.stages = {*arguments.stage};
  if (arguments.at == "all") {
    request.allSteps = true;
  } else if (arguments.at != "newest") {
    engine::ModelSource source;
    if (!parseSteps(arguments.at, source)) {
      return fail(ErrorKind::Usage,
                  fmt::format("--at '{}' is neither a step like 1200, nor one of each stage like "
                              "1200,800, nor all, best or newest.",
                              arguments.at));
    }
    request.step = source.step;
    request.below = std::move(source.below);
    request.best = source.best;
  }
  return {};
}

Result<Answer> runEvaluate(EvaluateArguments arguments, Session& session) {
  UNROLL_TRY(settle(arguments));
  UNROLL_TRY_ASSIGN(summary, engine::evaluateRun(
                                 arguments.request,
                                 [&](const std::string& what, int64_t done, int64_t total) {
                                   session.progress.follow(what, done, total);
                                 },
                                 session.stop));
  session.progress.end();
  Answer answer;
  answer.document = engine::toJson(summary, arguments.request);
  answer.unfinished = summary.unfinished;
  if (!arguments.out.empty()) {
    const auto written = io::writeJsonFile(realVfs(), arguments.out, answer.document);
    if (!written && !answer.unfinished) answer.unfinished = written.error();
  }
  for (const engine::StageEvaluation& evaluation : summary.stages) {
    answer.text += fmt::format("{}{}\n\n{}", answer.text.empty() ? "" : "\n",
                               engine::evaluatedTitle(evaluation.stage, evaluation.steps),
                               measureText(evaluation.report));
    if (!evaluation.nearest.empty()) {
      const engine::NearestPair& pair = evaluation.nearest.front();
      answer.text += fmt::format(
          "Nearest to the data: seed {}, at {:.2f} of the usual distance from '{}', frame {}.\n",
          pair.seed, pair.distance, pair.source, pair.start);
    }
  }
  for (const std::string& message : summary.messages) answer.text += message + "\n";
  const bool written = std::ranges::any_of(summary.stages, &engine::StageEvaluation::onCurve);
  if (arguments.request.events && written && !summary.unfinished) {
    answer.text += fmt::format("\nWritten to the events of run '{}' in {}.\n",
                               arguments.request.run, duration(summary.seconds));
  }
  return answer;
}

}  // namespace

Command evaluateCommand() {
  auto arguments = std::make_shared<EvaluateArguments>();
  Command command;
  command.manual = {
      "evaluate",
      "measure a run's checkpoints against the data",
      {"evaluate PROJECT --run NAME [--at STEP|STEP,STEP|all|best|newest] [--stage K] [--measures "
       "LIST] "
       "[--samples N] [--frames T] [--features NAME|FILE] [--out FILE.json] [--json]"},
      "Samples every trained stage with its averaged weights and measures it beside the project's "
      "clips at that stage's size and rate: distances, scores, fine detail, motion, variety, the "
      "nearest real clip, and how well a later stage keeps to the stage below.\n\nWith --frames "
      "longer than a training window it also says how motion and detail hold out over the unroll "
      "and "
      "measures the last window by itself. The numbers are added to the run's events, from which "
      "the "
      "studio and 'unroll report' draw curves; a training that goes on meanwhile is not disturbed.",
      {{"The newest checkpoint of each stage.", "unroll evaluate clouds --run first"},
       {"A curve for a run that is over, and the best checkpoint kept.",
        "unroll evaluate clouds --run first --at all --mark-best fd_small"},
       {"Stage 2 of step 900 on stage 1 of step 600: kept beside the curves, which are of the "
        "newest stage 1.",
        "unroll evaluate clouds --run first --at 600,900"},
       {"Where does a long unroll decay?",
        "unroll evaluate clouds --run first --frames 50 --out decay.json"}},
      {{"PROJECT/runs/NAME/events.jsonl", "Scalar events measure/... and spectrum events."},
       {"PROJECT/runs/NAME/measures/",
        "All of each checkpoint; in pairs/ what stands on other stages below than the newest."},
       {"PROJECT/cache/", "What the data came to, so that it is looked at once; may be removed."},
       {"FILE.json", "Everything: protocol, table, curves along the frames, spectra, classes."}},
      {{3, "There are too few clips, or the weights do not fit."},
       {4, "There is no such project, run or step, no data, or no weights of that network."},
       {5, "No such device, or its memory is used up."},
       {6, "The events or the file could not be written."},
       {130, "Interrupted; checkpoints measured before are in the events."}}};
  command.declare = [arguments](CLI::App& app) {
    engine::EvaluateRequest& r = arguments->request;
    app.add_option("PROJECT", r.project, "The project's folder.")->required();
    app.add_option("--run", r.run, "Name of the run.")->required()->type_name("NAME");
    app.add_option(
           "--at", arguments->at,
           "Which checkpoints: a step, one step of each stage of which the last is measured, "
           "all, or each stage's best (as marked) or newest. A stage stands on the newest "
           "stages below, but with one step of each, and with best.")
        ->type_name("STEP|STEP,STEP|all|best|newest")
        ->default_str("newest");
    ranged(app.add_option("--stage", arguments->stage, "Only this stage. Default: all.")
               ->type_name("K"),
           int64_t{1}, int64_t{6});
    declareMeasures(app, arguments->measures, r.features);
    ranged(app.add_option("--samples", r.samples, "Videos made of each checkpoint.")
               ->type_name("N")
               ->default_str("128"),
           int64_t{4}, int64_t{100'000});
    ranged(app.add_option("--real", r.realClips, "Windows of the data, at most.")
               ->type_name("N")
               ->default_str("512"),
           int64_t{8}, int64_t{100'000});
    ranged(
        app.add_option("--frames", r.frames,
                       "Length in frames of the last stage, 0 for a training window; at most 400 "
                       "of any stage.")
            ->type_name("T")
            ->default_str("0"),
        int64_t{0}, int64_t{100'000});
    ranged(app.add_option("--draws", r.draws, "Random draws that deviations are made of.")
               ->type_name("N")
               ->default_str("5"),
           int64_t{1}, int64_t{1000});
    app.add_option("--seed", r.seed, "Seed of the first video.")->type_name("S")->default_str("1");
    app.add_option("--mark-best", r.markBest,
                   "Mark the checkpoint that is best by this measure, so that it is kept.")
        ->type_name("MEASURE");
    app.add_option("--out", arguments->out, "Also write everything to this file.")
        ->type_name("FILE.json");
    app.add_flag("--no-events", arguments->noEvents, "Leave the run's events alone.");
    app.add_flag("--no-ceilings", arguments->noCeilings, "Leave out still pictures and noise.");
    app.add_flag("--no-cache", arguments->noCache,
                 "Look at the data again, also where its statistics were kept the last time.");
    declareDevice(app, r.device, "Where to sample; features are computed on the CPU.");
    declareThreads(app, r.threads);
  };
  command.run = [arguments](Session& session) { return runEvaluate(*arguments, session); };
  return command;
}

}  // namespace unroll::cli
