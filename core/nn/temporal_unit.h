#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

namespace unroll::nn {

/// What passes information between frames at one level of a generator: a ConvGRU (in order, with a
/// state that can be carried on) or a separable 3-D convolution (all frames at once).
class TemporalUnit : public torch::nn::Module {
 public:
  /// Input of one level, time-major and channels-last. `features` has one frame a clip (N, C, H, W)
  /// when it does not change over time (`constant`), else T frames; `low` (T*N, 3, H, W) or undefined is the
  /// resized conditioning clip. Both are shown `repeat` times in time after what depends on space alone.
  struct Input {
    torch::Tensor features;
    torch::Tensor low;
    int64_t clips = 1;
    int64_t frames = 1;  ///< T before repeating
    int64_t repeat = 1;
    bool constant = false;
  };

  /// -> (T*repeat*N, C, H, W). `state` (N, C, H, W) or undefined is where the last call ended; it is
  /// replaced by where this one ends (left undefined by units without one).
  virtual torch::Tensor forward(const Input& input, torch::Tensor& state) = 0;

  /// Frames that a frame's value depends on, on each side (0 for a unit with a state).
  virtual int64_t reach() const = 0;
};

/// `frames` of a constant input are one.
inline int64_t storedFrames(const TemporalUnit::Input& input) { return input.constant ? 1 : input.frames; }

}  // namespace unroll::nn
