#pragma once

#include <string>
#include <vector>

namespace unroll::cli {

/// Reads the command line (without the program's name), does what it says and returns the exit
/// code.
int runProgram(const std::vector<std::string>& arguments);

}  // namespace unroll::cli
