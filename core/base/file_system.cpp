#include "base/file_system.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

namespace unroll {
namespace {

std::string reason(int code) { return std::generic_category().message(code); }

std::string quoted(const std::filesystem::path& path) { return fmt::format("'{}'", path.string()); }

}  // namespace

IoResult<void> writeAll(VfsFile& file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const IoResult<size_t> taken = file.write(bytes);
    if (!taken) {
      if (taken.error().code == EINTR) continue;
      return tl::unexpected(taken.error());
    }
    // A system that takes nothing and gives no reason would be asked for ever.
    if (*taken == 0) return tl::unexpected(IoError{ENOSPC});
    bytes = bytes.subspan(*taken);
  }
  return {};
}

IoResult<size_t> readFully(VfsFile& file, uint64_t offset, std::span<std::byte> out) {
  size_t done = 0;
  while (done < out.size()) {
    const IoResult<size_t> taken = file.readAt(offset + done, out.subspan(done));
    if (!taken) {
      if (taken.error().code == EINTR) continue;
      return tl::unexpected(taken.error());
    }
    if (*taken == 0) break;
    done += *taken;
  }
  return done;
}

Result<std::string> readTextFile(Vfs& vfs, const std::filesystem::path& path, uint64_t maxBytes) {
  const auto file = vfs.open(path, OpenMode::Read);
  if (!file) return tl::unexpected(readError(file.error(), path));
  const IoResult<uint64_t> size = (*file)->size();
  if (!size) return tl::unexpected(readError(size.error(), path));
  if (*size > maxBytes) {
    return fail(ErrorKind::Refused,
                fmt::format("{} is {}, and no file of its kind is larger than {}: check that it is "
                            "the right file.",
                            quoted(path), humanBytes(*size), humanBytes(maxBytes)));
  }
  std::string text(*size, '\0');
  const auto bytes = std::as_writable_bytes(std::span(text.data(), text.size()));
  const IoResult<size_t> taken = readFully(**file, 0, bytes);
  if (!taken) return tl::unexpected(readError(taken.error(), path));
  text.resize(*taken);
  return text;
}

Result<void> makeFolders(Vfs& vfs, const std::filesystem::path& path) {
  if (path.empty()) return {};
  if (const auto status = vfs.status(path); status) {
    if (status->type == FileType::Folder) return {};
    return fail(ErrorKind::Refused, fmt::format("{} is a file where a folder is needed: move it "
                                                "away or choose another place.",
                                                quoted(path)));
  }
  const std::filesystem::path parent = path.parent_path();
  if (parent != path) UNROLL_TRY(makeFolders(vfs, parent));
  if (const auto made = vfs.makeFolder(path); !made && made.error().code != EEXIST) {
    return tl::unexpected(writeError(vfs, made.error(), path));
  }
  const std::filesystem::path above = parent.empty() ? std::filesystem::path(".") : parent;
  if (const auto synced = vfs.syncFolder(above); !synced) {
    return tl::unexpected(writeError(vfs, synced.error(), path));
  }
  return {};
}

bool exists(Vfs& vfs, const std::filesystem::path& path) {
  const auto status = vfs.status(path);
  return status || (status.error().code != ENOENT && status.error().code != ENOTDIR);
}

Error readError(IoError error, const std::filesystem::path& path) {
  switch (error.code) {
    case ENOENT:
    case ENOTDIR:
      return {ErrorKind::NotFound,
              fmt::format("There is no file {}: check the path.", quoted(path))};
    case EISDIR:
      return {ErrorKind::Unreadable,
              fmt::format("{} is a folder, not a file: name a file in it.", quoted(path))};
    case EACCES:
    case EPERM:
      return {ErrorKind::Unreadable,
              fmt::format("You may not read {}: change its permissions.", quoted(path))};
    default:
      return {ErrorKind::Unreadable, fmt::format("{} cannot be read ({}): check the disk and try "
                                                 "again.",
                                                 quoted(path), reason(error.code))};
  }
}

Error writeError(Vfs& vfs, IoError error, const std::filesystem::path& path, uint64_t neededBytes) {
  std::string room;
  if (neededBytes > 0) room = fmt::format(", {} needed", humanBytes(neededBytes));
  std::string advice = "check the disk and try again";
  switch (error.code) {
    case ENOSPC:
    case EDQUOT:
      if (const auto space = vfs.freeSpace(path.parent_path()); space) {
        room += fmt::format(", {} free", humanBytes(*space));
      }
      advice = error.code == EDQUOT ? "free some of your quota and try again"
                                    : "free some space and try again";
      break;
    case EROFS:
      advice = "choose a folder that can be written";
      break;
    case EACCES:
    case EPERM:
      advice = "change the folder's permissions or choose another";
      break;
    case EFBIG:
      advice = "raise the file size limit or choose another disk";
      break;
    case ENOENT:
      advice = "its folder is missing; make it or choose another";
      break;
    case ENAMETOOLONG:
      advice = "choose a shorter name";
      break;
    default:
      break;
  }
  return {ErrorKind::Disk, fmt::format("{} cannot be written ({}{}): {}.", quoted(path),
                                       reason(error.code), room, advice)};
}

std::string humanBytes(uint64_t bytes) {
  static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes == 1) return "1 byte";
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, kUnits[unit]);
}

}  // namespace unroll
