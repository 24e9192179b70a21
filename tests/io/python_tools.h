#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace unroll::test {

/// The start of a shell command that runs Python where `module` can be imported: from
/// ~/.cache/unroll/python-tools (or UNROLL_CACHE), /tmp/pyref or the system. Empty: nowhere.
inline std::optional<std::string> pythonWith(const std::string& module) {
  const char* cache = std::getenv("UNROLL_CACHE");
  const char* home = std::getenv("HOME");
  const std::string base = cache ? cache : std::string(home ? home : "") + "/.cache/unroll";
  for (const std::string& folder :
       {base + "/python-tools", std::string("/tmp/pyref"), std::string()}) {
    const std::string python = folder.empty() ? "python3" : "PYTHONPATH='" + folder + "' python3";
    if (std::system((python + " -c 'import " + module + "' >/dev/null 2>&1").c_str()) == 0) {
      return python;
    }
  }
  return std::nullopt;
}

}  // namespace unroll::test
