#pragma once

#include <stop_token>

#include "base/error.h"
#include "train/train_request.h"

namespace unroll::engine {

using train::StageSummary;
using train::TrainObserver;
using train::TrainProgress;
using train::TrainRequest;
using train::TrainSummary;
using train::TrainWish;

/// Trains one run of a project: one stage, all in order, or all jointly; meanwhile it can be
/// followed and steered over the run's control socket (see TrainerControl). `stop` ends it after the
/// step under way with a checkpoint; the summary then says `interrupted`. Blocks until done.
///
/// Errors:  Usage (settings, names, stage), NotFound (project, run, step), Refused (run exists, data
///          too short, not resumable bit for bit, networks that do not fit, loss no longer finite),
///          OutOfMemory (naming a batch size that would fit), Device, Disk (training stopped at the
///          last checkpoint), Corrupt.
/// Threads: trains on the calling thread; one call at a time in a process.
Result<TrainSummary> trainRun(const TrainRequest& request, TrainObserver& observer,
                              std::stop_token stop);

}  // namespace unroll::engine
