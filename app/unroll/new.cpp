#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "io/project.h"
#include "protocol/recipe_json.h"
#include "recipe_source.h"

namespace unroll::cli {
namespace {

struct NewOptions {
  std::string project;
  std::string recipe;
  std::vector<std::string> settings;
};

Result<Answer> runNew(const NewOptions& options) {
  UNROLL_TRY_ASSIGN(recipe, loadRecipe(options.recipe));
  UNROLL_TRY(applySettings(recipe, options.settings));
  UNROLL_TRY_ASSIGN(project, io::Project::create(options.project, Json::parse(toJson(recipe))));
  Answer answer;
  answer.document = {{"project", project.path().string()}, {"recipe", Json::parse(toJson(recipe))}};
  answer.text = fmt::format(
      "Made the project {} with recipe {} ({} pixels).\nNext: unroll import {} FOLDER_OF_VIDEOS, "
      "or "
      "unroll import {} --synthetic moving-scenes\n",
      options.project, recipe.name.empty() ? options.recipe : recipe.name, stageSizes(recipe),
      options.project, options.project);
  return answer;
}

}  // namespace

Command newCommand() {
  auto options = std::make_shared<NewOptions>();
  Command command;
  command.manual = {"new",
                    "make a project folder from a recipe",
                    {"new PROJECT --recipe NAME|FILE [--set KEY=VALUE]... [--json]"},
                    "Makes the folder PROJECT, which must not exist or be empty, and writes the "
                    "recipe into it. Runs take the "
                    "project's recipe as it is when they begin.",
                    {{"A small two-stage cascade.", "unroll new clouds --recipe demo-32"},
                     {"The same, with another seed and a smaller batch in stage 2.",
                      "unroll new clouds --recipe demo-32 --set seed=7 --set stage2.batch=4"}},
                    {{"PROJECT/project.json", "What makes the folder a project."},
                     {"PROJECT/recipe.json", "The recipe; may be edited before a run begins."}},
                    {{3, "The recipe file is refused, or the folder is in use."},
                     {4, "There is no such recipe or file."},
                     {6, "The folder could not be written."}}};
  command.declare = [options](CLI::App& app) {
    app.add_option("PROJECT", options->project, "Folder to make.")->required();
    app.add_option("--recipe", options->recipe, "A name of 'unroll recipes', or a JSON file.")
        ->required()
        ->type_name("NAME|FILE");
    app.add_option("--set", options->settings,
                   "Change one key of the recipe: seed=7 (the recipe), batch=4 (all stages), "
                   "stage2.batch=4.")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
  };
  command.run = [options](Session&) { return runNew(*options); };
  return command;
}

}  // namespace unroll::cli
