#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/cascade.h"

namespace unroll::engine {

/// The videos one stream makes together: their noise for each stage, and their classes.
struct StreamInput {
  std::vector<torch::Tensor> z;  ///< (N, latent) for each stage
  torch::Tensor label;           ///< (N) int64
};

/// Noise and classes of the videos with seeds first .. first+count-1. Each video's depend on its own
/// seed alone, so a batch equals the same videos one by one.
StreamInput drawInput(const Cascade& cascade, uint64_t firstSeed, int64_t count, std::optional<int64_t> label,
                      double truncation);

/// Frames of one stretch of time, for each stage: (N, 3, t, H, W) in [-1, 1] on the CPU; the stages' t are in
/// the ratio of their frame rates (the last chunk: rounded up).
struct StreamChunk {
  std::vector<torch::Tensor> stages;
  int64_t firstFrame = 0;  ///< of the last stage
};

/// Unrolls a cascade in chunks of equal length that join to what one pass over the whole video gives: a
/// recurrent stage carries its state on, a convolutional one sees as many frames around a chunk as its
/// convolutions reach. Frames before the first and after the last shown one (burn-in and tail) are made where a
/// stage's convolutions reach them, so a video's ends are as sharp as its middle. Memory does not grow with
/// the length.
///
/// Threads: owned by one thread.
class CascadeStream {
 public:
  /// `frames` of the last stage in all; `chunk` frames of it at a time (rounded up to whole frames of stage 1).
  CascadeStream(Cascade& cascade, StreamInput input, int64_t frames, int64_t chunk = 16);

  /// The next chunk; empty at the end.
  std::optional<StreamChunk> next();

 private:
  struct Stage {
    models::GeneratorState state;
    int64_t shown = 0;       ///< number of the first shown frame: those of the burn-in come before
    int64_t total = 0;       ///< frames in all: burn-in, shown, and the tail that is made and dropped
    int64_t stride = 1;      ///< frames per frame of the stage below
    int64_t context = 0;     ///< frames of the stage below (stage 1: own) needed on each side
    bool recurrent = false;
    int64_t first = 0;       ///< number of the first frame in `kept`
    torch::Tensor kept;      ///< frames made and still needed

    int64_t end() const { return kept.defined() ? first + kept.size(2) : first; }
    torch::Tensor slice(int64_t from, int64_t to) const { return kept.slice(2, from - first, to - first); }
  };

  /// Frames of the last stage for each frame of stage `index`.
  int64_t slowness(size_t index) const;
  void make(size_t index, int64_t upTo);
  torch::Tensor makeFirst(int64_t from, int64_t to);
  torch::Tensor makeLater(size_t index, int64_t from, int64_t to);
  void forget();

  Cascade& cascade_;
  StreamInput input_;
  std::vector<Stage> stages_;
  int64_t frames_, chunk_, next_ = 0;
};

}  // namespace unroll::engine
