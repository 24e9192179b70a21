#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/model/studio_context.h"

class QComboBox;
class QLabel;
class QTimer;

namespace unroll::ui {

class RunModel;

/// The line under every page: which run, what it is doing, how fast, how long yet, how old its last
/// checkpoint is, and whether it has gone quiet. Threads: GUI only.
class RunBar : public QWidget {
  Q_OBJECT
 public:
  RunBar(StudioContext& context, QWidget* parent);

  /// The bar's text, for people who cannot see it and for tests.
  QString text() const;

 private:
  void listRuns();
  void followRun();
  void refresh();
  QString timeLeft() const;

  StudioContext& context_;
  QPointer<RunModel> run_;  ///< null: none, or it has gone
  QComboBox* runs_;
  QLabel *icon_, *state_, *steps_, *speed_, *left_, *checkpoint_, *silence_;
};

/// "4 h 10 min to 4 h 40 min, ends 18:20" from the seconds left by the trainer and the spread of
/// its last steps; `now` as Unix seconds.
QString timeLeftText(double secondsLeft, double spread, double now);

}  // namespace unroll::ui
