#include "data/import_scan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace unroll::data {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 26> kEndings = {
    ".mp4",  ".m4v", ".mov",  ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts",
    ".m2ts", ".mts", ".flv",  ".wmv", ".asf",  ".gif", ".ogv", ".ogg",  ".3gp",
    ".3g2",  ".y4m", ".h264", ".264", ".hevc", ".265", ".mxf", ".vob"};

bool hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

/// The last folder name of `path`, also for "clips/", "." and "..".
std::string folderName(const fs::path& path) {
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(path, ignored);
  const std::string name = whole.filename().string();
  return name.empty() ? "videos" : name;
}

std::string refusalOf(fs::file_type type) {
  switch (type) {
    case fs::file_type::fifo:
      return "is a pipe, not a file";
    case fs::file_type::socket:
      return "is a socket, not a file";
    case fs::file_type::character:
    case fs::file_type::block:
      return "is a device, not a file";
    default:
      return "is not a file that can be opened (a broken link?)";
  }
}

class Search {
 public:
  Result<void> add(const std::string& path) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) {
      return fail(ErrorKind::NotFound,
                  fmt::format("There is no file or folder {} to import.", path));
    }
    if (fs::is_directory(status)) return walk(path);
    const fs::path folder = fs::path(path).parent_path();
    addFile(path, folderName(folder.empty() ? fs::path(".") : folder));
    return {};
  }

  std::vector<FoundFile> sorted() {
    std::vector<FoundFile> files;
    for (auto& [key, file] : files_) files.push_back(std::move(file));
    std::sort(files.begin(), files.end(),
              [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
    return files;
  }

 private:
  Result<void> walk(const fs::path& root) {
    std::error_code error;
    auto entry = fs::recursive_directory_iterator(
        root, fs::directory_options::skip_permission_denied, error);
    const std::string rootName = folderName(root);
    while (!error && entry != fs::recursive_directory_iterator()) {
      const fs::path path = entry->path();
      std::error_code ignored;
      if (hidden(path)) {
        entry.disable_recursion_pending();
      } else if (fs::is_directory(path, ignored)) {
        if (looksLikeVideo(path.string())) {
          addRefused(path, "is a folder with the name of a video");
        }
        if (fs::is_symlink(path, ignored))
          addRefused(path, "is a link to a folder; give that folder");
      } else {
        const fs::path below = path.lexically_relative(root);
        const bool inFolder = std::distance(below.begin(), below.end()) > 1;
        addFile(path, inFolder ? below.begin()->string() : rootName);
      }
      entry.increment(error);
    }
    if (error) {
      return fail(ErrorKind::Unreadable,
                  fmt::format("The folder {} cannot be read: {}.", root.string(), error.message()));
    }
    return {};
  }

  void addFile(const fs::path& path, const std::string& className) {
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    if (!fs::is_regular_file(status)) {
      addRefused(path, refusalOf(status.type()));
      return;
    }
    const auto bytes = fs::file_size(path, ignored);
    FoundFile file{path.string(), className, ignored ? 0 : static_cast<int64_t>(bytes), {}};
    if (!ignored && bytes == 0)
      file.refusal = "is empty (0 bytes); copy it again from where it came";
    // The name only, not what a link points at: two links are two names, their bytes are the same.
    files_.try_emplace(fs::absolute(path, ignored).lexically_normal().string(), std::move(file));
  }

  void addRefused(const fs::path& path, const std::string& why) {
    files_.try_emplace(path.string(), FoundFile{path.string(), {}, 0, why});
  }

  std::map<std::string, FoundFile> files_;  ///< by absolute name, so that none comes twice
};

}  // namespace

bool looksLikeVideo(const std::string& path) {
  std::string ending = fs::path(path).extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

Result<std::vector<FoundFile>> findFiles(const std::vector<std::string>& paths) {
  Search search;
  for (const std::string& path : paths) UNROLL_TRY(search.add(path));
  return search.sorted();
}

}  // namespace unroll::data
