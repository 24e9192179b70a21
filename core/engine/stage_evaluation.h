#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "data/clip_store.h"
#include "engine/evaluate_run.h"
#include "engine/unroll_session.h"
#include "metrics/real_sets.h"

namespace unroll::engine {

/// How different the clips of a set are from each other, and from the nearest real clip of another
/// video.
struct SetVariety {
  metrics::Spread pair, nearest;
};

/// How well clips that are made for comparison keep to the stage below.
struct SetGrounding {
  metrics::Spread psnr, ssim;
};

/// What the real clips of one stage come to by themselves; gathered once, used for every
/// checkpoint.
struct RealStage {
  metrics::RealSet set;
  int64_t frames = 0, size = 0;
  std::optional<metrics::ClipMeasures> noise;      ///< as many as a draw takes
  metrics::RealNumbers numbers;                    ///< floors and ceilings
  std::optional<SetVariety> moving, still, noisy;  ///< of real clips, their stills and noise
  std::optional<SetGrounding> grounded;            ///< of real clips, with grounding
};

/// Windows of the data as stage `index` is trained on: its size, rate and frames.
/// Errors: as realStoreSet.
Result<RealStage> readRealStage(const data::ClipStore& store,
                                const std::filesystem::path& dataFolder, const Recipe& recipe,
                                size_t index, const EvaluateRequest& request,
                                metrics::LoadedFeatures* features, metrics::StatisticsCache& cache,
                                const std::stop_token& stop);

/// Samples the last stage of `session` and compares it with the real clips and with the stage
/// below. Errors: as compareSets; Cancelled.
Result<StageEvaluation> evaluateStage(UnrollSession& session, RealStage& real,
                                      const EvaluateRequest& request,
                                      metrics::LoadedFeatures* features,
                                      const FrameProgress& progress, const std::stop_token& stop);

}  // namespace unroll::engine
