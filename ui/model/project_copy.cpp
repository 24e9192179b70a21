#include "ui/model/project_copy.h"

#include <algorithm>
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

/// What belongs to the programs that work on the project, not to the project.
bool staysBehind(const fs::path& place) {
  const std::string name = place.filename().string();
  const bool top = !place.has_parent_path();
  const std::string first = place.begin()->string();
  if (isTemporaryName(name) || name == ".lock" || (top && name == kHeader)) return true;
  if (top && place.extension() == ".unroll") return true;  // A new one bears the new name.
  if (first == "runs") return name == "lock" || name == "control.sock";
  if (first != "exports") return false;
  return name.starts_with("queue.") || name.find(".part") != std::string::npos;
}

Result<void> collect(Vfs& vfs, const fs::path& root, const fs::path& place, int depth,
                     Contents& found) {
  const fs::path folder = root / place;
  if (depth > kMostDepth) {
    return refuse(tr("'%1' lies too deep for a copy: a link in it leads back up; take it out.")
                      .arg(text(folder)));
  }
  const auto entries = vfs.list(folder);
  if (!entries) return tl::unexpected(readError(entries.error(), folder));
  for (const FolderEntry& entry : *entries) {
    const fs::path inside = place / entry.name;
    if (staysBehind(inside)) continue;
    const auto status = vfs.status(root / inside);
    if (!status) return tl::unexpected(readError(status.error(), root / inside));
    if (status->type == FileType::Folder) {
      found.folders.push_back(inside);
      UNROLL_TRY(collect(vfs, root, inside, depth + 1, found));
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
    if (progress.stop)
      return fail(ErrorKind::Cancelled, tr("The copy was given up.").toStdString());
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

/// Makes `folder` and marks it as a copy that is not whole yet; one that was cut short goes.
Result<void> beginFolder(Vfs& vfs, const fs::path& folder) {
  std::error_code ignored;
  if (exists(vfs, folder) && !exists(vfs, folder / kMark))
    return refuse(tr("'%1' is in the way: choose another name.").arg(text(folder)));
  fs::remove_all(folder, ignored);
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

}  // namespace

Result<void> copyProject(Vfs& vfs, const fs::path& given, const fs::path& wanted,
                         CopyProgress& progress) {
  std::error_code ignored;
  const fs::path from = fs::weakly_canonical(given, ignored);
  const fs::path to = fs::weakly_canonical(wanted, ignored);
  UNROLL_TRY_ASSIGN(project, io::Project::open(vfs, from));
  UNROLL_TRY(checkQuiet(vfs, project));
  if (exists(vfs, to))
    return refuse(tr("'%1' is there already: choose another name.").arg(text(to)));
  if (std::mismatch(from.begin(), from.end(), to.begin(), to.end()).first == from.end())
    return refuse(tr("A copy cannot lie within its project: choose another folder."));
  Contents contents;
  UNROLL_TRY(collect(vfs, from, {}, 0, contents));
  progress.total = contents.bytes;
  UNROLL_TRY(makeFolders(vfs, to.parent_path()));
  const auto room = vfs.freeSpace(to.parent_path());
  if (room && *room < contents.bytes) {
    return refuse(tr("The copy takes %1 and '%2' has %3 free: choose a folder on another disk.")
                      .arg(bytesText(contents.bytes), text(to.parent_path()), bytesText(*room)));
  }
  fs::path folder = to;
  folder += ".part";
  UNROLL_TRY(beginFolder(vfs, folder));
  auto done = fill(vfs, from, folder, to, contents, progress);
  if (done) done = checkQuiet(vfs, project);  // A terminal may have begun what the window did not.
  if (done) done = endFolder(vfs, folder, to);
  if (!done) fs::remove_all(folder, ignored);
  return done;
}

}  // namespace unroll::ui
