#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "base/error.h"
#include "data/clip_store.h"

namespace unroll::metrics {

/// How clips are cut from whatever is given.
struct ClipCut {
  int64_t frames = 16;    ///< of a clip
  int64_t size = 64;      ///< height = width; the centred square, area-averaged or grown
  double frameRate = 25;  ///< videos are brought to it; arrays are taken as they are
  int64_t hop = 0;        ///< frames from one clip to the next of a file; 0: as many as a clip has
  int64_t maxClips = 2048;  ///< in all; each file gives at most its even share, from its beginning
  std::string workerProgram = "";  ///< decodes videos in a process of its own; empty: in this one
};

/// Where a clip came from.
struct ClipOrigin {
  std::string file;
  std::string className;  ///< the first folder below the path given; else the path's own name
  int64_t start = 0;      ///< frame, at the cut's rate
};

/// What was read.
struct ClipReport {
  int64_t files = 0;  ///< that gave clips
  int64_t clips = 0;
  std::vector<std::string> rejected;  ///< one sentence a file
};

/// Gets one clip at a time: uint8 (frames, size, size, 3).
using TakeClip = std::function<Result<void>(const torch::Tensor& clip, const ClipOrigin& origin)>;
/// Hears of files done.
using FileProgress = std::function<void(int64_t done, int64_t total)>;

/// Cuts clips out of a video or .npy file, or of all files below a folder, in order of path.
/// Arrays are uint8 (T, H, W, 3) or (N, T, H, W, 3). Files that cannot be used are reported and
/// passed over.
/// Errors:  NotFound (no such path), Refused (no clip at all, saying why), Cancelled, what `take`
///          returned.
/// Threads: blocks; `take` is called on the calling thread.
Result<ClipReport> readClips(const std::filesystem::path& path, const ClipCut& cut,
                             const TakeClip& take, const FileProgress& progress = {},
                             const std::stop_token& stop = {});

/// What readClips would find below `path`: the hash of each file's contents, by its name.
/// Errors: as readClips; Unreadable.
Result<std::vector<std::pair<std::string, std::string>>> clipContents(
    const std::filesystem::path& path, const std::stop_token& stop = {});

/// The shorter side of the first picture below `path`, or an error as readClips.
Result<int64_t> firstPictureSize(const std::filesystem::path& path);

/// Windows of a project's clips, every `stride`-th stored frame, without overlap, of one split or
/// (empty) both; evenly from all clips. Errors: Refused when no clip is long enough.
struct StoreCut {
  int64_t frames = 12;
  int64_t stride = 1;
  int64_t size = 32;
  int64_t maxClips = 2048;
  std::vector<data::Split> splits = {data::Split::Train, data::Split::Held};
};
Result<ClipReport> readStoreClips(const data::ClipStore& store, const StoreCut& cut,
                                  const TakeClip& take, const std::stop_token& stop = {});

}  // namespace unroll::metrics
