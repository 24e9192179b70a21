#include "ui/model/checkpoints.h"

#include <algorithm>
#include <functional>

namespace unroll::ui {

QString stageName(int stage) {
  return stage == 0 ? QStringLiteral("joint") : QStringLiteral("stage%1").arg(stage);
}

int stageOf(const QString& name) {
  return name.startsWith(QLatin1String("stage")) ? name.mid(5).toInt() : 0;
}

bool holdsStage(const Checkpoint& checkpoint, int stage) {
  return checkpoint.stage == stageName(stage) || checkpoint.stage == stageName(0);
}

QList<qint64> stepsOf(const QList<Checkpoint>& checkpoints, int stage) {
  QList<qint64> steps;
  for (const Checkpoint& one : checkpoints) {
    if (holdsStage(one, stage) && !steps.contains(one.step)) steps.append(one.step);
  }
  std::sort(steps.begin(), steps.end(), std::greater<>());
  return steps;
}

bool isJoint(const QList<Checkpoint>& checkpoints) {
  return std::any_of(checkpoints.begin(), checkpoints.end(),
                     [](const Checkpoint& one) { return one.stage == stageName(0); });
}

}  // namespace unroll::ui
