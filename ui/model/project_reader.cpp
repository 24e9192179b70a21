#include "ui/model/project_reader.h"

#include <unistd.h>

#include "io/project.h"
#include "protocol/recipe_json.h"
#include "ui/model/json_fields.h"

namespace unroll::ui {
namespace {

QString words(const Error& error) { return QString::fromStdString(error.message); }

}  // namespace

void ProjectReader::open(const QString& path) {
  path_ = path;
  QString sentence;
  if (const auto found = read(sentence)) {
    Q_EMIT opened(*found);
  } else {
    path_.clear();
    Q_EMIT refused(path, sentence);
  }
}

void ProjectReader::look() {
  if (path_.isEmpty()) return;
  QString sentence;
  if (const auto found = read(sentence)) {
    Q_EMIT looked(*found);
  } else {
    Q_EMIT refused(path_, sentence);
  }
}

void ProjectReader::close() { path_.clear(); }

void ProjectReader::save(const Recipe& recipe) {
  auto project = io::Project::open(path_.toStdString());
  if (!project) {
    Q_EMIT notSaved(words(project.error()));
    return;
  }
  const auto json = io::parseStrictJson(toJson(recipe), "recipe.json");
  if (!json) {
    Q_EMIT notSaved(words(json.error()));
    return;
  }
  if (const auto done = project->setRecipe(*json); !done) {
    Q_EMIT notSaved(words(done.error()));
    return;
  }
  Q_EMIT saved();
}

std::optional<ProjectLook> ProjectReader::read(QString& sentence) const {
  const auto project = io::Project::open(path_.toStdString());
  if (!project) {
    sentence = words(project.error());
    return std::nullopt;
  }
  ProjectLook found;
  found.path = path_;
  found.name = QString::fromStdString(project->name());
  const auto recipe = parseRecipe(project->recipe().dump(), path_.toStdString() + "/recipe.json");
  if (!recipe) {
    sentence = words(recipe.error());
    return std::nullopt;
  }
  found.recipe = *recipe;
  const auto names = project->runs();
  if (!names) {
    sentence = words(names.error());
    return std::nullopt;
  }
  for (const std::string& name : *names) {
    const auto run = project->openRun(name);
    if (!run) {
      found.brokenRuns.append(words(run.error()));
      continue;
    }
    RunInfo info;
    info.name = QString::fromStdString(name);
    info.folder = QString::fromStdString(run->path().string());
    info.device = jsonText(run->info(), "device");
    info.parent = jsonText(run->info(), "parent");
    info.seed = jsonInteger(run->info(), "seed");
    info.created = static_cast<double>(jsonInteger(run->info(), "created"));
    info.live = run->lockHolder().has_value();
    auto runRecipe = parseRecipe(run->recipe().dump(), run->path().string() + "/recipe.json");
    if (!runRecipe) {
      found.brokenRuns.append(words(runRecipe.error()));
      continue;
    }
    info.recipe = std::move(*runRecipe);
    found.runs.append(std::move(info));
  }
  if (const auto status = realVfs().status(project->dataFolder() / "clips.json"))
    found.dataChanged = static_cast<double>(status->modified);
  if (const auto bytes = realVfs().freeSpace(project->path())) {
    found.freeBytes = *bytes;
    found.freeKnown = true;
  }
  found.writable = ::access(project->path().c_str(), W_OK) == 0;
  return found;
}

}  // namespace unroll::ui
