#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "io/json_file.h"

namespace unroll::io {

/// Who holds a run's lock.
struct LockHolder {
  int64_t pid = 0;  ///< 0 when the lock file does not say
  std::string host;
  int64_t started = 0;  ///< Unix seconds
  std::filesystem::path socket;  ///< where the trainer listens; empty: nowhere (yet)
};

/// Held by the one process that trains a run; released when it goes or dies.
class RunLock {
 public:
  explicit RunLock(std::unique_ptr<VfsLock> lock) : lock_(std::move(lock)) {}

 private:
  std::unique_ptr<VfsLock> lock_;
};

/// One run's folder:
///
///   run.json recipe.json events.jsonl lock control.sock checkpoints/ previews/ tensorboard/
///
/// Threads: const members from any thread.
class RunFolder {
 public:
  /// Makes the folder; run.json comes last and makes it a run. `info` is an object whose fields
  /// (parent, seed, device, …) go into run.json beside format, version, name and created.
  /// Errors: Usage (name), Refused when the run exists, Disk.
  static Result<RunFolder> create(Vfs& vfs, const std::filesystem::path& folder, const Json& info,
                                  const Json& recipe);

  /// Errors: NotFound, Corrupt, Unsupported (a newer version), Unreadable.
  static Result<RunFolder> open(Vfs& vfs, const std::filesystem::path& folder);

  const std::string& name() const { return name_; }
  const Json& info() const { return info_; }
  const Json& recipe() const { return recipe_; }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path eventsFile() const { return path_ / "events.jsonl"; }
  std::filesystem::path controlSocket() const { return path_ / "control.sock"; }
  std::filesystem::path lockFile() const { return path_ / "lock"; }
  std::filesystem::path checkpointsFolder() const { return path_ / "checkpoints"; }
  std::filesystem::path previewsFolder() const { return path_ / "previews"; }
  std::filesystem::path tensorboardFolder() const { return path_ / "tensorboard"; }

  /// Takes the run's lock and removes temporaries that a killed trainer left in the run's folder
  /// and its previews.
  /// Errors: Refused, naming the process that trains this run; Disk.
  Result<RunLock> lock() const;

  /// Adds to the lock's file where the holder listens. Only while this process holds the lock.
  /// Errors: Disk.
  Result<void> nameSocket(const std::filesystem::path& socket) const;

  /// Who trains this run now; empty when nobody does.
  std::optional<LockHolder> lockHolder() const;

  /// Replaces fields of run.json (atomically) and keeps the others.
  Result<void> update(const Json& fields);
  Result<void> setRecipe(const Json& recipe);

 private:
  RunFolder() = default;
  Vfs* vfs_ = nullptr;
  std::filesystem::path path_;
  std::string name_;
  Json info_;
  Json recipe_;
};

/// A project's folder: project.json recipe.json data/ runs/ exports/.
/// Threads: const members from any thread.
class Project {
 public:
  /// Makes the project; project.json comes last and makes it one, so a creation cut short can be
  /// done again. Errors: Refused when the folder holds a project or anything else; Disk.
  static Result<Project> create(Vfs& vfs, const std::filesystem::path& path, const Json& recipe);
  static Result<Project> create(const std::filesystem::path& path, const Json& recipe) {
    return create(realVfs(), path, recipe);
  }

  /// Errors: NotFound (not a project), Corrupt, Unsupported (a newer version), Unreadable.
  static Result<Project> open(Vfs& vfs, const std::filesystem::path& path);
  static Result<Project> open(const std::filesystem::path& path) { return open(realVfs(), path); }

  const std::filesystem::path& path() const { return path_; }
  const std::string& name() const { return name_; }  ///< the folder's name when it was made
  const Json& recipe() const { return recipe_; }
  std::filesystem::path dataFolder() const { return path_ / "data"; }
  std::filesystem::path runsFolder() const { return path_ / "runs"; }
  std::filesystem::path exportsFolder() const { return path_ / "exports"; }

  Result<void> setRecipe(const Json& recipe);

  /// Names of the runs, sorted. Folders without run.json (a creation cut short) are left out.
  Result<std::vector<std::string>> runs() const;
  /// Errors: NotFound naming the nearest run, and those of RunFolder.
  Result<RunFolder> openRun(std::string_view name) const;
  Result<RunFolder> createRun(std::string_view name, const Json& info, const Json& recipe) const;

 private:
  Project() = default;
  Vfs* vfs_ = nullptr;
  std::filesystem::path path_;
  std::string name_;
  Json recipe_;
};

/// Refuses (Usage) names other than 1 to 64 of A-Z a-z 0-9 . _ - starting with a letter or digit.
Result<void> checkRunName(std::string_view name);

}  // namespace unroll::io
