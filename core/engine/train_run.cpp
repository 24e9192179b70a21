#include "engine/train_run.h"

#include "engine/device.h"
#include "train/run_trainer.h"

namespace unroll::engine {

Result<TrainSummary> trainRun(const TrainRequest& request, TrainObserver& observer,
                              std::stop_token stop) {
  flushDenormals();
  TrainRequest settled = request;
  UNROLL_TRY_ASSIGN(device, chooseDevice(request.device));
  settled.device = device;
  return train::trainRun(settled, observer, std::move(stop));
}

}  // namespace unroll::engine
