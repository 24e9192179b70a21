#include "ui/model/cursors.h"

namespace unroll::ui {

void Cursors::setRun(const QString& run) {
  if (run == run_) return;
  run_ = run;
  Q_EMIT runChanged(run_);
}

void Cursors::setStep(qint64 step) {
  if (step == step_) return;
  step_ = step;
  Q_EMIT stepChanged(step_);
}

void Cursors::setSeed(qint64 seed) {
  if (seed == seed_) return;
  seed_ = seed;
  Q_EMIT seedChanged(seed_);
}

void Cursors::setFrame(int frame) {
  if (frame == frame_) return;
  frame_ = frame;
  Q_EMIT frameChanged(frame_);
}

}  // namespace unroll::ui
