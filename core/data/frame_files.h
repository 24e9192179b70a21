#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "base/file_system.h"
#include "data/store_index.h"

namespace unroll::data {

/// Where a finished clip went: see IndexedClip.
struct ClipPlace {
  std::string file;
  int64_t offset = 0;
};

/// Takes the frames of one clip. Dropped without finish(), it leaves nothing behind. One thread.
class ClipSink {
 public:
  virtual ~ClipSink() = default;
  virtual Result<void> append(std::span<const uint8_t> frame) = 0;
  virtual Result<ClipPlace> finish() = 0;
};

/// The frame files of a store that is being written: the part in which raw and encoded stores
/// differ. Any thread; sinks must not outlive it.
class FrameFiles {
 public:
  virtual ~FrameFiles() = default;
  virtual Result<std::unique_ptr<ClipSink>> begin() = 0;
  /// Makes all finished clips last through a power loss. After a failure never called again.
  virtual Result<void> sync() = 0;
};

/// Opens frames-*.bin in `dataFolder` and drops what `index` does not know: tails and whole files
/// left by an interrupted import. A file that has clips takes no more than `maxFileBytes`.
/// Errors: Corrupt when a file is shorter than the index says; Disk.
Result<std::unique_ptr<FrameFiles>> openRawFiles(Vfs& vfs, const std::string& dataFolder,
                                                 const StoreIndex& index,
                                                 int64_t maxFileBytes = int64_t{1} << 30);

/// The same for clips/*.mkv, which the codec writes by itself. Errors: Unsupported in a build
/// without media.
Result<std::unique_ptr<FrameFiles>> openEncodedFiles(const std::string& dataFolder,
                                                     const StoreIndex& index);

/// Opens a raw store for reading. Errors: Corrupt when a file is missing or too short.
Result<std::shared_ptr<const ClipStore>> openRawStore(const std::string& dataFolder,
                                                      StoreIndex index);

/// Opens an encoded store for reading. Errors: Corrupt, Unsupported in a build without media.
Result<std::shared_ptr<const ClipStore>> openEncodedStore(const std::string& dataFolder,
                                                          StoreIndex index);

/// A store of built-in scenes.
std::shared_ptr<const ClipStore> openSyntheticStore(const SyntheticOptions& options);

/// Internal (a caller's bug) unless the request lies inside its clip and `outBytes` fits it.
Result<void> checkRequest(const ClipStore& store, const WindowRequest& request, size_t outBytes);

}  // namespace unroll::data
