#include <map>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "protocol/built_in_recipes.h"
#include "protocol/recipe_json.h"
#include "protocol/recipe_schema.h"
#include "recipe_source.h"
#include "table.h"

namespace unroll::cli {
namespace {

struct RecipesOptions {
  std::string show;
  bool keys = false;
  bool schema = false;
};

Result<Answer> listRecipes() {
  Answer answer;
  answer.document["recipes"] = Json::array();
  for (const BuiltInRecipe& builtIn : builtInRecipes()) {
    UNROLL_TRY_ASSIGN(recipe, builtInRecipe(builtIn.name));
    Json stages = Json::array();
    for (const StageRecipe& stage : recipe.stages) {
      stages.push_back({{"size", stage.size},
                        {"temporalStride", stage.temporalStride},
                        {"frames", stage.frames},
                        {"temporal", stage.temporal},
                        {"matchingCritic", stage.matchingCritic}});
    }
    answer.document["recipes"].push_back({{"name", recipe.name},
                                          {"summary", recipe.summary},
                                          {"reproduces", recipe.reproduces},
                                          {"classes", recipe.classes},
                                          {"frameRate", recipe.frameRate},
                                          {"stages", std::move(stages)}});
    answer.text += fmt::format("{}  ({} pixels)\n    {}\n    Stands for: {}\n", recipe.name,
                               stageSizes(recipe), recipe.summary, recipe.reproduces);
  }
  return answer;
}

template <typename Owner>
void listFields(const std::vector<Field<Owner>>& fields, const char* owner, Answer& answer) {
  answer.text += fmt::format("Keys of {}:\n", owner);
  for (const auto& field : fields) {
    const FieldInfo& info = field.info;
    const std::string fallback = toText(field.defaultValue());
    answer.document["keys"].push_back({{"of", owner},
                                       {"key", info.key},
                                       {"group", info.group},
                                       {"help", info.help},
                                       {"unit", info.unit},
                                       {"allowed", allowedValues(info, field.kind())},
                                       {"default", fallback},
                                       {"paper", info.paper}});
    answer.text +=
        fmt::format("  {}\n      {} Default: {}. Allowed: {}.{}{}\n", info.key, info.help,
                    fallback.empty() ? "none" : fallback, allowedValues(info, field.kind()),
                    info.laterStagesOnly ? " Stages above the first." : "",
                    info.paper.empty() ? "" : fmt::format(" {}", info.paper));
  }
}

Result<Answer> runRecipes(const RecipesOptions& options) {
  Answer answer;
  if (options.schema) {
    answer.text = recipeJsonSchema();
    answer.document = Json::parse(answer.text);
    return answer;
  }
  if (options.keys) {
    answer.document["keys"] = Json::array();
    listFields(recipeFields(), "the recipe", answer);
    listFields(stageFields(), "a stage (--set stageN.KEY=VALUE, or KEY=VALUE for all stages)",
               answer);
    return answer;
  }
  if (!options.show.empty()) {
    UNROLL_TRY_ASSIGN(recipe, loadRecipe(options.show));
    answer.text = toJson(recipe);
    answer.document = Json::parse(answer.text);
    return answer;
  }
  return listRecipes();
}

}  // namespace

Command recipesCommand() {
  auto options = std::make_shared<RecipesOptions>();
  Command command;
  command.manual = {
      "recipes",
      "list the built-in recipes, or one of them in full",
      {"recipes [--json]", "recipes --show NAME|FILE", "recipes --keys", "recipes --schema"},
      "A recipe is the whole cascade and its training in one JSON file: stages, sizes, windows, "
      "critics, rates. "
      "The built-in ones are part of the program. Figures they stand for are those of the papers; "
      "channels, "
      "windows, batches and steps are this program's own.\n\nTo make your own, save one with "
      "--show, change it "
      "and give the file to 'unroll new'; or change single keys with --set.",
      {{"List the recipes.", "unroll recipes"},
       {"Begin a recipe of your own.", "unroll recipes --show demo-32 > mine.json"},
       {"What can be set, with defaults and ranges.", "unroll recipes --keys"}},
      {},
      {{3, "The recipe file is refused."}, {4, "There is no such recipe or file."}}};
  command.declare = [options](CLI::App& app) {
    auto* show =
        app.add_option("--show", options->show, "Print this recipe with every key written out.")
            ->type_name("NAME|FILE");
    auto* keys =
        app.add_flag("--keys", options->keys, "List every key with its default and range.");
    app.add_flag("--schema", options->schema, "Print the JSON Schema of recipe files.")
        ->excludes(show)
        ->excludes(keys);
    keys->excludes(show);
  };
  command.run = [options](Session&) { return runRecipes(*options); };
  return command;
}

}  // namespace unroll::cli
