#pragma once

#include <stop_token>

#include "base/error.h"
#include "train/train_request.h"

namespace unroll::train {

/// Trains one run of a project as `request` says: plan, then stage after stage until its steps are
/// done, writing events, previews and checkpoints. `stop` ends it after the step under way with a
/// checkpoint. Blocks.
///
/// Errors:  Usage (settings, names, stage), NotFound (project, run, step, no data yet), Refused
/// (run trained already,
///          settings of a trained stage changed, no exact resume, loss or weights no longer finite:
///          the last good checkpoint stays), OutOfMemory (naming a batch size that would fit),
///          Device, Disk, Corrupt.
/// Threads: trains on the calling thread; one call at a time in a process.
Result<TrainSummary> trainRun(const TrainRequest& request, TrainObserver& observer,
                              std::stop_token stop);

}  // namespace unroll::train
