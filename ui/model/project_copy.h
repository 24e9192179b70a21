#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>

#include "base/file_system.h"

namespace unroll::ui {

/// How far a copy is. Any thread.
struct CopyProgress {
  std::atomic<uint64_t> done = 0, total = 0;  ///< bytes
  std::atomic<bool> stop = false;             ///< set to end the copy
};

/// Copies the project in `from` to `to`, which is made, under the name of its new folder. Locks,
/// sockets, temporaries, unfinished exports and their queue stay behind: its jobs write where they
/// were asked to. The copy is made beside `to`, as `to`.part, and renamed: it is whole or not
/// there.
///
/// Errors:  Refused (a run of it is trained, clips are imported, `to` is there, lies within `from`
///          or has no room), Cancelled, NotFound, Unreadable, Disk; one sentence.
/// Threads: a worker's; blocks.
Result<void> copyProject(Vfs& vfs, const std::filesystem::path& from,
                         const std::filesystem::path& to, CopyProgress& progress);

}  // namespace unroll::ui
