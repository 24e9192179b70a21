#include "ui/model/project_copy.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <vector>

#include <QCoreApplication>

#include "base/atomic_file.h"
#include "io/project.h"
#include "ui/model/words.h"

namespace unroll::ui {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPiece = size_t{4} << 20;
constexpr int kMostDepth = 32;                 ///< a link that leads back up goes round for ever
constexpr const char* kMark = ".unroll-copy";  ///< tells a copy cut short from a person's folder
constexpr const char* kHeader = "project.json";

struct File {
  fs::path place;  ///< within the project
  uint64_t bytes = 0;
};

struct Contents {
  std::vector<fs::path> folders;  ///< each after the one it lies in
  std::vector<File> files;
  uint64_t bytes = 0;
};

QString text(const fs::path& path) { return QString::fromStdString(path.string()); }

// Free functions: the translations name them by their namespace.
QString tr(const char* words) { return QCoreApplication::translate("unroll::ui", words); }

tl::unexpected<Error> refuse(const QString& sentence) {
  return fail(ErrorKind::Refused, sentence.toStdString());
}

/// An export that is still being written, or was when its program ended: "name.part.mp4",
/// "name.part-final.mp4", and the folder "name.part" of pictures.
bool isUnfinished(const fs::path& place, FileType type) {
  const std::string mark = place.stem().extension().string();
  return type == FileType::Folder ? place.extension() == ".part"
                                  : mark == ".part" || mark == ".part-final";
}

bool isOfTheQueue(const std::string& name) {
  constexpr std::array kNames = {"queue.json", "queue.json.unreadable", "queue.lock",
                                 "queue.lock.rmlock"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// What belongs to the programs that work on the project, not to the project.
bool staysBehind(const fs::path& place, FileType type) {
  const std::string name = place.filename().string();
  const bool top = !place.has_parent_path();
  const std::string first = place.begin()->string();
  if (isTemporaryName(name) || name == ".lock" || (top && name == kHeader)) return true;
  if (top && place.extension() == ".unroll") return true;  // A new one bears the new name.
  if (first == "runs") return name == "lock" || name == "control.sock";
  if (first != "exports") return false;
  return isUnfinished(place, type) || (place.parent_path() == first && isOfTheQueue(name));
}

Result<void> checkWanted(const CopyProgress& progress) {
  if (!progress.stop) return {};
  return fail(ErrorKind::Cancelled, tr("The copy was given up.").toStdString());
}

Result<void> collect(Vfs& vfs, const fs::path& root, const fs::path& place, int depth,
                     const CopyProgress& progress, Contents& found) {
  UNROLL_TRY(checkWanted(progress));
  const fs::path folder = root / place;
  if (depth > kMostDepth) {
    return refuse(tr("'%1' lies too deep for a copy: a link in it leads back up; take it out.")
                      .arg(text(folder)));
  }
  const auto entries = vfs.list(folder);
  if (!entries) return tl::unexpected(readError(entries.error(), folder));
  for (const FolderEntry& entry : *entries) {
    const fs::path inside = place / entry.name;
    if (staysBehind(inside, entry.type)) continue;
    const auto status = vfs.status(root / inside);
    if (!status) return tl::unexpected(readError(status.error(), root / inside));
    if (status->type == FileType::Folder) {
      found.folders.push_back(inside);
      UNROLL_TRY(collect(vfs, root, inside, depth + 1, progress, found));
    } else if (status->type == FileType::Regular) {
      found.files.push_back({inside, status->size});
      found.bytes += status->size;
    }
  }
  return {};
}

/// Nothing may write into the project while it is copied.
Result<void> checkQuiet(Vfs& vfs, const io::Project& project) {
  UNROLL_TRY_ASSIGN(runs, project.runs());
  for (const std::string& run : runs) {
    const auto locked = vfs.isLocked(project.runsFolder() / run / "lock");
    if (locked && *locked) {
      return refuse(tr("Run '%1' is being trained: stop it on the Train page, then save the copy.")
                        .arg(QString::fromStdString(run)));
    }
  }
  const auto importing = vfs.isLocked(project.dataFolder() / ".lock");
  if (importing && *importing) {
    return refuse(
        tr("Clips are being imported into this project: wait for it, then save the "
           "copy."));
  }
  return {};
}

Result<void> copyFile(Vfs& vfs, const fs::path& from, const fs::path& to,
                      std::vector<std::byte>& piece, CopyProgress& progress) {
  auto in = vfs.open(from, OpenMode::Read);
  if (!in) return tl::unexpected(readError(in.error(), from));
  auto out = vfs.open(to, OpenMode::CreateNew);
  if (!out) return tl::unexpected(writeError(vfs, out.error(), to));
  for (uint64_t offset = 0;;) {
    UNROLL_TRY(checkWanted(progress));
    const auto count = readFully(**in, offset, piece);
    if (!count) return tl::unexpected(readError(count.error(), from));
    const auto written = writeAll(**out, std::span(piece).first(*count));
    if (!written) return tl::unexpected(writeError(vfs, written.error(), to, *count));
    offset += *count;
    progress.done += *count;
    if (*count < piece.size()) break;
  }
  auto safe = (*out)->sync();
  if (safe) safe = (*out)->close();
  if (!safe) return tl::unexpected(writeError(vfs, safe.error(), to));
  // Ages of checkpoints are told by their files; a disk that keeps no times loses only those.
  std::error_code ignored;
  const auto modified = fs::last_write_time(from, ignored);
  if (!ignored) fs::last_write_time(to, modified, ignored);
  return {};
}

Result<void> fill(Vfs& vfs, const fs::path& from, const fs::path& folder, const fs::path& to,
                  const Contents& contents, CopyProgress& progress) {
  for (const fs::path& inside : contents.folders) {
    if (const auto made = vfs.makeFolder(folder / inside); !made)
      return tl::unexpected(writeError(vfs, made.error(), folder / inside));
  }
  std::vector<std::byte> piece(kPiece);
  for (const File& file : contents.files)
    UNROLL_TRY(copyFile(vfs, from / file.place, folder / file.place, piece, progress));
  UNROLL_TRY_ASSIGN(header, io::readJsonFile(vfs, from / kHeader));
  header["name"] = to.filename().string();
  UNROLL_TRY(io::writeJsonFile(vfs, folder / kHeader, header));
  for (const fs::path& inside : contents.folders) {
    if (const auto safe = vfs.syncFolder(folder / inside); !safe)
      return tl::unexpected(writeError(vfs, safe.error(), folder / inside));
  }
  return {};
}

/// A copy into `folder` that was cut short goes; nothing else may be there.
Result<void> clearWay(Vfs& vfs, const fs::path& folder) {
  if (!exists(vfs, folder)) return {};
  std::error_code failed;
  if (exists(vfs, folder / kMark)) fs::remove_all(folder, failed);
  if (!failed && !exists(vfs, folder)) return {};
  return refuse(tr("'%1' is in the way: choose another name.").arg(text(folder)));
}

/// Makes `folder` and marks it as a copy that is not whole yet.
Result<void> beginFolder(Vfs& vfs, const fs::path& folder) {
  std::error_code ignored;
  auto begun = makeFolders(vfs, folder);
  if (begun)
    begun = writeFileAtomically(vfs, folder / kMark, "An unfinished copy of Unroll Studio.\n");
  if (!begun) fs::remove_all(folder, ignored);  // Without its mark it would be in the way for ever.
  return begun;
}

Result<void> endFolder(Vfs& vfs, const fs::path& folder, const fs::path& to) {
  auto done = vfs.unlink(folder / kMark);
  if (done) done = vfs.syncFolder(folder);
  if (done) done = vfs.rename(folder, to);
  if (done) done = vfs.syncFolder(to.parent_path());
  if (!done) return tl::unexpected(writeError(vfs, done.error(), to));
  return {};
}

/// Without links in it, so that two paths can be told apart.
Result<fs::path> settled(const fs::path& given) {
  std::error_code failed;
  fs::path path = fs::weakly_canonical(given, failed);
  if (!failed && !path.empty()) return path;
  return refuse(tr("The folder '%1' cannot be reached: check its links and permissions, or choose "
                   "another one.")
                    .arg(text(given)));
}

}  // namespace

Result<void> copyProject(Vfs& vfs, const fs::path& given, const fs::path& wanted,
                         CopyProgress& progress) {
  UNROLL_TRY_ASSIGN(from, settled(given));
  UNROLL_TRY_ASSIGN(to, settled(wanted));
  UNROLL_TRY_ASSIGN(project, io::Project::open(vfs, from));
  UNROLL_TRY(checkQuiet(vfs, project));
  if (exists(vfs, to))
    return refuse(tr("'%1' is there already: choose another name.").arg(text(to)));
  if (std::mismatch(from.begin(), from.end(), to.begin(), to.end()).first == from.end())
    return refuse(tr("A copy cannot lie within its project: choose another folder."));
  Contents contents;
  UNROLL_TRY(collect(vfs, from, {}, 0, progress, contents));
  progress.total = contents.bytes;
  UNROLL_TRY(makeFolders(vfs, to.parent_path()));
  fs::path folder = to;
  folder += ".part";
  UNROLL_TRY(clearWay(vfs, folder));  // What it takes is free then.
  const auto room = vfs.freeSpace(to.parent_path());
  if (room && *room < contents.bytes) {
    return refuse(tr("The copy takes %1 and '%2' has %3 free: choose a folder on another disk.")
                      .arg(bytesText(contents.bytes), text(to.parent_path()), bytesText(*room)));
  }
  UNROLL_TRY(beginFolder(vfs, folder));
  auto done = fill(vfs, from, folder, to, contents, progress);
  if (done) done = checkQuiet(vfs, project);  // A terminal may have begun what the window did not.
  if (done) done = checkWanted(progress);
  if (done) done = endFolder(vfs, folder, to);
  std::error_code ignored;
  if (!done) fs::remove_all(folder, ignored);
  return done;
}

}  // namespace unroll::ui
