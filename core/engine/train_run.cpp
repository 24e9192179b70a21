#include "engine/train_run.h"

#include "train/run_trainer.h"

namespace unroll::engine {

Result<TrainSummary> trainRun(const TrainRequest& request, TrainObserver& observer,
                              std::stop_token stop) {
  return train::trainRun(request, observer, std::move(stop));
}

}  // namespace unroll::engine
