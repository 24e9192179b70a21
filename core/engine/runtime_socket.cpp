#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "engine/control_server.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;

/// Why `folder` is no private folder of this user; "" when it is (made when missing).
std::string privateFolder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return std::strerror(errno);
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0) return std::strerror(errno);
  if (!S_ISDIR(status.st_mode)) return "it is no folder";
  if (status.st_uid != ::geteuid()) return "it belongs to somebody else";
  if ((status.st_mode & 0077) != 0 && ::chmod(folder.c_str(), 0700) != 0) {
    return std::strerror(errno);
  }
  return {};
}

}  // namespace

Result<fs::path> runtimeSocketPath(const std::string& name) {
  std::string problem;
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  for (const fs::path& folder :
       {runtime != nullptr && *runtime == '/' ? fs::path(runtime) / "unroll" : fs::path(),
        fs::path("/tmp") / fmt::format("unroll-{}", ::geteuid())}) {
    if (folder.empty() || (folder / name).native().size() > kMaxSocketPath) continue;
    problem = privateFolder(folder);
    if (problem.empty()) return folder / name;
    problem = fmt::format(" ('{}': {})", folder.string(), problem);
  }
  return fail(ErrorKind::Disk,
              fmt::format("There is no private folder for a socket{}: set XDG_RUNTIME_DIR to a "
                          "folder of yours with a short path.",
                          problem));
}

}  // namespace unroll::engine
