#pragma once

#include <string>

#include "base/file_system.h"

namespace unroll::io {

/// Most that waits in memory while the disk refuses a log.
inline constexpr size_t kMaxPendingBytes = size_t{4} << 20;

/// Writes as much of `pending` as the file takes and removes that much from it, so that a refused
/// writing can go on later at the very byte.
IoResult<void> drain(VfsFile& file, std::string& pending);

}  // namespace unroll::io
