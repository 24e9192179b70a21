#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/model/studio_context.h"

class QComboBox;
class QPlainTextEdit;

namespace unroll::ui {

class RunModel;

/// What the run and the window said, newest last (F8). Threads: GUI only.
class LogDrawer : public QWidget {
  Q_OBJECT
 public:
  LogDrawer(StudioContext& context, QWidget* parent);

  QString text() const;

 private:
  void followRun();
  void fill();

  StudioContext& context_;
  QPointer<RunModel> run_;  ///< null: none, or it has gone
  QComboBox* level_;
  QPlainTextEdit* lines_;
};

}  // namespace unroll::ui
