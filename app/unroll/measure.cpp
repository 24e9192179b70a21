#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "measure_options.h"
#include "measure_table.h"
#include "metrics/measure_sets.h"
#include "option_checks.h"
#include "progress.h"

namespace unroll::cli {
namespace {

struct MeasureArguments {
  metrics::MeasureRequest request;
  std::string measures;
  bool noCeilings = false, noCache = false;
};

Result<Answer> runMeasure(MeasureArguments arguments, Session& session) {
  metrics::MeasureRequest& request = arguments.request;
  if (!arguments.measures.empty()) {
    UNROLL_TRY_ASSIGN(names, metrics::parseMeasures(arguments.measures));
    request.measures = std::move(names);
  }
  request.ceilings = !arguments.noCeilings;
  request.weightsFolder = weightsFolder();
  if (!arguments.noCache) request.cacheFolder = cacheFolder() / "statistics";
  request.workerProgram = "/proc/self/exe";
  UNROLL_TRY_ASSIGN(report, metrics::measureSets(
                                request,
                                [&](const std::string& what, int64_t done, int64_t total) {
                                  session.progress.follow(what, done, total);
                                },
                                session.stop));
  session.progress.end();
  return Answer{metrics::toJson(report), measureText(report)};
}

}  // namespace

Command measureCommand() {
  auto arguments = std::make_shared<MeasureArguments>();
  Command command;
  command.manual = {
      "measure",
      "compare two folders of videos or arrays, whoever made them",
      {"measure --real PATH --fake PATH [--measures LIST] [--features NAME|FILE] [--frames T] "
       "[--size N] [--json]"},
      "Cuts clips of equal length and size out of two folders and says how the second differs from "
      "the first: the Fréchet distance of clip features (FVD, where the network is i3d), the "
      "Inception Score, the kernel distance, precision, recall, density and coverage, fine detail "
      "by "
      "power spectra, and motion.\n\nEach number stands beside a floor (other real clips in place "
      "of "
      "the fakes) and two ceilings (still pictures, noise), and the line Protocol says all that it "
      "depends on: numbers of different protocols must not be compared. Without --features the "
      "small "
      "network that comes with the program is used, and its numbers are never called FVD.",
      {{"Samples of a model beside its data.",
        "unroll measure --real ~/Videos/clouds --fake samples"},
       {"FVD, with public weights that were converted.",
        "unroll measure --real real --fake fake --measures fvd --features i3d"},
       {"FID of frames, by Inception-v3.",
        "unroll measure --real real --fake fake --measures fid --features inception"}},
      {{"~/.cache/unroll/weights/i3d.safetensors",
        "Weights of I3D (also c3d.safetensors, inception.safetensors) that "
        "packaging/convert_features.py wrote; another folder: UNROLL_WEIGHTS."},
       {"~/.cache/unroll/statistics/",
        "What real clips came to, so that they are read once; may be removed at any time."}},
      {{3, "No or too few clips could be cut, or the weights do not fit."},
       {4, "There is no such folder, or the network's weights are not here."},
       {5, "Memory is used up."},
       {130, "Interrupted."}}};
  command.declare = [arguments](CLI::App& app) {
    metrics::MeasureRequest& r = arguments->request;
    app.add_option("--real", r.real, "Real clips: a folder, a video or a .npy array.")
        ->required()
        ->type_name("PATH");
    app.add_option("--fake", r.fake, "The clips to judge.")->required()->type_name("PATH");
    declareMeasures(app, arguments->measures, r.features);
    ranged(app.add_option("--frames", r.frames, "Frames of a clip.")
               ->type_name("T")
               ->default_str("16"),
           int64_t{2}, int64_t{1024});
    ranged(app.add_option("--size", r.size,
                          "Pixels of a clip's side, 0 for the first fake picture's (at most 128).")
               ->type_name("N")
               ->default_str("0"),
           int64_t{0}, int64_t{1024});
    ranged(app.add_option("--fps", r.frameRate,
                          "Frames per second that videos are brought to; arrays stay as they are.")
               ->type_name("F")
               ->default_str("25"),
           0.1, 1000.0);
    ranged(app.add_option("--hop", r.hop,
                          "Frames from one clip to the next of a video, 0 for a clip's length.")
               ->type_name("N")
               ->default_str("0"),
           int64_t{0}, int64_t{100'000});
    ranged(app.add_option("--clips", r.maxClips,
                          "Most clips of each side; every file gives at most its even share.")
               ->type_name("N")
               ->default_str("2048"),
           int64_t{8}, int64_t{1'000'000});
    ranged(app.add_option("--draws", r.draws, "Random draws that deviations are made of.")
               ->type_name("N")
               ->default_str("5"),
           int64_t{1}, int64_t{1000});
    app.add_flag("--no-ceilings", arguments->noCeilings,
                 "Leave out still pictures and noise: half the work.");
    app.add_flag("--no-cache", arguments->noCache,
                 "Read all real clips, also where their statistics were kept the last time.");
    app.add_option("--seed", r.seed, "Seed of draws and noise.")->type_name("S")->default_str("1");
    declareThreads(app, r.threads);
  };
  command.run = [arguments](Session& session) { return runMeasure(*arguments, session); };
  return command;
}

}  // namespace unroll::cli
