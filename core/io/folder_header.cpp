#include "io/folder_header.h"

#include <ctime>
#include <utility>

#include <fmt/format.h>

namespace unroll::io {

Json FolderHeader::make(const std::string& name) const {
  Json header = Json::object();
  header["format"] = format;
  header["version"] = version;
  header["name"] = name;
  header["created"] = static_cast<int64_t>(std::time(nullptr));
  return header;
}

Result<std::string> FolderHeader::check(const Json& header,
                                        const std::filesystem::path& file) const {
  const std::string where = fmt::format("'{}'", file.string());
  if (!header.is_object()) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} is not a JSON object: restore it from a copy.", where));
  }
  UNROLL_TRY_ASSIGN(kind, stringMember(header, "format", where));
  if (kind != format) {
    return fail(ErrorKind::Corrupt, fmt::format("{} is no {} of this program (its format is '{}'): "
                                                "check the path.",
                                                where, word, kind.substr(0, 60)));
  }
  UNROLL_TRY_ASSIGN(found, integerMember(header, "version", where));
  if (found < 1) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} says version {}: restore it from a copy.", where, found));
  }
  if (found > version) {
    return fail(ErrorKind::Unsupported,
                fmt::format("{} was made by a newer Unroll (version {} of the {} format, this one "
                            "reads {}): update Unroll.",
                            where, found, word, version));
  }
  UNROLL_TRY(integerMember(header, "created", where));
  return stringMember(header, "name", where);
}

std::string folderName(const std::filesystem::path& path) {
  const std::filesystem::path whole = std::filesystem::absolute(path).lexically_normal();
  return whole.has_filename() ? whole.filename().string() : whole.parent_path().filename().string();
}

Result<Json> readRecipeFile(Vfs& vfs, const std::filesystem::path& path) {
  UNROLL_TRY_ASSIGN(recipe, readJsonFile(vfs, path));
  if (!recipe.is_object()) {
    return fail(ErrorKind::Corrupt,
                fmt::format("'{}' is not a JSON object: restore it from a copy, or take one of "
                            "'unroll recipes'.",
                            path.string()));
  }
  return recipe;
}

}  // namespace unroll::io
