#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Generator.h>
#include <torch/types.h>

namespace unroll::train {

struct AugmentOptions {
  double translation = 0;  ///< largest shift as a share of the size, 0..0.5
  double cutout = 0;       ///< side of the removed square as a share of the size, 0..0.5
  double color = 0;  ///< strength, 0..1: brightness +-c/2, saturation 1 +- c, contrast 1 +- c/2

  bool any() const { return translation > 0 || cutout > 0 || color > 0; }
};

/// What happens to each clip of a batch, before anything is done: shifts and squares are counted in
/// cells of a grid `cells` x `cells`, the coarsest picture they are applied to, so that a clip and
/// its coarse version stay aligned exactly. Empty vectors: nothing of that kind.
struct AugmentPlan {
  int64_t cells = 0;
  struct Cell {
    int64_t x = 0, y = 0;
  };
  std::vector<Cell> shift;
  std::vector<Cell> hole;  ///< upper left corner, may lie outside
  int64_t holeCells = 0;
  torch::Tensor brightness, saturation, contrast;  ///< (N) float32 on the CPU

  bool empty() const { return shift.empty() && hole.empty() && !brightness.defined(); }
};

/// Draws a plan for `clips` clips.
AugmentPlan drawAugmentation(at::Generator& generator, const AugmentOptions& options, int64_t clips,
                             int64_t cells);

/// The same change for all frames of a clip and all `views` of it (the clip itself, its coarse
/// versions), differentiable. Where a shift leaves nothing, and in the hole, pictures are grey (0).
///
/// Paper:   DiffAugment, Zhao et al. 2020, arXiv:2006.10738. We differ: one draw for all frames and
/// both
///          halves of a pair; contrast turns about the mean of the first (finest) view in all of
///          them.
/// Shapes:  views (N, 3, T, H, W), each H a multiple of `cells`; undefined views are left alone.
std::vector<torch::Tensor> augment(const AugmentPlan& plan, std::vector<torch::Tensor> views);

}  // namespace unroll::train
