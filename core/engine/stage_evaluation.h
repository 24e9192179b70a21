#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "data/clip_store.h"
#include "engine/evaluate_run.h"
#include "engine/unroll_session.h"
#include "metrics/clip_measures.h"
#include "metrics/clip_source.h"

namespace unroll::engine {

/// What the real clips of one stage come to; gathered once, used for every checkpoint.
struct RealStage {
  std::unique_ptr<metrics::ClipMeasures> moving, still;
  std::vector<metrics::ClipOrigin> origins;
  int64_t frames = 0, size = 0;
};

/// Windows of the data as stage `index` is trained on: its size, rate and frames.
/// Errors: as readStoreClips.
Result<RealStage> readRealStage(const data::ClipStore& store, const Recipe& recipe, size_t index,
                                const EvaluateRequest& request, metrics::LoadedFeatures* features,
                                const std::stop_token& stop);

/// Samples the last stage of `session` and compares it with the real clips and with the stage
/// below. Errors: as compareSets; Cancelled.
Result<StageEvaluation> evaluateStage(UnrollSession& session, const RealStage& real,
                                      const EvaluateRequest& request,
                                      metrics::LoadedFeatures* features,
                                      const FrameProgress& progress, const std::stop_token& stop);

}  // namespace unroll::engine
