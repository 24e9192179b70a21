#include "engine/report_run.h"

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "option_checks.h"
#include "progress.h"

namespace unroll::cli {
namespace {

Result<Answer> runReport(const engine::ReportRequest& request, Session& session) {
  bool begun = false;
  UNROLL_TRY_ASSIGN(summary, engine::reportRun(
                                 request,
                                 [&](int64_t done, int64_t total) {
                                   if (!begun) session.progress.begin("Runs", total);
                                   begun = true;
                                   session.progress.update(done);
                                 },
                                 session.stop));
  session.progress.end();
  Answer answer;
  answer.document = {{"file", summary.file.string()},
                     {"sections", summary.sections},
                     {"problems", summary.problems},
                     {"seconds", summary.seconds}};
  for (const std::string& problem : summary.problems) answer.text += problem + "\n";
  answer.text += fmt::format("{}: {} sections in {}.\n", summary.file.string(),
                             summary.sections.size(), duration(summary.seconds));
  return answer;
}

}  // namespace

Command reportCommand() {
  auto request = std::make_shared<engine::ReportRequest>();
  Command command;
  command.manual = {
      "report",
      "write one HTML page on a project: pictures, plots, tables",
      {"report PROJECT --out FOLDER [--frames T] [--samples N] [--json]"},
      "Writes a single page that needs no other file: the data, each run with its settings, "
      "samples of "
      "every stage, curves and measures, and a section for each effect that there are runs to "
      "show: "
      "unrolling beyond the window, with and without the matching critic, ConvGRU against "
      "separable 3-D "
      "convolutions, power spectra at several time steps, motion class by class, joint "
      "training.\n\n"
      "Measures are those that 'unroll evaluate' has written before; runs are compared only where "
      "their "
      "protocols are equal.",
      {{"Measure, then write it down.",
        "unroll evaluate clouds --run first --frames 50 && unroll report clouds --out report"}},
      {{"FOLDER/index.html", "The page."},
       {"PROJECT/runs/NAME/measures/", "What was measured, one file a stage and step."}},
      {{3, "The project is damaged."},
       {4, "There is no such project."},
       {5, "No such device, or its memory is used up."},
       {6, "The page could not be written."},
       {130, "Interrupted; nothing was written."}}};
  command.declare = [request](CLI::App& app) {
    engine::ReportRequest& r = *request;
    app.add_option("PROJECT", r.project, "The project's folder.")->required();
    app.add_option("--out", r.out, "Folder of the page.")->required()->type_name("FOLDER");
    ranged(
        app.add_option("--frames", r.frames, "Length of the samples in frames of the last stage.")
            ->type_name("T")
            ->default_str("50"),
        int64_t{1}, int64_t{1000});
    ranged(app.add_option("--samples", r.samples, "Videos shown of each run, 0 for none.")
               ->type_name("N")
               ->default_str("4"),
           int64_t{0}, int64_t{32});
    declareDevice(app, r.device, "Where to sample.");
    declareThreads(app, r.threads);
  };
  command.run = [request](Session& session) { return runReport(*request, session); };
  return command;
}

}  // namespace unroll::cli
