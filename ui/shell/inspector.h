#pragma once

#include <QPointer>
#include <QScrollArea>

#include "ui/model/studio_context.h"

class QLabel;
class QTableWidget;

namespace unroll::ui {

class RunModel;

/// Facts of the run under the cursor: where it came from, its stages, its checkpoints (F9).
/// Threads: GUI only.
class Inspector : public QScrollArea {
  Q_OBJECT
 public:
  Inspector(StudioContext& context, QWidget* parent);

 private:
  void followRun();
  void fill();
  void star(int row, bool on);

  StudioContext& context_;
  QPointer<RunModel> run_;  ///< null: none, or it has gone
  QLabel* facts_;
  QTableWidget* checkpoints_;
};

}  // namespace unroll::ui
