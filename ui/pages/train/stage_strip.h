#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

class QToolButton;

namespace unroll::ui {

class RunModel;

/// The schedule of a run: a button for each stage with how far it is; the chosen one is shown in
/// the previews. Works only while it is visible, and only on what changed. Threads: GUI only.
class StageStrip : public QWidget {
  Q_OBJECT
 public:
  explicit StageStrip(QWidget* parent);

  /// Shows the run as it is now; call again when it went on.
  void setRun(const RunModel* run, int chosen);

 Q_SIGNALS:
  void stageChosen(int stage);  ///< 0: joint

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void rebuild(const QList<int>& stages);
  void colourButtons();

  QPointer<const RunModel> run_;
  int chosen_ = 1;
  QList<int> stages_;
  QList<QToolButton*> buttons_;
};

/// Steps done of one stage (0: joint), by its curves and checkpoints.
qint64 stepsDone(const RunModel& run, int stage);

}  // namespace unroll::ui
