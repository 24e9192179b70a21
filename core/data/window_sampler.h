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
  int64_t frames = 12;   ///< frames per window
  int64_t stride = 1;    ///< store frames between two of them
  int64_t size = 32;     ///< pictures are area-averaged to this
  double flip = 0.0;     ///< probability that a window is mirrored left to right
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

/// Draws batches of windows. Batch `i` is a pure function of (seed, i): a permutation of the clips
/// for each epoch, a random start in each clip. So the only state of a resumed run is a number.
class WindowSampler {
 public:
  /// Errors: Refused when no clip of the split is long enough, saying how many frames are needed.
  static Result<WindowSampler> create(std::shared_ptr<const ClipStore> store, WindowSpec spec);

  /// Any thread.
  Result<Batch> batch(int64_t index) const;

  const WindowSpec& spec() const { return spec_; }
  int64_t usableClips() const { return static_cast<int64_t>(usable_.size()); }

 private:
  WindowSampler(std::shared_ptr<const ClipStore> store, WindowSpec spec, std::vector<int64_t> usable);

  std::shared_ptr<const ClipStore> store_;
  WindowSpec spec_;
  std::vector<int64_t> usable_;  ///< clips long enough
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
  Result<Batch> next();

  double secondsWaited() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace unroll::data
