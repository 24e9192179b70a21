#include "engine/train_run.h"

#include "engine/device.h"
#include "engine/trainer_control.h"
#include "train/run_trainer.h"

namespace unroll::engine {

Result<TrainSummary> trainRun(const TrainRequest& request, TrainObserver& observer,
                              std::stop_token stop) {
  flushDenormals();
  TrainRequest settled = request;
  UNROLL_TRY_ASSIGN(device, chooseDevice(request.device));
  settled.device = device;
  TrainerControl control(observer, std::move(stop));
  return train::trainRun(settled, control, control.stopToken());
}

}  // namespace unroll::engine
