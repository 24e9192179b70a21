#include "io/checkpoint_store.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "io/checkpoint_names.h"
#include "io/json_file.h"

namespace unroll::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* kJournal = "journal.jsonl";
constexpr const char* kQuarantine = "quarantine";
constexpr uint64_t kMarkBytes = 256;  // A measure's name.

const char* suffix(CheckpointMark mark) { return mark == CheckpointMark::Star ? ".star" : ".best"; }

fs::path markPath(const fs::path& checkpoint, CheckpointMark mark) {
  return checkpoint.parent_path() / (checkpoint.stem().string() + suffix(mark));
}

}  // namespace

CheckpointStore::CheckpointStore(Vfs& vfs, fs::path runFolder)
    : vfs_(&vfs), folder_(std::move(runFolder) / "checkpoints") {}

Result<void> CheckpointStore::recover() {
  UNROLL_TRY(makeFolders(*vfs_, folder_));
  UNROLL_TRY_ASSIGN(removed, removeStaleTemporaries(*vfs_, folder_));
  if (removed > 0) {
    note(fmt::format("Removed {} unfinished checkpoint file{} that a killed save left in '{}'.",
                     removed, removed == 1 ? "" : "s", folder_.string()));
  }
  UNROLL_TRY_ASSIGN(entries, list());
  for (const CheckpointEntry& entry : entries) {
    const auto verified = verifyFile(entry.path);
    if (verified) continue;
    // Only what contradicts itself is moved; a file that cannot be read now may be whole.
    if (verified.error().kind == ErrorKind::Corrupt ||
        verified.error().kind == ErrorKind::Unsupported) {
      UNROLL_TRY(quarantine(entry.path, verified.error().message));
    } else {
      note(fmt::format("Left out a checkpoint: {}", verified.error().message));
    }
  }
  return {};
}

Result<void> CheckpointStore::checkFreeSpace(uint64_t checkpointBytes) const {
  const fs::path where = exists(*vfs_, folder_) ? folder_ : folder_.parent_path();
  const auto space = vfs_->freeSpace(where);
  if (!space) return tl::unexpected(readError(space.error(), where));
  const uint64_t needed = checkpointBytes > UINT64_MAX / 3 ? UINT64_MAX : checkpointBytes * 3;
  if (*space >= needed) return {};
  return fail(
      ErrorKind::Disk,
      fmt::format("'{}' has {} free, and checkpoints of {} need three times that ({}): free "
                  "some space or put the project on another disk.",
                  where.string(), humanBytes(*space), humanBytes(checkpointBytes),
                  humanBytes(needed)));
}

Result<fs::path> CheckpointStore::save(std::string_view stage, int64_t step,
                                       const std::vector<TensorView>& tensors,
                                       const Metadata& metadata) {
  UNROLL_TRY(checkStageName(stage));
  if (step < 0) return fail(ErrorKind::Usage, fmt::format("{} is no step of a checkpoint.", step));
  hit("save.begin");
  UNROLL_TRY(makeFolders(*vfs_, folder_));
  const fs::path path = folder_ / checkpointFileName(stage, step);
  SafetensorsWriteOptions options;
  options.tag = std::to_string(step);
  options.onPhase = [this](std::string_view phase) { hit(fmt::format("save.{}", phase)); };
  UNROLL_TRY(writeSafetensors(*vfs_, path, tensors, metadata, options));
  const auto status = vfs_->status(path);
  journal("saved", path, status ? humanBytes(status->size) : std::string());
  hit("save.journal");
  // The new one was read back and verified before its rename, so older ones may go.
  const auto entries = listStage(stage);
  const auto pruned =
      entries ? pruneEntries(*entries, policy_) : Result<int>(tl::unexpected(entries.error()));
  if (!pruned) note(fmt::format("Old checkpoints were not pruned: {}", pruned.error().message));
  hit("save.end");
  return path;
}

