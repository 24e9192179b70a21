#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unroll {

/// One stage of a cascade and how it is trained. Stage 1 makes clips from noise; a later stage
/// refines the clip of the stage below. Channel counts, windows and batches are this program's own:
/// the papers' are not known to us. The authoritative list of keys, ranges and help texts is the
/// table in recipe_schema.cpp, which this struct's JSON form is made from.
struct StageRecipe {
  // What it is.
  int64_t size = 32;           ///< output height = width, one of 8, 16, 32, 64, 128, 256
  int64_t temporalStride = 1;  ///< output frames per frame of the stage below, 1..16; 1 for stage 1
  std::string timeInterpolation = "nearest";  ///< stages > 1: or linear, for the frames below
  int64_t frames = 12;         ///< frames of a training window at this stage's own rate
  int64_t channels = 16;       ///< generator width multiplier `ch`
  int64_t criticChannels = 16;        ///< critics' width multiplier `ch`
  std::string temporal = "conv_gru";  ///< or separable_conv3d
  bool learntInitialState = false;    ///< ConvGRU only: h_0 is a parameter, not zero
  int64_t burnIn = 0;  ///< frames made before the first shown one (training and sampling)
  int64_t lateStart = 0;  ///< ConvGRU stage 1: training windows begin 0 to this many frames later
  bool spatialCritic = true;
  bool temporalCritic = true;
  bool temporalPool = true;                ///< the temporal critic sees half the height and width
  double motionGain = 0;  ///< the temporal critic also sees frame differences times this; 0 = not
  bool matchingCritic = false;             ///< stages > 1
  std::string conditioning = "mixed:0.5";  ///< stages > 1: real, generated or mixed:P (P generated)

  // How it learns.
  int64_t steps = 1000;       ///< generator steps
  int64_t batch = 8;          ///< clips per forward pass
  int64_t accumulation = 1;   ///< forward passes per optimiser step
  int64_t criticSteps = 2;    ///< critic steps per generator step
  int64_t spatialFrames = 8;  ///< k frames of each clip shown to the spatial critic
  double generatorRate = 1e-4;
  double criticRate = 5e-4;
  double beta1 = 0.0;
  double beta2 = 0.999;
  double adamEpsilon = 1e-6;
  double varietyWeight = 0;  ///< stage 1: loss when clips of a class are more alike than real ones
  double emaDecay = 0.9999;           ///< averaged generator; warmed up as min(decay, (1+n)/(10+n))
  std::string precision = "float32";  ///< or bfloat16 (CUDA autocast)

  // Augmentation, the same for all frames of a clip and both halves of a pair, real and fake alike.
  double flip = 0.0;         ///< probability of a mirrored window in the data, 0..1
  double translation = 0.0;  ///< largest shift as a share of the size, 0..0.5
  double cutout = 0.0;       ///< side of the removed square as a share of the size, 0..0.5
  double color = 0.0;        ///< strength of brightness, saturation, contrast, 0..1

  bool operator==(const StageRecipe&) const = default;
};

/// The whole cascade and its training, one versioned file (recipe.json).
struct Recipe {
  int64_t version = 1;
  std::string name;
  std::string summary;            ///< one sentence
  std::string reproduces;         ///< which figure or baseline it stands for
  int64_t classes = 0;            ///< 0: as many as the data has; 1: unconditional
  int64_t latent = 120;           ///< width of z and of e(y)
  double frameRate = 25;          ///< frames per second of the last stage and of the data
  int64_t seed = 1;               ///< gives every stream of random numbers
  int64_t previewEvery = 100;     ///< steps between previews, 0 = never
  int64_t checkpointEvery = 500;  ///< steps between checkpoints, 0 = only by time and at the end
  double checkpointMinutes = 10;  ///< and at least this often, 0 = only by steps
  int64_t evaluateEvery = 0;      ///< steps between measures, 0 = never
  std::string bestBy = "fd_small";  ///< measure made while training whose best checkpoint is kept
  int64_t logEvery = 10;          ///< steps between scalar events
  int64_t keepLast = 3;           ///< checkpoints kept besides best, starred and aged ones
  int64_t standingBatches =
      16;                 ///< batches that re-estimate batch-norm statistics for the EMA weights
  double truncation = 0;  ///< default of sampling: |z| components beyond it are redrawn; 0 = none
  std::vector<StageRecipe> stages;

  /// Data frames per frame of stage `index` (from 0): the product of the strides of later stages.
  int64_t dataStride(size_t index) const {
    int64_t stride = 1;
    for (size_t later = index + 1; later < stages.size(); ++later)
      stride *= stages[later].temporalStride;
    return stride;
  }

  bool operator==(const Recipe&) const = default;
};

}  // namespace unroll
