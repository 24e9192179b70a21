#pragma once

#include <QDialog>
#include <QPointer>
#include <QStringList>

#include "base/error.h"
#include "protocol/recipe.h"
#include "ui/model/studio_context.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace unroll::ui {

class EngineJob;

/// What a packed model says of itself.
struct ModelCard {
  QString path;
  Recipe recipe;
  QStringList classes;
  QList<qint64> steps;  ///< of each stage
  QString trainedOn, limits;
};

/// Reads the header alone. Errors: Unsupported (no packed model), and those of a damaged file.
/// Threads: any; blocks.
Result<ModelCard> readModelCard(const QString& path);

/// A packed model that was opened: its card, and a video of it without any project. The engine
/// works while the dialog is open; closing it stops the work. Threads: GUI only.
class ModelDialog : public QDialog {
  Q_OBJECT
 public:
  ModelDialog(StudioContext& context, ModelCard card, QWidget* parent);

 private:
  void build();
  QString cardText() const;
  void propose();
  void make();
  void made();

  StudioContext& context_;
  ModelCard card_;
  QString named_;  ///< the name this dialog gave; another one is the person's
  QComboBox *what_ = nullptr, *class_ = nullptr;
  QSpinBox *frames_ = nullptr, *seed_ = nullptr;
  QLineEdit* file_ = nullptr;
  QProgressBar* bar_ = nullptr;
  QLabel* state_ = nullptr;
  QPushButton *make_ = nullptr, *play_ = nullptr;
  QPointer<EngineJob> job_;
};

}  // namespace unroll::ui
