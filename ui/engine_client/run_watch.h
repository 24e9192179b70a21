#pragma once

#include <QString>
#include <optional>

#include "ui/engine_client/messages.h"

namespace unroll::ui {

/// What a run's folder says about its trainer at one moment.
struct RunLook {
  bool exists = false;             ///< run.json is there
  bool held = false;               ///< a process holds the run's lock
  qint64 pid = 0;                  ///< that process; 0: unknown
  QString socket;                  ///< where it listens; "": it does not, or not yet
  RunState last = RunState::Idle;  ///< by the last state, failed or resumed event
  double lastTime = 0;             ///< of that event, Unix seconds
  std::optional<protocol::CheckpointSaved> checkpoint;  ///< the last one in the log's end
  std::optional<Failure> failure;                       ///< when the last training ended in one
  bool startedAlive = false;                            ///< the process that was asked about lives
  QString lastWords;  ///< the end of trainer.log when it does not: one sentence
};

/// Looks. `startedPid` 0: nobody was started. Any thread; reads files.
RunLook lookAtRun(const QString& runFolder, qint64 startedPid);

/// Whether the process is there and no zombie.
bool processAlive(qint64 pid);

}  // namespace unroll::ui
