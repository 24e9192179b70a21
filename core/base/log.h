#pragma once

#include <string_view>

namespace unroll::log {

/// Diagnostics for people, on standard error through spdlog (this header hides it: LibTorch brings
/// another fmt than the one spdlog was built with). Any thread.
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);

/// Messages below warnings are dropped (used with --json and by tests).
void setQuiet(bool quiet);

}  // namespace unroll::log
