#pragma once

#include <QDialog>

#include "ui/engine_client/engine_launcher.h"
#include "ui/model/studio_context.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace unroll::ui {

/// Asks for the name of a new run, what it trains and where it begins. Threads: GUI only.
class NewRunDialog : public QDialog {
  Q_OBJECT
 public:
  /// `from`: a checkpoint to branch from, "RUN@STEP"; may be empty.
  NewRunDialog(StudioContext& context, const QString& from, QWidget* parent);

 Q_SIGNALS:
  void wanted(const unroll::ui::TrainingStart& start);

 private:
  void check();
  void start();

  StudioContext& context_;
  QLineEdit* name_;
  QComboBox *stage_, *from_;
  QSpinBox* threads_;
  QLabel* problem_;
  QPushButton* ok_;
};

}  // namespace unroll::ui
