#pragma once

#include <QDialog>

#include "ui/engine_client/engine_launcher.h"
#include "ui/model/studio_context.h"
#include "ui/theme/dialog_parts.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace unroll::ui {

struct RunInfo;

/// Asks for the name of a new run, what it trains and where it begins. Threads: GUI only.
class NewRunDialog : public QDialog {
  Q_OBJECT
 public:
  /// `from`: a checkpoint to branch from, "RUN@STEP"; may be empty.
  NewRunDialog(StudioContext& context, const QString& from, QWidget* parent);
  /// A run like `like`: with its recipe, begun as it was, from another seed unless the person wants
  /// the same. `stage`: "all", "joint", "2".
  NewRunDialog(StudioContext& context, const RunInfo& like, const QString& stage, QWidget* parent);

 Q_SIGNALS:
  void wanted(const unroll::ui::TrainingStart& start);

 private:
  NewRunDialog(StudioContext& context, const QString& name, size_t stages, QWidget* parent);
  void addBeginnings(const QString& from);
  void check();
  void start();

  StudioContext& context_;
  QLineEdit* name_;
  QComboBox *stage_, *from_ = nullptr;
  QSpinBox *threads_, *seed_ = nullptr;
  QFormLayout* form_;
  TrainingStart like_;  ///< of a duplicate: recipe, settings, where it begins
  DialogEnd end_;
};

}  // namespace unroll::ui