Result<std::vector<CheckpointEntry>> CheckpointStore::list() const {
  std::vector<CheckpointEntry> found;
  const auto entries = vfs_->list(folder_);
  if (!entries) {
    if (entries.error().code == ENOENT) return found;
    return tl::unexpected(readError(entries.error(), folder_));
  }
  std::set<std::string_view> names;
  for (const FolderEntry& entry : *entries) names.insert(entry.name);
  for (const FolderEntry& entry : *entries) {
    CheckpointEntry checkpoint;
    if (entry.type != FileType::Regular ||
        !parseCheckpointName(entry.name, checkpoint.stage, checkpoint.step)) {
      continue;
    }
    checkpoint.path = folder_ / entry.name;
    const auto status = vfs_->status(checkpoint.path);
    if (!status && status.error().code == ENOENT) continue;  // Pruned meanwhile.
    if (!status) return tl::unexpected(readError(status.error(), checkpoint.path));
    checkpoint.bytes = status->size;
    checkpoint.saved = status->modified;
    const auto marked = [&](CheckpointMark mark) {
      return names.contains(markPath(checkpoint.path, mark).filename().string());
    };
    checkpoint.starred = marked(CheckpointMark::Star);
    checkpoint.best = marked(CheckpointMark::Best);
    if (checkpoint.best) {
      // It may be cleared meanwhile, and what it says is no reason to refuse the folder.
      checkpoint.bestBy =
          readTextFile(*vfs_, markPath(checkpoint.path, CheckpointMark::Best), kMarkBytes)
              .value_or(std::string());
    }
    found.push_back(std::move(checkpoint));
  }
  std::sort(found.begin(), found.end(), [](const CheckpointEntry& a, const CheckpointEntry& b) {
    return std::tie(a.stage, a.step) < std::tie(b.stage, b.step);
  });
  return found;
}

Result<std::vector<CheckpointEntry>> CheckpointStore::listStage(std::string_view stage) const {
  UNROLL_TRY_ASSIGN(entries, list());
  std::erase_if(entries, [&](const CheckpointEntry& entry) { return entry.stage != stage; });
  return entries;
}

Result<std::optional<CheckpointEntry>> CheckpointStore::latest(std::string_view stage) {
  UNROLL_TRY_ASSIGN(entries, listStage(stage));
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const auto verified = verifyFile(entry->path);
    if (verified) return std::optional(std::move(*entry));
    note(fmt::format("Skipped a checkpoint: {}", verified.error().message));
  }
  return std::optional<CheckpointEntry>();
}

Result<SafetensorsFile> CheckpointStore::open(std::string_view stage, int64_t step,
                                              const SafetensorsLimits& limits) const {
  UNROLL_TRY(checkStageName(stage));
  const fs::path path = folder_ / checkpointFileName(stage, step);
  auto file = SafetensorsFile::open(*vfs_, path, limits);
  if (!file && file.error().kind == ErrorKind::NotFound) {
    UNROLL_TRY_ASSIGN(entries, listStage(stage));
    std::vector<int64_t> steps;
    for (const CheckpointEntry& entry : entries) steps.push_back(entry.step);
    return fail(
        ErrorKind::NotFound,
        fmt::format("'{}' has no checkpoint of {} at step {}: {}.", folder_.string(), stage, step,
                    steps.empty()
                        ? "it has none of that stage, train it first"
                        : fmt::format("there are those at step {}", fmt::join(steps, ", "))));
  }
  if (!file) return file;
  UNROLL_TRY_ASSIGN(hashed, file->verify());
  if (!hashed) {
    return fail(ErrorKind::Corrupt,
                fmt::format("'{}' has no hashes, so it is no checkpoint of this "
                            "program: use another step.",
                            path.string()));
  }
  return file;
}

Result<void> CheckpointStore::verifyFile(const fs::path& path) const {
  UNROLL_TRY_ASSIGN(file, SafetensorsFile::open(*vfs_, path));
  UNROLL_TRY_ASSIGN(hashed, file.verify());
  if (hashed) return {};
  return fail(ErrorKind::Corrupt, fmt::format("'{}' has no hashes, so it is no checkpoint of this "
                                              "program: use another step.",
                                              path.string()));
}

