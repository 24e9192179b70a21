#pragma once

#include <QWidget>

#include "ui/model/studio_context.h"

class QLabel;
class QSpinBox;
class QToolButton;

namespace unroll::ui {

/// The last line of the window: the three cursors (step, seed, frame), which can be typed into,
/// memory and disk. Threads: GUI only.
class CursorBar : public QWidget {
  Q_OBJECT
 public:
  CursorBar(StudioContext& context, QWidget* parent);

 Q_SIGNALS:
  void jobsWanted();  ///< what the queue does was clicked

 private:
  QSpinBox* field(const QString& label, const char* name, int least, int most);
  void enableFields();
  void showMachine();
  void showJobs();

  StudioContext& context_;
  QSpinBox *step_, *seed_, *frame_;
  QLabel *memory_, *disk_;
  QToolButton* jobs_;
};

}  // namespace unroll::ui
