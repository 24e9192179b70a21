#pragma once

#include <cstdint>
#include <functional>

#include "base/error.h"
#include "models/generator.h"

namespace unroll::train {

/// One batch for a generator: noise, labels, and the conditioning window of a later stage.
struct GeneratorBatch {
  torch::Tensor z, label, low;
  int64_t frames = 0;  ///< stage 1, burn-in included
  int64_t piece = 0;   ///< recurrent stage 1: frames made at a time, as in training; 0: all
};

/// Re-estimates the batch-norm statistics of `generator` as the mean over `batches` batches in
/// train mode and leaves it in eval mode, so that afterwards a batch of one equals a batch of many.
/// `draw(i)` gives batch i; nothing else is drawn and no weight changes. Errors: the first of
/// `draw`.
///
/// Paper:   standing statistics of BigGAN, arXiv:1809.11096, section 3.
Result<void> estimateStandingStatistics(models::Generator& generator, int64_t batches,
                                        const std::function<Result<GeneratorBatch>(int64_t)>& draw);

}  // namespace unroll::train
