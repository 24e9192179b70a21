#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "engine/feature_training.h"
#include "metrics/feature_ranking.h"
#include "option_checks.h"
#include "progress.h"
#include "table.h"

namespace unroll::cli {
namespace {

struct FeatureArguments {
  engine::FeatureTrainingRequest request;
  std::filesystem::path held;
  std::filesystem::path rank;  ///< an existing file, only examined
};

void describeRanking(const metrics::Ranking& ranking, Answer& answer) {
  answer.document["ranking"] = {
      {"source", ranking.source}, {"clips", ranking.clips}, {"rows", Json::array()}};
  answer.text += fmt::format(
      "\nDistance of {} clips of '{}' to {} others of the same videos, damaged step by step:\n",
      ranking.clips, ranking.source, ranking.clips);
  Table table({"damage", "level and distance", "grows"});
  for (const metrics::RankRow& row : ranking.rows) {
    answer.document["ranking"]["rows"].push_back({{"damage", row.damage},
                                                  {"levels", row.levels},
                                                  {"distances", row.distances},
                                                  {"grows", row.grows}});
    std::string cells;
    for (size_t i = 0; i < row.levels.size(); ++i) {
      cells += fmt::format("{}{}: {:.4g}", i == 0 ? "" : ", ", row.levels[i], row.distances[i]);
    }
    table.add({row.damage, cells, row.grows ? "yes" : "no"});
  }
  answer.text += table.text();
}

Result<void> rank(const std::filesystem::path& file, const std::filesystem::path& held,
                  Session& session, Answer& answer) {
  UNROLL_TRY_ASSIGN(ranking,
                    metrics::rankDamageWithFile(file, held, "/proc/self/exe", session.stop));
  describeRanking(ranking, answer);
  return {};
}

Result<Answer> runTrainFeatures(FeatureArguments arguments, Session& session) {
  engine::FeatureTrainingRequest& request = arguments.request;
  Answer answer;
  if (!arguments.rank.empty()) {
    if (arguments.held.empty()) {
      return fail(ErrorKind::Usage, "--rank needs --held, the videos to rank damage with.");
    }
    UNROLL_TRY(rank(arguments.rank, arguments.held, session, answer));
    return answer;
  }
  if (request.out.empty()) {
    return fail(ErrorKind::Usage,
                "train-features needs --out FILE, or --rank FILE. See 'unroll train-features "
                "--help'.");
  }
  request.workerProgram = "/proc/self/exe";
  bool begun = false;
  UNROLL_TRY_ASSIGN(summary, engine::trainFeatures(
                                 request,
                                 [&](int64_t step, double loss) {
                                   if (!begun)
                                     session.progress.begin("Training features", request.steps);
                                   begun = true;
                                   session.progress.update(step, fmt::format("loss {:.3f}", loss));
                                 },
                                 session.stop));
  session.progress.end();
  answer.document = {{"out", request.out.string()}, {"hash", summary.hash},
                     {"bytes", summary.bytes},      {"parameters", summary.parameters},
                     {"steps", summary.steps},      {"loss", summary.loss},
                     {"seconds", summary.seconds},  {"realClips", summary.realClips},
                     {"tasks", Json::array()}};
  Table table({"task", "choices", "guessing", "right"}, {1, 2, 3});
  for (const engine::FeatureTask& task : summary.tasks) {
    answer.document["tasks"].push_back(
        {{"name", task.name}, {"choices", task.choices}, {"accuracy", task.accuracy}});
    table.add({task.name, std::to_string(task.choices),
               fmt::format("{:.0f} %", 100.0 / static_cast<double>(task.choices)),
               fmt::format("{:.0f} %", 100 * task.accuracy)});
  }
  answer.text = fmt::format(
      "{}: {} parameters, {}, hash {}, {} steps in {}.\n\nOn scenes it has not "
      "seen:\n{}",
      request.out.string(), summary.parameters, humanBytes(summary.bytes), summary.hash,
      summary.steps, duration(summary.seconds), table.text());
  if (!arguments.held.empty()) UNROLL_TRY(rank(request.out, arguments.held, session, answer));
  return answer;
}

}  // namespace

Command trainFeaturesCommand() {
  auto arguments = std::make_shared<FeatureArguments>();
  Command command;
  command.manual = {
      "train-features",
      "train the small feature network that distances are measured with",
      {"train-features --out FILE [--clips PATH] [--held PATH] [--steps N] [--minutes M] [--seed "
       "S] "
       "[--json]",
       "train-features --rank FILE --held PATH [--json]"},
      "Makes a feature network for 'unroll measure --features FILE'. It learns from built-in "
      "scenes "
      "(which scene, how fast, in which order, how much of it stands still, how blurred, how "
      "noisy) "
      "and, with --clips, from your own videos, less the first question.\n\nThe program brings "
      "such "
      "a network along (--features small). A number is worth something only beside others of the "
      "same network: its name and hash are always shown.\n\n--held shows with videos the network "
      "has "
      "not seen whether the distance grows with every step of blur, noise, frozen, shuffled and "
      "faster frames and with classes left out.",
      {{"A network of your own.",
        "unroll train-features --out mine.safetensors --clips ~/Videos --held ~/Others"},
       {"What an existing one is good for.",
        "unroll train-features --rank mine.safetensors --held ~/Others"}},
      {{"FILE", "Weights, settings and results, safetensors."}},
      {{3, "No clip could be cut from the videos, or the file is no feature network."},
       {4, "There is no such folder or file."},
       {6, "The file could not be written."},
       {130, "Interrupted; nothing was written."}}};
  command.declare = [arguments](CLI::App& app) {
    engine::FeatureTrainingRequest& r = arguments->request;
    app.add_option("--out", r.out, "The file to write.")->type_name("FILE");
    app.add_option("--clips", r.clips, "A folder of videos to learn from besides the scenes.")
        ->type_name("PATH");
    app.add_option("--held", arguments->held, "Videos to rank damage with; must not be in --clips.")
        ->type_name("PATH");
    app.add_option("--rank", arguments->rank, "Train nothing, examine this file.")
        ->type_name("FILE");
    ranged(
        app.add_option("--steps", r.steps, "Training steps.")->type_name("N")->default_str("1500"),
        int64_t{1}, int64_t{1'000'000});
    ranged(app.add_option("--batch", r.batch, "Clips a step.")->type_name("N")->default_str("24"),
           int64_t{2}, int64_t{1024});
    ranged(app.add_option("--scenes", r.scenes, "Built-in scenes to learn from.")
               ->type_name("N")
               ->default_str("400"),
           int64_t{8}, int64_t{100'000});
    ranged(app.add_option("--minutes", r.minutes, "End earlier after so much time, 0 for never.")
               ->type_name("M")
               ->default_str("0"),
           0.0, 100'000.0);
    app.add_option("--seed", r.seed, "Seed of everything.")->type_name("S")->default_str("1");
    declareThreads(app, r.threads);
  };
  command.run = [arguments](Session& session) { return runTrainFeatures(*arguments, session); };
  return command;
}

}  // namespace unroll::cli
