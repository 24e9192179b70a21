#include <cerrno>
#include <ctime>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/atomic_file.h"
#include "io/folder_header.h"
#include "io/project.h"

namespace unroll::io {
namespace {

namespace fs = std::filesystem;

const FolderHeader kRunHeader{"unroll-run", 1, "run"};

std::string hostName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

Json lockNote(int64_t started) {
  Json note = Json::object();
  note["pid"] = static_cast<int64_t>(::getpid());
  note["host"] = hostName();
  note["started"] = started;
  return note;
}

std::string holderSentence(const std::optional<LockHolder>& holder) {
  if (!holder || holder->pid == 0) return "another process";
  std::tm local{};
  const std::time_t started = holder->started;
  ::localtime_r(&started, &local);
  return fmt::format("process {} on {} since {:%Y-%m-%d %H:%M:%S}", holder->pid, holder->host,
                     local);
}

}  // namespace

Result<RunFolder> RunFolder::create(Vfs& vfs, const fs::path& folder, const Json& info,
                                    const Json& recipe) {
  const std::string name = folderName(folder);
  UNROLL_TRY(checkRunName(name));
  if (exists(vfs, folder / "run.json")) {
    return fail(ErrorKind::Refused, fmt::format("Run '{}' exists already in '{}': go on with "
                                                "--resume, or choose another name.",
                                                name, folder.string()));
  }
  for (const char* part : {"checkpoints", "previews", "tensorboard"}) {
    UNROLL_TRY(makeFolders(vfs, folder / part));
  }
  RunFolder run;
  run.vfs_ = &vfs;
  run.path_ = folder;
  run.name_ = name;
  run.info_ = kRunHeader.make(name);
  for (const auto& [key, value] : info.items()) {
    if (!run.info_.contains(key)) run.info_[key] = value;
  }
  UNROLL_TRY(run.setRecipe(recipe));
  UNROLL_TRY(writeJsonFile(vfs, folder / "run.json", run.info_));
  return run;
}

Result<RunFolder> RunFolder::open(Vfs& vfs, const fs::path& folder) {
  const fs::path file = folder / "run.json";
  if (!exists(vfs, file)) {
    return fail(ErrorKind::NotFound, fmt::format("'{}' is not a run (it has no run.json): check "
                                                 "the name with 'unroll runs'.",
                                                 folder.string()));
  }
  UNROLL_TRY_ASSIGN(header, readJsonFile(vfs, file));
  UNROLL_TRY(kRunHeader.check(header, file));
  UNROLL_TRY_ASSIGN(recipe, readRecipeFile(vfs, folder / "recipe.json"));
  RunFolder run;
  run.vfs_ = &vfs;
  run.path_ = folder;
  run.name_ = folderName(folder);  // The folder may have been renamed since.
  run.info_ = std::move(header);
  run.recipe_ = std::move(recipe);
  return run;
}

Result<RunLock> RunFolder::lock() const {
  const Json note = lockNote(std::time(nullptr));
  auto held = vfs_->lock(lockFile(), note.dump() + "\n");
  if (!held) {
    if (held.error().code != EWOULDBLOCK) {
      return tl::unexpected(writeError(*vfs_, held.error(), lockFile()));
    }
    return fail(ErrorKind::Refused,
                fmt::format("Run '{}' in '{}' is being trained by {}: stop that one first, or "
                            "choose another run.",
                            name_, path_.string(), holderSentence(lockHolder())));
  }
  RunLock lock(std::move(*held));
  UNROLL_TRY(removeStaleTemporaries(*vfs_, path_));
  // Those among the checkpoints are removed, and told of, by CheckpointStore::recover().
  if (const auto previews = vfs_->list(path_ / "previews")) {
    for (const FolderEntry& preview : *previews) {
      if (preview.type != FileType::Folder) continue;
      UNROLL_TRY(removeStaleTemporaries(*vfs_, path_ / "previews" / preview.name));
    }
  }
  return lock;
}

Result<void> RunFolder::nameSocket(const fs::path& socket) const {
  const auto holder = lockHolder();
  Json note = lockNote(holder ? holder->started : std::time(nullptr));
  // Relative where it can be: the folder may be seen under another path from elsewhere.
  note["socket"] = socket.parent_path() == path_ ? socket.filename().string() : socket.string();
  const std::string text = note.dump() + "\n";
  // Not replaced by a new file, which would be locked by nobody; a reader sees the old note or the
  // new one, as both are written in one piece.
  const int file = ::open(lockFile().c_str(), O_WRONLY | O_CLOEXEC);
  const bool written =
      file >= 0 &&
      ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
      ::ftruncate(file, static_cast<off_t>(text.size())) == 0;
  const IoError error{errno};
  if (file >= 0) ::close(file);
  if (!written) return tl::unexpected(writeError(*vfs_, error, lockFile(), text.size()));
  return {};
}

std::optional<LockHolder> RunFolder::lockHolder() const {
  const auto locked = vfs_->isLocked(lockFile());
  if (!locked || !*locked) return std::nullopt;
  LockHolder holder;
  const auto note = readJsonFile(*vfs_, lockFile(), {.maxBytes = 4096, .maxDepth = 2});
  if (!note || !note->is_object()) return holder;
  const std::string where = "lock";
  holder.pid = integerMember(*note, "pid", where).value_or(0);
  holder.host = stringMember(*note, "host", where).value_or("unknown");
  holder.started = integerMember(*note, "started", where).value_or(0);
  const std::string socket = stringMember(*note, "socket", where).value_or("");
  if (!socket.empty()) holder.socket = path_ / socket;
  return holder;
}

Result<void> RunFolder::update(const Json& fields) {
  Json info = info_;
  for (const auto& [key, value] : fields.items()) info[key] = value;
  UNROLL_TRY(writeJsonFile(*vfs_, path_ / "run.json", info));
  info_ = std::move(info);
  return {};
}

Result<void> RunFolder::setRecipe(const Json& recipe) {
  UNROLL_TRY(writeJsonFile(*vfs_, path_ / "recipe.json", recipe));
  recipe_ = recipe;
  return {};
}

}  // namespace unroll::io
