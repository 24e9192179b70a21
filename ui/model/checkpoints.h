#pragma once

#include "ui/model/run_data.h"

namespace unroll::ui {

/// What a stage is called in files and messages: "stage2"; 0, the joint training: "joint".
QString stageName(int stage);
/// The stage of "stage2"; 0 for every other name ("joint", "real", "pair").
int stageOf(const QString& name);

/// Whether the checkpoint has the weights of `stage`: it is that stage's own, or a joint one.
bool holdsStage(const Checkpoint& checkpoint, int stage);
/// Steps of the checkpoints that hold `stage`, newest first, each once.
QList<qint64> stepsOf(const QList<Checkpoint>& checkpoints, int stage);
/// Whether any of them comes from a joint training.
bool isJoint(const QList<Checkpoint>& checkpoints);

}  // namespace unroll::ui
