#include <filesystem>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "command.h"
#include "data/synthetic_scenes.h"
#include "io/project.h"
#include "io/stored_recipe.h"
#include "option_checks.h"
#include "progress.h"
#include "table.h"
#ifdef UNROLL_HAS_MEDIA
#include "data/import_videos.h"
#endif

namespace unroll::cli {
namespace {

struct ImportArguments {
  std::string project;
  std::vector<std::string> paths;
  std::string classes = "folders";
  int64_t size = 0;
  double frameRate = 0;
  std::string store = "raw";
  int jobs = 0;
  double heldShare = 0.1;
  std::string synthetic;
  int64_t clips = 400;
  int64_t frames = 100;
};

Result<Answer> importSynthetic(const ImportArguments& arguments, const io::Project& project,
                               const Recipe& recipe) {
  data::SyntheticOptions options;
  options.scenes = arguments.synthetic;
  options.seed = static_cast<uint64_t>(recipe.seed);
  options.size = arguments.size;
  options.frameRate = arguments.frameRate;
  options.framesPerClip = arguments.frames;
  options.clips = arguments.clips;
  options.heldShare = arguments.heldShare;
  UNROLL_TRY(data::createSynthetic(project.dataFolder().string(), options));
  Answer answer;
  answer.document = {{"synthetic", options.scenes},
                     {"clips", options.clips},
                     {"framesPerClip", options.framesPerClip},
                     {"size", options.size},
                     {"frameRate", options.frameRate},
                     {"classes", data::sceneClasses()}};
  answer.text = fmt::format(
      "Added {} built-in scenes of {} frames ({} pixels, {} frames per second, {} classes).\nNext: "
      "unroll train "
      "{} --run first\n",
      options.clips, options.framesPerClip, options.size, options.frameRate,
      data::sceneClasses().size(), arguments.project);
  return answer;
}

#ifdef UNROLL_HAS_MEDIA

std::string outcomeText(data::FileOutcome outcome) {
  switch (outcome) {
    case data::FileOutcome::Accepted:
      return "accepted";
    case data::FileOutcome::Partial:
      return "in part";
    case data::FileOutcome::Rejected:
      return "rejected";
    case data::FileOutcome::Duplicate:
      return "duplicate";
    case data::FileOutcome::Known:
      return "known";
  }
  return "?";
}

Answer importAnswer(const data::ImportReport& report, const std::string& project) {
  Answer answer;
  answer.document = {{"accepted", report.accepted},
                     {"partial", report.partial},
                     {"rejected", report.rejected},
                     {"duplicates", report.duplicates},
                     {"known", report.known},
                     {"storedFrames", report.storedFrames},
                     {"heldSources", report.heldSources},
                     {"seconds", report.seconds},
                     {"notes", report.notes},
                     {"files", Json::array()}};
  Table table({"outcome", "frames", "class", "file", "why"}, {1});
  for (const data::FileReport& file : report.files) {
    answer.document["files"].push_back({{"path", file.path},
                                        {"outcome", data::name(file.outcome)},
                                        {"message", file.message},
                                        {"class", file.className},
                                        {"held", file.split == data::Split::Held},
                                        {"codec", file.codec},
                                        {"width", file.width},
                                        {"height", file.height},
                                        {"sourceFrames", file.sourceFrames},
                                        {"unreadableFrames", file.unreadableFrames},
                                        {"missingFrames", file.missingFrames},
                                        {"storedFrames", file.storedFrames}});
    // The sentence stands by itself elsewhere; beside the path it need not repeat it.
    const bool repeats = file.message.starts_with(file.path + " ");
    const std::string why = repeats ? file.message.substr(file.path.size() + 1) : file.message;
    table.add({outcomeText(file.outcome), std::to_string(file.storedFrames), file.className,
               file.path, why});
  }
  answer.text = table.text();
  for (const std::string& note : report.notes) answer.text += note + "\n";
  answer.text += fmt::format(
      "{} accepted, {} in part, {} rejected, {} duplicate, {} known before; {} frames stored in "
      "{}.\n",
      report.accepted, report.partial, report.rejected, report.duplicates, report.known,
      report.storedFrames, duration(report.seconds));
  answer.text += fmt::format("Next: unroll train {} --run first\n", project);
  return answer;
}

Result<Answer> importFootage(const ImportArguments& arguments, const io::Project& project,
                             Session& session) {
  data::ImportOptions options;
  options.paths = arguments.paths;
  options.dataFolder = project.dataFolder().string();
  options.size = arguments.size;
  options.frameRate = arguments.frameRate;
  options.store = arguments.store == "encoded" ? data::StoreKind::Encoded : data::StoreKind::Raw;
  options.heldShare = arguments.heldShare;
  options.jobs = arguments.jobs;
  UNROLL_TRY(data::setClassSource(options, arguments.classes));
  bool begun = false;
  const auto show = [&](const data::ImportProgress& at) {
    if (!begun) session.progress.begin("Importing", at.filesTotal);
    begun = true;
    std::string note = fmt::format("{} accepted, {} rejected", at.accepted, at.rejected);
    if (!at.file.empty()) note += "  " + std::filesystem::path(at.file).filename().string();
    session.progress.update(at.filesDone, note, at.secondsLeft);
  };
  UNROLL_TRY_ASSIGN(report, data::importVideos(options, show, session.stop));
  session.progress.end();
  const int64_t usable = report.accepted + report.partial + report.known + report.duplicates;
  if (usable == 0) {
    std::string first;
    for (const data::FileReport& file : report.files) {
      if (first.empty()) first = fmt::format(" (the first: {}: {})", file.path, file.message);
    }
    return fail(ErrorKind::Refused,
                fmt::format("None of the {} files could be used{}; 'unroll data {}' lists why.",
                            report.files.size(), first, arguments.project));
  }
  return importAnswer(report, arguments.project);
}

#endif

/// Fills in what the recipe says and refuses what it could not train on.
Result<void> settle(ImportArguments& arguments, const Recipe& recipe) {
  const int64_t needed = recipe.stages.back().size;
  if (arguments.size == 0) arguments.size = needed;
  if (arguments.frameRate == 0) arguments.frameRate = recipe.frameRate;
  if (arguments.size < needed || arguments.size % needed != 0) {
    return fail(
        ErrorKind::Usage,
        fmt::format(
            "--size {} does not fit the recipe, whose last stage has {} pixels: give {} or a "
            "multiple of it.",
            arguments.size, needed, needed));
  }
  return {};
}

Result<Answer> runImport(ImportArguments arguments, Session& session) {
  if (arguments.synthetic.empty() == arguments.paths.empty()) {
    return fail(ErrorKind::Usage,
                "import needs either videos and folders to import, or --synthetic moving-scenes.");
  }
  UNROLL_TRY_ASSIGN(project, io::Project::open(arguments.project));
  UNROLL_TRY_ASSIGN(recipe, io::storedRecipe(project));
  UNROLL_TRY(settle(arguments, recipe));
  if (!arguments.synthetic.empty()) return importSynthetic(arguments, project, recipe);
#ifdef UNROLL_HAS_MEDIA
  return importFootage(arguments, project, session);
#else
  static_cast<void>(session);
  return fail(ErrorKind::Unsupported,
              "This build of unroll reads no videos (UNROLL_MEDIA=OFF); import them elsewhere with "
              "--store raw "
              "and copy the project here.");
#endif
}

}  // namespace

Command importCommand() {
  auto arguments = std::make_shared<ImportArguments>();
  Command command;
  command.manual = {"import",
                    "bring videos, or built-in scenes, into a project",
                    {"import PROJECT PATH... [--classes folders|none|csv:FILE] [--size N] [--fps "
                     "F] [--store raw|encoded] [--json]",
                     "import PROJECT --synthetic moving-scenes [--clips N] [--json]"},
                    "Finds every video below the paths, decodes it in a process of its own, crops "
                    "the middle square, makes it "
                    "small and stores it at one frame rate. Each content is stored once, also "
                    "across imports; an interrupted "
                    "import goes on where it was when started again. Files that cannot be used are "
                    "listed with the reason and "
                    "stop nothing. A tenth of the sources is held back for measures.\n\nWith "
                    "--synthetic, scenes are drawn by "
                    "the program itself: eight classes of motion, no files.",
                    {{"A folder of folders, one a class.", "unroll import clouds ~/Videos/clouds"},
                     {"Videos without classes.",
                      "unroll import road ~/bdd100k/videos --classes none --store encoded"},
                     {"Kinetics, classes from its table.",
                      "unroll import kinetics ~/k600 --classes csv:train.csv"},
                     {"No videos at hand.", "unroll import demo --synthetic moving-scenes"}},
                    {{"PROJECT/data/clips.json", "Clips, classes and what was rejected."},
                     {"PROJECT/data/import_report.json", "What became of each file."}},
                    {{3, "No file could be used, or the stored data is of another size or rate."},
                     {4, "The project or a path is not there."},
                     {6, "The data could not be written."},
                     {130, "Interrupted; what was finished is kept."}}};
  command.declare = [arguments](CLI::App& app) {
    ImportArguments& a = *arguments;
    app.add_option("PROJECT", a.project, "The project's folder.")->required();
    app.add_option("PATH", a.paths, "Videos and folders of videos, searched to any depth.");
    app.add_option(
           "--classes", a.classes,
           "Where classes come from: the first folder below PATH, none, or a list (Kinetics' CSV, "
           "UCF-101's trainlist files).")
        ->type_name("folders|none|csv:FILE")
        ->default_str("folders");
    ranged(
        app.add_option("--size", a.size,
                       "Height and width of stored frames, in pixels. Default: the last stage's.")
            ->type_name("N"),
        int64_t{8}, int64_t{1024});
    ranged(app.add_option("--fps", a.frameRate,
                          "Frames per second of the store. Default: the recipe's.")
               ->type_name("F"),
           0.1, 240.0);
    oneOf(app.add_option("--store", a.store,
                         "raw: pixels in memory-mapped files; encoded: small H.264 files.")
              ->type_name("raw|encoded")

              ->default_str("raw"),
          {"raw", "encoded"});
    ranged(app.add_option("--held", a.heldShare, "Share of the sources held back for measures.")
               ->type_name("P")

               ->default_str("0.1"),
           0.0, 0.9);
    ranged(app.add_option("--jobs", a.jobs, "Videos decoded at the same time. Default: one a core.")
               ->type_name("N"),
           1, 256);
    app.add_option("--synthetic", a.synthetic, "Built-in scenes in place of videos.")
        ->type_name("moving-scenes");
    ranged(app.add_option("--clips", a.clips, "Number of built-in scenes.")
               ->type_name("N")

               ->default_str("400"),
           int64_t{1}, int64_t{10'000'000});
    ranged(app.add_option("--clip-frames", a.frames, "Frames of each built-in scene.")
               ->type_name("T")

               ->default_str("100"),
           int64_t{1}, int64_t{1'000'000});
  };
  command.run = [arguments](Session& session) { return runImport(*arguments, session); };
  return command;
}

}  // namespace unroll::cli
