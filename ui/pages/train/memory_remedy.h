#pragma once

#include <optional>

#include "ui/engine_client/engine_launcher.h"

namespace unroll::ui {

class RunModel;

/// How a training that ran out of memory goes on with smaller batches. Each step learns from as
/// many clips as before, in more passes, where the engine's accumulation allows it.
struct MemoryRemedy {
  TrainingStart start;
  QString button;  ///< "Go on with batches of 4"
  QString about;   ///< what it does, one sentence
};

/// The settings that a sentence of the engine names, as words of --set: "stage2.batch=4",
/// "stage2.accumulation=2". Empty: none.
QStringList batchSettingsIn(const QString& sentence);

/// For a run whose last training failed for want of memory, or may have: it ended without a word.
/// The run itself goes on where the stage has no checkpoint yet; else a branch does, as what was
/// trained stays as it is: with the stages above where the first one failed, else with that alone.
/// `stages`: what the run trains, as --stage has it. `taken`: names that exist. Nothing: no smaller
/// batch is known to help.
std::optional<MemoryRemedy> memoryRemedy(const RunModel& run, const QString& project,
                                         const QString& stages, const QStringList& taken);

}  // namespace unroll::ui
