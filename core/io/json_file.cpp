#include "io/json_file.h"

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "protocol/strict_json.h"

namespace unroll::io {
namespace {

tl::unexpected<Error> wrongMember(const char* key, std::string_view where, std::string_view want) {
  return fail(ErrorKind::Corrupt,
              fmt::format("{} has no key '{}' that is {}: mend it or restore it from a copy.",
                          where, key, want));
}

}  // namespace

Result<Json> parseStrictJson(std::string_view text, std::string_view where,
                             const JsonLimits& limits) {
  if (text.size() > limits.maxBytes) {
    return fail(ErrorKind::Refused, fmt::format("{} is larger than {}: check that it is the right "
                                                "file.",
                                                where, humanBytes(limits.maxBytes)));
  }
  // nlohmann-json takes a NUL byte for the end of the text and would not see what follows.
  if (const size_t at = text.find('\0'); at != std::string_view::npos) {
    return fail(ErrorKind::Refused, fmt::format("{} has a NUL byte at byte {}, so it is damaged or "
                                                "no JSON: restore it from a copy.",
                                                where, at));
  }
  return unroll::parseStrictJson(text, where, static_cast<size_t>(limits.maxDepth));
}

Result<Json> readJsonFile(Vfs& vfs, const std::filesystem::path& path, const JsonLimits& limits) {
  UNROLL_TRY_ASSIGN(text, readTextFile(vfs, path, limits.maxBytes));
  return parseStrictJson(text, fmt::format("'{}'", path.string()), limits);
}

Result<void> writeJsonFile(Vfs& vfs, const std::filesystem::path& path, const Json& value) {
  return writeFileAtomically(vfs, path,
                             value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<std::string> stringMember(const Json& object, const char* key, std::string_view where) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return wrongMember(key, where, "text");
  return found->get<std::string>();
}

Result<int64_t> integerMember(const Json& object, const char* key, std::string_view where) {
  const auto found = object.find(key);
  const bool whole = found != object.end() && found->is_number_integer();
  // nlohmann-json would wrap an unsigned number beyond int64 to a negative one.
  if (!whole || (found->is_number_unsigned() && found->get<uint64_t>() > uint64_t{INT64_MAX})) {
    return wrongMember(key, where, "a whole number");
  }
  return found->get<int64_t>();
}

}  // namespace unroll::io
