#pragma once

#include <QList>
#include <QWidget>

class QToolButton;

namespace unroll::ui {

class RunModel;

/// The schedule of a run: a button for each stage with how far it is; the chosen one is shown in
/// the previews. Threads: GUI only.
class StageStrip : public QWidget {
  Q_OBJECT
 public:
  explicit StageStrip(QWidget* parent);

  void setRun(const RunModel* run, int chosen);

 Q_SIGNALS:
  void stageChosen(int stage);  ///< 0: joint

 private:
  QList<QToolButton*> buttons_;
};

/// Steps done of one stage (0: joint), by its curves and checkpoints.
qint64 stepsDone(const RunModel& run, int stage);

}  // namespace unroll::ui
