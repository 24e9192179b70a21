#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/embedding.h>

#include "nn/blocks.h"
#include "nn/conv_gru.h"
#include "nn/temporal_unit.h"

namespace unroll::models {

enum class TemporalKind { ConvGru, SeparableConv3d };

/// How the skip connections above a later stage's input size see frames between those of the stage below.
enum class TimeInterpolation {
  Nearest,  ///< each frame repeated, as in the reference
  Linear,   ///< each going over into the next: motion at every frame; looks one frame ahead
};

/// What a generator is; equal specs have equal tables of weights.
struct GeneratorSpec {
  int64_t size = 32;          ///< output height = width: 8, 16, 32, 64, 128, 256
  int64_t ch = 16;            ///< width multiplier
  int64_t classes = 1;        ///< 1: unconditional
  int64_t latent = 120;       ///< width of z, and of e(y)
  TemporalKind temporal = TemporalKind::ConvGru;
  int64_t inputSize = 0;      ///< size of the conditioning clip; 0 for stage 1
  int64_t temporalStride = 1; ///< output frames per conditioning frame
  TimeInterpolation timeInterpolation = TimeInterpolation::Nearest;  ///< Linear: not with a ConvGru
  nn::InitialState initialState = nn::InitialState::Zero;
};

/// The recurrent state of a generator between two chunks of one video; empty at its start.
struct GeneratorState {
  std::vector<torch::Tensor> units;  ///< (N, C, H, W) for each level
};

/// c = [z; e(y)].
class ConditionEmbedding : public torch::nn::Module {
 public:
  ConditionEmbedding(int64_t classes, int64_t width);
  torch::Tensor forward(const torch::Tensor& z, const torch::Tensor& label);
  torch::nn::Embedding table{nullptr};
};

/// Stage 1: z, label -> clip. Later stages: z, label and the clip of the stage below -> clip.
///
/// A later stage works at the frame rate of the stage below up to its resolution and at its own above
/// it, and sees the conditioning clip, resized, in front of each temporal unit and of the last
/// convolution (the skip connections).
///
/// Paper:   stage 1 as DVD-GAN, arXiv:1907.06571; later stages as SSW-GAN / CVG, arXiv:2206.00735.
/// We differ: frames are kept time-major and channels-last, and what repeats over time is computed once.
/// Shapes:  z (N, latent), label (N) int64, low (N, 3, t, h, h) -> (N, 3, T, size, size) in [-1, 1];
///          T = `frames` for stage 1, t * temporalStride for later stages.
/// Threads: owned by one thread at a time.
class Generator : public torch::nn::Module {
 public:
  explicit Generator(GeneratorSpec spec);

  /// One clip from its first frame. `low` is undefined for stage 1, `frames` unused for later stages.
  torch::Tensor forward(const torch::Tensor& z, const torch::Tensor& label, int64_t frames,
                        const torch::Tensor& low = {});

  /// The same, going on from `state` and leaving there where it ended (recurrent units only).
  torch::Tensor forward(const torch::Tensor& z, const torch::Tensor& label, int64_t frames,
                        const torch::Tensor& low, GeneratorState& state);

  /// Input frames that an output frame depends on, on each side: the overlap that chunks need so that they
  /// equal one pass. In frames of the conditioning clip for later stages, of the output for stage 1;
  /// 0 for recurrent generators, whose state is carried instead.
  int64_t contextFrames() const;

  const GeneratorSpec& spec() const { return spec_; }

  std::shared_ptr<ConditionEmbedding> embedding;
  std::shared_ptr<nn::SnLinear> seed;
  torch::nn::ModuleList units, first, second;
  torch::nn::BatchNorm2d out_norm{nullptr};
  std::shared_ptr<nn::SnConv> out_conv;

 private:
  GeneratorSpec spec_;
};

/// Frames of stage 1 beyond the last shown one that the later stages' convolutions reach: a video made
/// with them and cut has no softer end. 0 for a single stage.
int64_t tailFrames(const std::vector<std::shared_ptr<Generator>>& stages);

}  // namespace unroll::models
