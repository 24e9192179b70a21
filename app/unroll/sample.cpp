#include "engine/sample_run.h"

#include <charconv>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "progress.h"
#include "source_options.h"

namespace unroll::cli {
namespace {

struct SampleArguments {
  SourceArguments source;
  std::string stages = "all";
  std::filesystem::path out;
  bool noSheet = false;
};

/// "all" is an empty list, "1,2" is {1, 2}.
Result<std::vector<int64_t>> parseStages(const std::string& text) {
  std::vector<int64_t> stages;
  if (text == "all") return stages;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    int64_t stage = 0;
    const auto [stop, error] = std::from_chars(text.data() + at, text.data() + end, stage);
    if (error != std::errc() || stop != text.data() + end || stage < 1 ||
        std::ranges::find(stages, stage) != stages.end()) {
      return fail(
          ErrorKind::Usage,
          fmt::format("--stages '{}' is neither all nor different stage numbers like 1,2.", text));
    }
    stages.push_back(stage);
    at = end + 1;
  }
  return stages;
}

Answer sampleAnswer(const engine::SampleSummary& summary, const std::filesystem::path& out) {
  Answer answer;
  answer.document = {{"out", out.string()},
                     {"seconds", summary.seconds},
                     {"peakBytes", summary.peakBytes},
                     {"frames", summary.frames},
                     {"frameRates", summary.frameRates},
                     {"steps", summary.steps},
                     {"sheets", Json::array()},
                     {"samples", Json::array()}};
  for (const auto& sheet : summary.sheets) answer.document["sheets"].push_back(sheet.string());
  for (const engine::Sampled& sample : summary.samples) {
    Json files = Json::array();
    for (const auto& file : sample.files) files.push_back(file.string());
    answer.document["samples"].push_back({{"seed", sample.seed},
                                          {"label", sample.label},
                                          {"class", sample.className},
                                          {"files", files}});
    answer.text += fmt::format("seed {}, class {}:", sample.seed, sample.className);
    for (const auto& file : sample.files) answer.text += " " + file.string();
    answer.text += "\n";
  }
  for (const auto& sheet : summary.sheets)
    answer.text += fmt::format("contact sheet: {}\n", sheet.string());
  answer.text +=
      fmt::format("{} videos in {}.\n", summary.samples.size(), duration(summary.seconds));
  return answer;
}

Result<Answer> runSample(const SampleArguments& arguments, Session& session) {
  UNROLL_TRY(checkSource(arguments.source, "sample"));
  engine::SampleRequest request;
  request.source = arguments.source.source;
  request.unroll = arguments.source.unroll;
  UNROLL_TRY_ASSIGN(stages, parseStages(arguments.stages));
  request.stages = stages;
  if (!stages.empty()) request.unroll.lastStage = *std::ranges::max_element(stages);
  request.out = arguments.out;
  request.contactSheet = !arguments.noSheet;
  UNROLL_TRY_ASSIGN(summary, engine::sampleRun(request, frameProgress(session.progress, "Sampling"),
                                               session.stop));
  session.progress.end();
  return sampleAnswer(summary, arguments.out);
}

}  // namespace

Command sampleCommand() {
  auto arguments = std::make_shared<SampleArguments>();
  Command command;
  command.manual = {
      "sample",
      "make videos as NumPy arrays, every stage of them",
      {"sample PROJECT --run NAME [--at STEP] [--seed S] [--count N] [--label L] [--frames T] "
       "[--stages all|1,2] "
       "[--truncation P] --out FOLDER [--json]",
       "sample --model FILE [...] --out FOLDER [--json]"},
      "Makes videos from seeds with the averaged generators. The same seed gives the same video, "
      "alone or among others. "
      "Videos are made in pieces, so that their length is bounded by the disk and not by memory.",
      {{"Eight videos of a training window's length.",
        "unroll sample clouds --run first --count 8 --out samples"},
       {"One long video, first stage only.",
        "unroll sample clouds --run first --stages 1 --frames 1000 --out long"},
       {"From a packed file.", "unroll sample --model clouds.safetensors --seed 17 --out samples"}},
      {{"FOLDER/seed-00000017/stage1.npy",
        "One video of one stage: uint8, frames x height x width x 3."},
       {"FOLDER/samples.json", "Seeds, classes, frame rates, steps."},
       {"FOLDER/contact-sheet-stage1.png", "All videos at a glance: frames across, videos down."}},
      sourceExitCodes()};
  command.declare = [arguments](CLI::App& app) {
    declareSource(app, arguments->source);
    declareUnroll(app, arguments->source, "Number of videos. Default: 1.");
    app.add_option("--stages", arguments->stages, "Stages that are written.")
        ->type_name("all|1,2")
        ->default_str("all");
    app.add_option("--out", arguments->out, "Folder for the videos; made when missing.")
        ->required()
        ->type_name("FOLDER");
    app.add_flag("--no-sheet", arguments->noSheet, "Make no contact sheets.");
  };
  command.run = [arguments](Session& session) { return runSample(*arguments, session); };
  return command;
}

}  // namespace unroll::cli
