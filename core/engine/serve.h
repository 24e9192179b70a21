#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "base/error.h"

namespace unroll::engine {

/// What `unroll serve` is told.
struct ServeOptions {
  std::filesystem::path socket;  ///< where it listens; empty: a path of its own for this user only
  int threads = 0;               ///< CPU threads; 0: LibTorch's choice
  std::string device = "auto";   ///< "auto", "cpu" or "cuda"
  std::filesystem::path weightsFolder;  ///< where named feature networks lie
  bool withParent = false;              ///< end when the process that started this one does
};

/// Makes samples and measures runs on request (see protocol/serve_messages.h) until `stop`, a
/// "shutdown" request or, where asked for, the parent's end. The last few cascades stay loaded; a
/// newer checkpoint of a run is noticed. Videos go to a folder of the service's own unless a
/// request names one; it is kept below 2 GB by removing what was made first, and goes with the
/// service.
///
/// `listening` is called once, with the socket's path, on the calling thread.
/// Errors:  Disk (no socket or folder can be made), Device, Usage.
/// Threads: computes on the calling thread; one call at a time in a process.
Result<void> serve(const ServeOptions& options,
                   const std::function<void(const std::filesystem::path&)>& listening,
                   std::stop_token stop);

}  // namespace unroll::engine
