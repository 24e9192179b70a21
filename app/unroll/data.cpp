#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "data/clip_store.h"
#include "data/store_writer.h"
#include "io/project.h"
#include "io/stored_recipe.h"
#include "table.h"

namespace unroll::cli {
namespace {

struct ClassCount {
  int64_t clips = 0;
  int64_t held = 0;
  int64_t frames = 0;
};

struct WindowCount {
  int64_t span = 0;     ///< store frames from the first to the last of a window
  int64_t clips = 0;    ///< training clips long enough
  int64_t windows = 0;  ///< different windows in them
};

std::vector<ClassCount> countClasses(const data::ClipStore& store) {
  std::vector<ClassCount> counts(store.classes().size());
  for (const data::ClipInfo& clip : store.clips()) {
    ClassCount& count = counts.at(static_cast<size_t>(clip.label));
    ++count.clips;
    count.held += clip.split == data::Split::Held ? 1 : 0;
    count.frames += clip.frames;
  }
  return counts;
}

WindowCount countWindows(const data::ClipStore& store, const Recipe& recipe, size_t stage) {
  WindowCount count;
  count.span = (recipe.stages[stage].frames - 1) * recipe.dataStride(stage) + 1;
  for (const data::ClipInfo& clip : store.clips()) {
    if (clip.split != data::Split::Train || clip.frames < count.span) continue;
    ++count.clips;
    count.windows += clip.frames - count.span + 1;
  }
  return count;
}

void describeStages(const data::ClipStore& store, const Recipe& recipe, Answer& answer) {
  Table table({"stage", "pixels", "frames", "every", "clips", "windows"}, {0, 1, 2, 3, 4, 5});
  answer.document["stages"] = Json::array();
  std::string problems;
  for (size_t stage = 0; stage < recipe.stages.size(); ++stage) {
    const StageRecipe& stageRecipe = recipe.stages[stage];
    const WindowCount count = countWindows(store, recipe, stage);
    const bool fits = stageRecipe.size <= store.size() && store.size() % stageRecipe.size == 0;
    answer.document["stages"].push_back({{"stage", stage + 1},
                                         {"size", stageRecipe.size},
                                         {"frames", stageRecipe.frames},
                                         {"dataStride", recipe.dataStride(stage)},
                                         {"storeFrames", count.span},
                                         {"trainClips", count.clips},
                                         {"windows", count.windows},
                                         {"fits", fits}});
    table.add({std::to_string(stage + 1), std::to_string(stageRecipe.size),
               std::to_string(stageRecipe.frames), std::to_string(recipe.dataStride(stage)),
               std::to_string(count.clips), std::to_string(count.windows)});
    if (!fits) {
      problems +=
          fmt::format("Stage {} has {} pixels and the data {}: import again in a new project.\n",
                      stage + 1, stageRecipe.size, store.size());
    } else if (count.windows == 0) {
      problems += fmt::format("Stage {} cannot train: no training clip has {} frames.\n", stage + 1,
                              count.span);
    }
  }
  answer.text +=
      "\nWindows of each stage (frames of a window, and every how many stored frames one is "
      "taken):\n" +
      table.text() + problems;
}

void describeSources(const std::vector<data::SourceReport>& reports, Answer& answer) {
  Table table({"file", "why"});
  answer.document["rejected"] = Json::array();
  answer.document["remarks"] = Json::array();
  for (const data::SourceReport& report : reports) {
    answer.document[report.accepted ? "remarks" : "rejected"].push_back(
        {{"source", report.source}, {"message", report.message}});
    table.add({(report.accepted ? "  " : "x ") + report.source, report.message});
  }
  if (!table.empty()) answer.text += "\nRejected (x) and remarks:\n" + table.text();
}

Result<Answer> runData(const std::string& path) {
  UNROLL_TRY_ASSIGN(project, io::Project::open(path));
  UNROLL_TRY_ASSIGN(recipe, io::storedRecipe(project));
  UNROLL_TRY_ASSIGN(store, data::openClipStore(project.dataFolder().string()));
  UNROLL_TRY_ASSIGN(reports, data::readReports(project.dataFolder().string()));

  int64_t frames = 0;
  int64_t held = 0;
  for (const data::ClipInfo& clip : store->clips()) {
    frames += clip.frames;
    held += clip.split == data::Split::Held ? 1 : 0;
  }
  const double seconds = static_cast<double>(frames) / store->frameRate();
  Answer answer;
  answer.document = {{"project", path},
                     {"size", store->size()},
                     {"frameRate", store->frameRate()},
                     {"clips", store->clips().size()},
                     {"heldClips", held},
                     {"frames", frames},
                     {"seconds", seconds},
                     {"classes", Json::array()}};
  answer.text = fmt::format(
      "{} clips ({} held back), {} frames, {:.1f} seconds at {} frames per second, {} pixels.\n\n",
      store->clips().size(), held, frames, seconds, store->frameRate(), store->size());
  Table table({"class", "clips", "held", "seconds"}, {1, 2, 3});
  const std::vector<ClassCount> counts = countClasses(*store);
  for (size_t label = 0; label < counts.size(); ++label) {
    const double classSeconds = static_cast<double>(counts[label].frames) / store->frameRate();
    answer.document["classes"].push_back({{"label", label},
                                          {"name", store->classes()[label]},
                                          {"clips", counts[label].clips},
                                          {"held", counts[label].held},
                                          {"seconds", classSeconds}});
    table.add({store->classes()[label], std::to_string(counts[label].clips),
               std::to_string(counts[label].held), fmt::format("{:.1f}", classSeconds)});
  }
  answer.text += table.text();
  describeStages(*store, recipe, answer);
  describeSources(reports, answer);
  return answer;
}

}  // namespace

Command dataCommand() {
  auto project = std::make_shared<std::string>();
  Command command;
  command.manual = {
      "data",
      "show a project's clips, classes, windows and rejected files",
      {"data PROJECT [--json]"},
      "Lists what was imported: clips and seconds of each class, how many different training "
      "windows each stage of "
      "the recipe finds, and which files were rejected or accepted in part, with the reason.",
      {{"What is there.", "unroll data clouds"}},
      {{"PROJECT/data/clips.json", "Clips, classes and what was rejected."}},
      {{3, "The stored data is damaged."},
       {4, "There is no such project, or nothing was imported."}}};
  command.declare = [project](CLI::App& app) {
    app.add_option("PROJECT", *project, "The project's folder.")->required();
  };
  command.run = [project](Session&) { return runData(*project); };
  return command;
}

}  // namespace unroll::cli
