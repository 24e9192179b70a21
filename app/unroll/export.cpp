#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "engine/export_run.h"
#include "option_checks.h"
#include "progress.h"
#include "source_options.h"

namespace unroll::cli {
namespace {

struct ExportArguments {
  SourceArguments source;
  engine::ExportRequest request;
};

Result<Answer> runExport(const ExportArguments& arguments, Session& session) {
  UNROLL_TRY(checkSource(arguments.source, "export"));
  engine::ExportRequest request = arguments.request;
  request.source = arguments.source.source;
  request.unroll = arguments.source.unroll;
  UNROLL_TRY_ASSIGN(
      summary,
      engine::exportRun(request, frameProgress(session.progress, "Exporting"), session.stop));
  session.progress.end();
  Answer answer;
  answer.document = {{"file", summary.file.string()},  {"frames", summary.frames},
                     {"frameRate", summary.frameRate}, {"width", summary.width},
                     {"height", summary.height},       {"bytes", summary.bytes},
                     {"seconds", summary.seconds},     {"note", summary.note}};
  answer.text = fmt::format("{}: {} frames at {:g} frames per second, {}x{}, {}, in {}.\n",
                            summary.file.string(), summary.frames, summary.frameRate, summary.width,
                            summary.height,
                            humanBytes(static_cast<uint64_t>(std::max<int64_t>(summary.bytes, 0))),
                            duration(summary.seconds));
  if (!summary.note.empty()) answer.text += summary.note + "\n";
  return answer;
}

}  // namespace

Command exportCommand() {
  auto arguments = std::make_shared<ExportArguments>();
  Command command;
  command.manual = {
      "export",
      "unroll a video and write it as MP4, GIF or pictures",
      {"export PROJECT --run NAME --what stage1|stage2|stage3|pair|grid [--frames T] [--preset "
       "web|fine|lossless|gif|png] [--scale K] [--fps F] [--loop N] [--ping-pong] --out FILE "
       "[--json]",
       "export --model FILE --what ... --out FILE [--json]"},
      "Makes a video of any length and writes it: one stage, stage 1 beside the last stage (pair), "
      "or many seeds at "
      "once (grid). Pixels are enlarged without smoothing, so that what the network made is what "
      "is seen. Seed, class, "
      "run, step and recipe are embedded in the file.\n\nThe file appears under its name when it "
      "is whole. While it is "
      "being written it stands beside that name with '.part' in it, and plays even when the "
      "program is killed.",
      {{"Stage 1 and stage 2 side by side, 50 frames.",
        "unroll export clouds --run first --what pair --frames 50 --out pair.mp4"},
       {"A grid of 16 seeds.", "unroll export clouds --run first --what grid --out grid.mp4"},
       {"The same bits back, in a Matroska file.",
        "unroll export clouds --run first --what stage2 --preset lossless --out exact.mkv"}},
      {},
      sourceExitCodes()};
  command.declare = [arguments](CLI::App& app) {
    declareSource(app, arguments->source);
    engine::ExportRequest& r = arguments->request;
    app.add_option("--what", r.what, "A stage, stage 1 beside the last, or many seeds in a grid.")
        ->required()
        ->type_name("stage1|stage2|stage3|pair|grid");
    declareUnroll(app, arguments->source, "Videos in a grid. Default: 16.");
    app.add_option(
           "--preset", r.preset,
           "web: MP4 that plays everywhere; fine: no difference to be seen, in full colour, for "
           "editors and most players; lossless: the same bits back; gif; png: a folder of "
           "pictures.")
        ->type_name("web|fine|lossless|gif|png")
        ->default_str("web");
    ranged(app.add_option("--scale", r.scale,
                          "Enlarge by this whole number. Default: to about 256 pixels.")
               ->type_name("K"),
           int64_t{1}, int64_t{64});
    ranged(
        app.add_option("--fps", r.frameRate, "Frames per second of the file. Default: the data's.")
            ->type_name("F"),
        0.1, 1000.0);
    ranged(app.add_option("--loop", r.loop, "How often the video is shown; for GIF, 0 is for ever.")
               ->type_name("N")
               ->default_str("1"),
           0, 10'000);
    app.add_flag("--ping-pong", r.pingPong,
                 "Show it forwards, then backwards, so that it loops without a jump.");
    app.add_option("--out", r.out, "File to write (png: folder).")->required()->type_name("FILE");
  };
  command.run = [arguments](Session& session) { return runExport(*arguments, session); };
  return command;
}

}  // namespace unroll::cli
