#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace unroll {

/// Parses JSON as nlohmann-json does, but refuses what that lets through: two equal keys in one
/// object, nesting beyond `maxDepth`. Keys keep their order.
///
/// Errors:  Refused, one sentence with `where` and the byte offset.
/// Threads: any.
Result<nlohmann::ordered_json> parseStrictJson(std::string_view text, std::string_view where,
                                               size_t maxDepth = 8);

}  // namespace unroll
