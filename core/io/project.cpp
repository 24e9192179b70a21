#include "io/project.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/nearest.h"
#include "io/folder_header.h"

namespace unroll::io {
namespace {

namespace fs = std::filesystem;

const FolderHeader kProjectHeader{"unroll-project", 1, "project"};

}  // namespace

Result<void> checkRunName(std::string_view name) {
  const auto alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const bool lawful = !name.empty() && name.size() <= 64 && alphanumeric(name.front()) &&
                      std::all_of(name.begin(), name.end(), [&](char c) {
                        return alphanumeric(c) || c == '.' || c == '_' || c == '-';
                      });
  if (lawful) return {};
  return fail(ErrorKind::Usage,
              fmt::format("'{}' cannot be a run's name: use 1 to 64 letters, digits, dots, hyphens "
                          "and underscores, a letter or digit first.",
                          name));
}

Result<Project> Project::create(Vfs& vfs, const fs::path& path, const Json& recipe) {
  const auto there = vfs.list(path);
  if (there) {
    for (const FolderEntry& entry : *there) {
      if (entry.name == "project.json") {
        return fail(ErrorKind::Refused, fmt::format("'{}' is already a project: open it, or choose "
                                                    "another folder.",
                                                    path.string()));
      }
      // What a creation cut short may have left is taken over.
      static constexpr std::array<std::string_view, 4> kOurs{"data", "exports", "recipe.json",
                                                             "runs"};
      const bool ours = std::find(kOurs.begin(), kOurs.end(), entry.name) != kOurs.end();
      if (!ours && !isTemporaryName(entry.name)) {
        return fail(ErrorKind::Refused,
                    fmt::format("The folder '{}' holds other things ('{}'): choose a new or empty "
                                "one for the project.",
                                path.string(), entry.name));
      }
    }
    UNROLL_TRY(removeStaleTemporaries(vfs, path));
  }
  UNROLL_TRY(makeFolders(vfs, path));
  for (const char* folder : {"data", "runs", "exports"})
    UNROLL_TRY(makeFolders(vfs, path / folder));
  Project project;
  project.vfs_ = &vfs;
  project.path_ = path;
  project.name_ = folderName(path);
  UNROLL_TRY(project.setRecipe(recipe));
  UNROLL_TRY(writeJsonFile(vfs, path / "project.json", kProjectHeader.make(project.name_)));
  return project;
}

Result<Project> Project::open(Vfs& vfs, const fs::path& path) {
  const fs::path file = path / "project.json";
  if (!exists(vfs, file)) {
    return fail(ErrorKind::NotFound,
                fmt::format("'{}' is not a project (it has no project.json): make one with 'unroll "
                            "new', or check the path.",
                            path.string()));
  }
  UNROLL_TRY_ASSIGN(header, readJsonFile(vfs, file));
  UNROLL_TRY_ASSIGN(name, kProjectHeader.check(header, file));
  UNROLL_TRY_ASSIGN(recipe, readRecipeFile(vfs, path / "recipe.json"));
  Project project;
  project.vfs_ = &vfs;
  project.path_ = path;
  project.name_ = std::move(name);
  project.recipe_ = std::move(recipe);
  return project;
}

Result<void> Project::setRecipe(const Json& recipe) {
  UNROLL_TRY(writeJsonFile(*vfs_, path_ / "recipe.json", recipe));
  recipe_ = recipe;
  return {};
}

Result<std::vector<std::string>> Project::runs() const {
  const auto entries = vfs_->list(runsFolder());
  if (!entries) {
    if (entries.error().code == ENOENT) return std::vector<std::string>{};
    return tl::unexpected(readError(entries.error(), runsFolder()));
  }
  std::vector<std::string> names;
  for (const FolderEntry& entry : *entries) {
    if (entry.type == FileType::Folder && checkRunName(entry.name) &&
        exists(*vfs_, runsFolder() / entry.name / "run.json")) {
      names.push_back(entry.name);
    }
  }
  return names;
}

Result<RunFolder> Project::openRun(std::string_view name) const {
  UNROLL_TRY(checkRunName(name));
  const fs::path folder = runsFolder() / name;
  if (!exists(*vfs_, folder / "run.json")) {
    UNROLL_TRY_ASSIGN(names, runs());
    return fail(ErrorKind::NotFound,
                fmt::format("Project '{}' has no run '{}'.{}", path_.string(), name,
                            names.empty() ? " It has none yet: train one first."
                                          : didYouMean(name, names)));
  }
  return RunFolder::open(*vfs_, folder);
}

Result<RunFolder> Project::createRun(std::string_view name, const Json& info,
                                     const Json& recipe) const {
  UNROLL_TRY(checkRunName(name));
  return RunFolder::create(*vfs_, runsFolder() / name, info, recipe);
}

}  // namespace unroll::io
