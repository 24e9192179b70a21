#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "io/json_file.h"

namespace unroll::io {

/// The first fields of project.json and run.json: what it is, of which version, whose and since
/// when.
struct FolderHeader {
  const char* format;  ///< "unroll-project"
  int64_t version;     ///< the newest this program reads
  const char* word;    ///< "project", for sentences

  Json make(const std::string& name) const;

  /// The name in a header read from `file`. Errors: Corrupt, Unsupported (a newer version).
  Result<std::string> check(const Json& header, const std::filesystem::path& file) const;
};

/// The last part of a path, with or without a slash at its end.
std::string folderName(const std::filesystem::path& path);

/// recipe.json as an object. Errors: NotFound, Unreadable, Refused, Corrupt.
Result<Json> readRecipeFile(Vfs& vfs, const std::filesystem::path& path);

}  // namespace unroll::io
