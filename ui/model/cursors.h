#pragma once

#include <QObject>
#include <QString>

namespace unroll::ui {

/// The global cursors: all that the window shows is addressed by (run, training step, seed, frame).
/// A setter that changes nothing emits nothing. Threads: GUI only.
class Cursors : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  QString run() const { return run_; }   ///< empty: no run is chosen
  qint64 step() const { return step_; }  ///< training step of the chosen run; -1: the newest
  qint64 seed() const { return seed_; }
  int frame() const { return frame_; }  ///< from 0

  void setRun(const QString& run);
  void setStep(qint64 step);
  void setSeed(qint64 seed);
  void setFrame(int frame);

 Q_SIGNALS:
  void runChanged(const QString& run);
  void stepChanged(qint64 step);
  void seedChanged(qint64 seed);
  void frameChanged(int frame);

 private:
  QString run_;
  qint64 step_ = -1;
  qint64 seed_ = 0;
  int frame_ = 0;
};

}  // namespace unroll::ui
