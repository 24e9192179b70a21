#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace unroll::data {

enum class Split { Train, Held };

/// How the frames of a store are kept: memory-mapped uint8, short-GOP H.264, or rendered on demand.
enum class StoreKind { Raw, Encoded, Synthetic };

/// One run of consecutive frames from one source video.
struct ClipInfo {
  std::string source;    ///< where it came from, as the user would name it
  std::string sourceId;  ///< content hash of the source; the split is made by it, never by window
  int64_t label = 0;     ///< index into ClipStore::classes()
  int64_t frames = 0;    ///< at the store's frame rate
  Split split = Split::Train;
};

/// Frames to read: `frames` pictures of clip `clip`, the first at `start`, `stride` store frames
/// apart, area-averaged to size x size (a divisor of the store's size).
struct WindowRequest {
  int64_t clip = 0;
  int64_t start = 0;
  int64_t frames = 12;
  int64_t stride = 1;
  int64_t size = 32;
};

/// A set of clips of one size and frame rate. Reading is const and safe from many threads.
class ClipStore {
 public:
  virtual ~ClipStore() = default;

  virtual int64_t size() const = 0;                             ///< height = width of stored frames
  virtual double frameRate() const = 0;                         ///< frames per second
  virtual const std::vector<std::string>& classes() const = 0;  ///< at least one
  virtual const std::vector<ClipInfo>& clips() const = 0;

  /// Writes the window as uint8 RGB (T, H, W, 3) to `out`, which holds exactly that many bytes.
  /// Errors: Unreadable or Corrupt, naming the file. A request outside the clip is a caller's bug.
  virtual Result<void> read(const WindowRequest& request, std::span<uint8_t> out) const = 0;
};

/// Opens the store that PROJECT/data/clips.json describes (raw, encoded or synthetic).
/// Errors: NotFound when nothing was imported yet, Corrupt, Unsupported (encoded without media).
Result<std::shared_ptr<const ClipStore>> openClipStore(const std::string& dataFolder);

}  // namespace unroll::data
