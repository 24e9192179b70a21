#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::data {

/// XXH3 (128 bits) of a file's bytes as 32 hexadecimal digits.
/// Errors: NotFound, Unreadable; Cancelled.
Result<std::string> hashFile(const std::string& path, const std::stop_token& stop = {});

/// hashFile() of many files on `threads` threads.
std::vector<Result<std::string>> hashFiles(const std::vector<std::string>& paths, int threads,
                                           const std::stop_token& stop);

}  // namespace unroll::data
