#include "source_options.h"

#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "option_checks.h"
#include "progress.h"

namespace unroll::cli {
bool parseSteps(const std::string& text, engine::ModelSource& source) {
  source.best = text == "best";
  if (source.best) return true;
  std::vector<int64_t> steps;
  for (const std::string& word : CLI::detail::split(text, ',')) {
    if (!CLI::detail::lexical_cast(word, steps.emplace_back()) || steps.back() < 0) return false;
  }
  if (steps.empty()) return false;
  source.step = steps.back();
  steps.pop_back();
  source.below = std::move(steps);
  return true;
}

void declareSource(CLI::App& app, SourceArguments& arguments, bool models) {
  engine::ModelSource& source = arguments.source;
  auto* project =
      app.add_option("PROJECT", source.project,
                     models ? "The project's folder; not with --model." : "The project's folder.");
  auto* run = app.add_option("--run", source.run, "Name of the run.")->type_name("NAME");
  if (!models) {
    project->required();
    run->required();
  }
  app.add_option_function<std::string>(
         "--at",
         [&source](const std::string& text) {
           if (!parseSteps(text, source)) {
             throw CLI::ValidationError(
                 "--at", "'" + text +
                             "' is neither a step like 1200, nor one of each stage like "
                             "1200,800, nor best");
           }
         },
         "Step of the last stage's checkpoint, the stages below being at their newest; or one step "
         "of each stage; or best: each stage's checkpoint marked best, where there is one. "
         "Default: the newest.")
      ->type_name("STEP|STEP,STEP|best");
  if (models) {
    app.add_option("--model", source.model, "A packed cascade; needs no project.")
        ->type_name("FILE")
        ->excludes(run);
  }
}

void declareUnroll(CLI::App& app, SourceArguments& arguments, std::string_view countHelp) {
  engine::UnrollOptions& unroll = arguments.unroll;
  app.add_option("--seed", unroll.seed, "Seed of the first video; the others follow by one.")
      ->type_name("S")
      ->default_str("1");
  ranged(app.add_option("--count", unroll.count, std::string(countHelp))->type_name("N"),
         int64_t{1}, int64_t{1'000'000});
  app.add_option("--label", unroll.className,
                 "Class of all videos: its name, or its number in 'unroll data --json'. Default: "
                 "drawn from each seed.")
      ->type_name("L");
  ranged(app.add_option("--frames", unroll.frames,
                        "Length in frames of the last stage made; as long as you like. Default: a "
                        "training window.")
             ->type_name("T"),
         int64_t{1}, int64_t{100'000'000});
  ranged(app.add_option(
                "--truncation", unroll.truncation,
                "Draw noise beyond this many deviations again, 0 for none: less variety, better "
                "pictures. Default: the "
                "recipe's.")
             ->type_name("P"),
         0.0, 10.0);
  ranged(app.add_option("--batch", unroll.batch, "Videos made at once; does not change them.")
             ->type_name("N")

             ->default_str("8"),
         int64_t{1}, int64_t{4096});
  declareDevice(app, unroll.device);
  declareThreads(app, unroll.threads);
}

Result<void> checkSource(const SourceArguments& arguments, std::string_view command) {
  const engine::ModelSource& source = arguments.source;
  if (!source.model.empty()) {
    if (source.project.empty()) return {};
    return fail(ErrorKind::Usage,
                fmt::format("{} takes a project or --model, not both: leave out '{}'.", command,
                            source.project.string()));
  }
  if (source.project.empty() || source.run.empty()) {
    return fail(
        ErrorKind::Usage,
        fmt::format("{} needs a project and --run NAME, or --model FILE. See 'unroll {} --help'.",
                    command, command));
  }
  return {};
}

engine::FrameProgress frameProgress(Progress& progress, std::string title) {
  return [&progress, title = std::move(title), begun = false](int64_t done, int64_t total) mutable {
    if (!begun) progress.begin(title, total);
    begun = true;
    progress.update(done, "frames");
  };
}

std::vector<std::pair<int, std::string>> sourceExitCodes() {
  return {{3, "The file is refused, or a stage or class is not there."},
          {4, "There is no such project, run, step or file."},
          {5, "No such device, or its memory is used up."},
          {6, "The result could not be written."},
          {130, "Interrupted; nothing half-made is left under its name."}};
}

}  // namespace unroll::cli
