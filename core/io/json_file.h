#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/file_system.h"

namespace unroll::io {

/// Keys keep their order, so a recipe is written as it was read. Converts from nlohmann::json.
using Json = nlohmann::ordered_json;

struct JsonLimits {
  uint64_t maxBytes = uint64_t{4} << 20;
  int maxDepth = 32;
};

/// Parses JSON strictly: UTF-8, no duplicate keys, no NUL bytes, nothing after the document.
/// `where` names the file in the sentence. Errors: Refused.
Result<Json> parseStrictJson(std::string_view text, std::string_view where,
                             const JsonLimits& limits = {});

/// parseStrictJson on a file. Errors: also NotFound and Unreadable.
Result<Json> readJsonFile(Vfs& vfs, const std::filesystem::path& path,
                          const JsonLimits& limits = {});

/// Writes indented JSON atomically.
Result<void> writeJsonFile(Vfs& vfs, const std::filesystem::path& path, const Json& value);

/// Members of an object, or the sentence that says which key of which file is missing or of the
/// wrong type. Errors: Corrupt.
Result<std::string> stringMember(const Json& object, const char* key, std::string_view where);
Result<int64_t> integerMember(const Json& object, const char* key, std::string_view where);

}  // namespace unroll::io
