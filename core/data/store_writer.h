#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "data/clip_store.h"

namespace unroll::data {

/// What a store is made with; fixed for its life.
struct StoreSettings {
  StoreKind kind = StoreKind::Raw;  ///< Raw or Encoded (a synthetic store has no writer)
  int64_t size = 64;                ///< height = width, 8..1024
  double frameRate = 25;            ///< frames per second, 0.1..1000
};

/// What the import has to say about one source: rejected with a reason, or accepted with a remark.
struct SourceReport {
  std::string source;
  std::string sourceId;  ///< may be empty when the source could not be read at all
  bool accepted = false;
  std::string message;  ///< one sentence

  bool operator==(const SourceReport&) const = default;
};

/// Which half of the data a source belongs to: a fixed pure function of its content hash.
///
///   held when hash(sourceId) / 2^64 < heldShare
Split splitOf(std::string_view sourceId, double heldShare);

/// Adds clips to the store in a data folder. Nothing is visible to readers before commit(), which
/// replaces clips.json atomically; an interruption loses at most what was added since the last one.
///
/// Threads: any thread, several clips may be open at the same time. One writer (process) a folder.
class StoreWriter {
 public:
  /// One clip being written. Abandoned unless end() was called. One thread at a time.
  class OpenClip {
   public:
    virtual ~OpenClip() = default;

    /// One more frame, uint8 RGB (size, size, 3). Errors: Disk.
    virtual Result<void> append(std::span<const uint8_t> frame) = 0;

    virtual int64_t frames() const = 0;  ///< appended so far

    /// Hands the clip to the writer; the next commit() makes it visible. A clip without frames is
    /// Refused. Call once. Errors: Disk.
    virtual Result<void> end() = 0;
  };

  /// Opens the store in `dataFolder` to add to it, or makes a new one (and the folder).
  /// Errors: Refused when a store of another kind, size or rate is there, or another process
  /// writes to it; Unsupported for Encoded in a build without media; Corrupt; Disk.
  static Result<std::unique_ptr<StoreWriter>> open(const std::string& dataFolder,
                                                   const StoreSettings& settings,
                                                   Vfs& vfs = realVfs());
  virtual ~StoreWriter() = default;

  virtual const StoreSettings& settings() const = 0;
  virtual int64_t frameBytes() const = 0;  ///< size * size * 3

  /// True when a clip of this source was ended (committed or not), or it was reported rejected.
  virtual bool containsSource(std::string_view sourceId) const = 0;

  /// The index of the class `name`, which is added when new.
  virtual int64_t classIndex(std::string_view name) = 0;

  /// Starts a clip. `info.frames` is ignored: appended frames are counted. The handle must not
  /// outlive the writer.
  virtual Result<std::unique_ptr<OpenClip>> beginClip(const ClipInfo& info) = 0;

  /// A whole clip at once: pixels uint8 RGB (T, size, size, 3), a whole number of frames.
  Result<void> addClip(const ClipInfo& info, std::span<const uint8_t> pixels);

  /// Keeps a remark; an earlier one about the same source and id is replaced.
  virtual void report(SourceReport report) = 0;
  virtual std::vector<SourceReport> reports() const = 0;

  /// Syncs the frames, then replaces clips.json (temporary file, fsync, rename, fsync of the
  /// folder). With several clips a source, call it between sources. Errors: Disk.
  virtual Result<void> commit() = 0;

  virtual int64_t clipCount() const = 0;  ///< ended, committed or not
};

/// The remarks kept in the store of `dataFolder` (see SourceReport), for `unroll data`.
Result<std::vector<SourceReport>> readReports(const std::string& dataFolder);

}  // namespace unroll::data
