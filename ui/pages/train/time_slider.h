#pragma once

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QSlider;
class QToolButton;

namespace unroll::ui {

/// Slides through training time. It stops only at steps that have a record; Live goes to the newest
/// one and stays there. Threads: GUI only.
class TimeSlider : public QWidget {
  Q_OBJECT
 public:
  explicit TimeSlider(QWidget* parent);

  void setSteps(const QList<qint64>& steps);  ///< ascending
  void setStep(qint64 step);                  ///< -1: live
  QList<qint64> steps() const { return steps_; }
  qint64 step() const;  ///< the record that is shown; -1: there is none
  bool isLive() const { return live_; }
  QList<QAction*> actions() const { return actions_; }

 Q_SIGNALS:
  void stepChosen(qint64 step);  ///< -1: live

 private:
  void choose(int index);
  void refresh();
  void play(int direction);

  QList<qint64> steps_;
  bool live_ = true;
  int direction_ = 0;
  QTimer timer_;
  QSlider* slider_;
  QLabel* label_;
  QToolButton* liveButton_;
  QList<QAction*> actions_;
};

}  // namespace unroll::ui