Result<fs::path> CheckpointStore::quarantine(const fs::path& file, std::string_view reason) {
  const fs::path folder = folder_ / kQuarantine;
  UNROLL_TRY(makeFolders(*vfs_, folder));
  fs::path target = folder / file.filename();
  for (int copy = 2; copy < 1000 && exists(*vfs_, target); ++copy) {
    target = folder / fmt::format("{}.{}", file.filename().string(), copy);
  }
  if (const auto moved = vfs_->rename(file, target); !moved) {
    return tl::unexpected(writeError(*vfs_, moved.error(), target));
  }
  for (const fs::path& changed : {folder, folder_}) {
    if (const auto synced = vfs_->syncFolder(changed); !synced) {
      return tl::unexpected(writeError(*vfs_, synced.error(), target));
    }
  }
  note(fmt::format("Moved '{}' to '{}': {}", file.filename().string(), folder.string(), reason));
  journal("quarantined", target, reason);
  return target;
}

Result<int> CheckpointStore::prune(std::string_view stage, const RetentionPolicy& policy) {
  UNROLL_TRY_ASSIGN(entries, listStage(stage));
  if (entries.empty()) return 0;
  UNROLL_TRY(verifyFile(entries.back().path));
  return pruneEntries(entries, policy);
}

Result<int> CheckpointStore::pruneEntries(const std::vector<CheckpointEntry>& entries,
                                          const RetentionPolicy& policy) {
  RetentionPolicy whole = policy;
  std::map<int64_t, const CheckpointEntry*> byStep;
  for (const CheckpointEntry& entry : entries) {
    byStep[entry.step] = &entry;
    if (entry.starred || entry.best) whole.starred.insert(entry.step);
  }
  std::vector<int64_t> steps;
  for (const auto& [step, entry] : byStep) steps.push_back(step);
  int removed = 0;
  for (const int64_t step : stepsToPrune(std::move(steps), whole)) {
    const fs::path& path = byStep[step]->path;
    // The studio may have set a star since the folder was listed.
    if (exists(*vfs_, markPath(path, CheckpointMark::Star))) continue;
    if (const auto gone = vfs_->unlink(path); !gone && gone.error().code != ENOENT) {
      return tl::unexpected(writeError(*vfs_, gone.error(), path));
    }
    ++removed;
    hit("prune.removed");
  }
  return removed;
}

Result<void> CheckpointStore::setMark(std::string_view stage, int64_t step, CheckpointMark mark,
                                      bool on, std::string_view by) {
  UNROLL_TRY(checkStageName(stage));
  const fs::path path = folder_ / checkpointFileName(stage, step);
  const auto clear = [&](const fs::path& checkpoint) -> Result<void> {
    const fs::path file = markPath(checkpoint, mark);
    const auto gone = vfs_->unlink(file);
    if (gone || gone.error().code == ENOENT) return {};
    return tl::unexpected(writeError(*vfs_, gone.error(), file));
  };
  if (!on) return clear(path);
  if (!exists(*vfs_, path)) {
    return fail(ErrorKind::NotFound,
                fmt::format("'{}' has no checkpoint of {} at step {}, so it cannot be marked.",
                            folder_.string(), stage, step));
  }
  UNROLL_TRY(writeFileAtomically(*vfs_, markPath(path, mark), by));
  if (mark != CheckpointMark::Best) return {};
  UNROLL_TRY_ASSIGN(entries, listStage(stage));
  for (const CheckpointEntry& entry : entries) {
    if (entry.best && entry.step != step) UNROLL_TRY(clear(entry.path));
  }
  return {};
}

std::vector<std::string> CheckpointStore::takeNotes() { return std::exchange(notes_, {}); }

void CheckpointStore::journal(std::string_view event, const fs::path& file,
                              std::string_view detail) {
  Json line = Json::object();
  line["t"] = static_cast<int64_t>(std::time(nullptr));
  line["event"] = event;
  line["file"] = file.filename().string();
  line["detail"] = detail;
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  const fs::path path = folder_ / kJournal;
  const auto opened = vfs_->open(path, OpenMode::Append);
  // The journal is for people; nothing is read back from it, so a refusal only gets a note.
  IoResult<void> written;
  if (opened) {
    written = writeAll(**opened, asBytes(text));
  } else {
    written = tl::unexpected(opened.error());
  }
  if (!written) note(writeError(*vfs_, written.error(), path, text.size()).message);
}

void CheckpointStore::note(std::string sentence) { notes_.push_back(std::move(sentence)); }

void CheckpointStore::hit(std::string_view point) const {
  if (killPoint_) killPoint_(point);
}

}  // namespace unroll::io
