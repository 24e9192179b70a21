#pragma once

#include <QString>

#include "ui/engine_client/messages.h"

namespace unroll::ui {

/// A trainer that is to end at once, and where it was.
struct StopNow {
  QString runFolder;
  qint64 pid = 0;
  QString training;  ///< "stage1", "joint"; empty: not known, the run's log is asked
  qint64 stage = 0, step = 0, steps = 0;
};

/// Kills the trainer if it is the process on this machine that holds the run's lock, waits for it
/// to be gone, and writes into the run's events.jsonl that a person stopped it: the end of a run
/// that was killed on purpose is no failure. What it trained since its last checkpoint is lost.
/// Errors: Refused (no such trainer, another's, or it would not go), those of io::RunFolder::open,
/// Disk (nothing could be written down).
/// Threads: any; blocks for up to ten seconds.
Result<void> stopNow(const StopNow& trainer);

/// What is said when there is nobody to stop.
QString noTrainerText();

}  // namespace unroll::ui
