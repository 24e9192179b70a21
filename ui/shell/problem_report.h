#pragma once

#include <QDialog>

#include "ui/model/studio_context.h"

class QPlainTextEdit;

namespace unroll::ui {

/// What somebody who is to help needs to know: versions, machine, project, run, and the last lines
/// of the log. Names of folders in the person's home are shortened to "~".
QString problemText(StudioContext& context);

/// Help > Report a Problem: shows problemText() to be completed, copied or saved. Nothing is sent.
/// Threads: GUI only.
class ProblemReport : public QDialog {
  Q_OBJECT
 public:
  ProblemReport(StudioContext& context, QWidget* parent);

 private:
  void askDevices();
  void save();

  StudioContext& context_;
  QPlainTextEdit* text_;
};

}  // namespace unroll::ui
