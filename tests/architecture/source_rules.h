#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unroll::test {

/// The folders of core/ in the order of DESIGN's list.
const std::vector<std::string>& coreFolders();

/// The files that `text` includes, in order, without quotes or brackets.
std::vector<std::string> includesOf(std::string_view text);

/// `text` without comments and without the contents of string and character literals.
std::string codeOnly(std::string_view text);

/// One sentence for each rule that the file breaks. `path` is relative to the repository:
/// "core/io/project.cpp".
std::vector<std::string> violations(std::string_view path, std::string_view text);

}  // namespace unroll::test
