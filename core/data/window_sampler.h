#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/clip_store.h"

namespace unroll::data {

/// What one training step of a stage reads.
struct WindowSpec {
  int64_t batch = 8;
  int64_t frames = 12;  ///< frames per window
  int64_t stride = 1;   ///< store frames between two of them
  int64_t size = 32;    ///< pictures are area-averaged to this
  double flip = 0.0;    ///< probability that a window is mirrored left to right
  Split split = Split::Train;
  uint64_t seed = 0;
};

/// One batch: uint8 RGB (N, T, H, W, 3) and a label for each clip.
struct Batch {
  int64_t index = 0;
  int64_t frames = 0;
  int64_t size = 0;
  std::vector<uint8_t> pixels;
  std::vector<int64_t> labels;
};

/// How often an epoch visits a clip of `frames` frames with windows that reach over `span` frames:
/// 4 sqrt(frames / span) times, rounded; 0 when the clip is too short. In proportion to its length
/// one long video would be all that a small set shows; visited as often as the others, hardly seen.
int64_t windowSlots(int64_t frames, int64_t span);

/// Draws batches of windows. Batch `i` is a pure function of (seed, i), so the only state of a
/// resumed run is a number.
///
///   epoch: a permutation of slots; clip c has windowSlots(frames(c), span) of them, span =
///          (frames - 1) stride + 1
///   slot:  a window of its clip with a uniformly drawn start, mirrored with probability `flip`
class WindowSampler {
 public:
  /// Errors: Refused when no clip of the split is long enough, saying how many frames are needed.
  static Result<WindowSampler> create(std::shared_ptr<const ClipStore> store, WindowSpec spec);

  /// Any thread.
  Result<Batch> batch(int64_t index) const;

  const WindowSpec& spec() const { return spec_; }
  int64_t usableClips() const { return static_cast<int64_t>(usable_.size()); }
  int64_t windowsPerEpoch() const { return slotEnds_.back(); }

  /// The window that is drawn as number `draw` (batch i holds draws i N .. i N + N - 1), and
  /// whether it is mirrored. Any thread.
  struct Draw {
    WindowRequest window;
    bool mirrored = false;
  };
  Draw draw(int64_t number) const;

 private:
  WindowSampler(std::shared_ptr<const ClipStore> store, WindowSpec spec,
                std::vector<int64_t> usable, std::vector<int64_t> slotEnds);

  std::shared_ptr<const ClipStore> store_;
  WindowSpec spec_;
  std::vector<int64_t> usable_;    ///< clips long enough
  std::vector<int64_t> slotEnds_;  ///< for each of them, the first slot of an epoch after its own
};

/// Reads batches ahead on threads of its own and hands them out in order of index, whatever the
/// number of threads. Waiting time is counted, so a benchmark can tell the share spent waiting.
class WindowLoader {
 public:
  WindowLoader(WindowSampler sampler, int64_t firstIndex, int threads = 2, int ahead = 4);
  ~WindowLoader();
  WindowLoader(const WindowLoader&) = delete;
  WindowLoader& operator=(const WindowLoader&) = delete;

  /// The next batch in order; blocks until it is there. One consumer thread.
  /// Errors: those of reading, in the place of the batch concerned; Cancelled after close().
  Result<Batch> next();

  /// Ends reading ahead and wakes a waiting next(). Any thread, any number of times.
  void close();

  double secondsWaited() const;  ///< in next(), in all. Any thread.

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What a store offers to windows of `frames` frames, `stride` store frames apart.
struct WindowSummary {
  struct Part {
    std::string name;  ///< of the class
    int64_t clips = 0;
    int64_t usable = 0;   ///< clips long enough
    int64_t held = 0;     ///< clips kept out of training
    int64_t frames = 0;   ///< of all clips
    int64_t windows = 0;  ///< different starts, in training clips that are long enough
    int64_t heldWindows = 0;
  };
  int64_t span = 0;  ///< store frames that a window reaches over
  Part all;          ///< name is empty
  std::vector<Part> classes;
};

/// Counts clips and windows, over all and class by class. Any thread.
WindowSummary describeWindows(const ClipStore& store, int64_t frames, int64_t stride);

}  // namespace unroll::data
