#include "ui/model/run_state.h"

#include "ui/model/run_model.h"

namespace unroll::ui {

using protocol::RunState;

bool isAtWork(RunState state) {
  return state != RunState::Idle && state != RunState::Finished && state != RunState::Failed;
}

QString runStateText(RunState state) {
  switch (state) {
    case RunState::Idle:
      return RunModel::tr("Idle");
    case RunState::Preparing:
      return RunModel::tr("Preparing");
    case RunState::Running:
      return RunModel::tr("Running");
    case RunState::Pausing:
      return RunModel::tr("Pausing");
    case RunState::Paused:
      return RunModel::tr("Paused");
    case RunState::PausedFreed:
      return RunModel::tr("Paused (memory free)");
    case RunState::Saving:
      return RunModel::tr("Saving");
    case RunState::Stopping:
      return RunModel::tr("Stopping");
    case RunState::Finished:
      return RunModel::tr("Finished");
    case RunState::Failed:
      return RunModel::tr("Failed");
  }
  return {};
}

}  // namespace unroll::ui
