#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/import_videos.h"

namespace unroll::data {

/// One file below a path of the import, not opened yet.
struct FoundFile {
  std::string path;
  std::string className;  ///< by folders; see ClassSource::Folders
  int64_t bytes = 0;
  std::string refusal;  ///< why it is not worth opening; empty for files
};

/// Every file below `paths`, sorted by path, each once. Names that begin with a dot are left out;
/// links to folders are not followed. Folders whose name ends like a video's are listed as refused
/// and searched all the same.
/// Errors: NotFound for a path that is not there, Unreadable.
Result<std::vector<FoundFile>> findFiles(const std::vector<std::string>& paths);

/// Whether the name ends like a video's. Only a guess: files of every name are tried.
bool looksLikeVideo(const std::string& path);

}  // namespace unroll::data
