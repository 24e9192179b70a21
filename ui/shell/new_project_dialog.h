#pragma once

#include <QDialog>

#include "ui/model/studio_context.h"
#include "ui/theme/dialog_parts.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace unroll::ui {

/// Makes a project: name, folder and recipe. Threads: GUI only.
class NewProjectDialog : public QDialog {
  Q_OBJECT
 public:
  NewProjectDialog(StudioContext& context, QWidget* parent);

  QString projectPath() const;

 Q_SIGNALS:
  void made(const QString& path);

 private:
  void describe();
  void make();
  void refuse(const QString& sentence);

  StudioContext& context_;
  QLineEdit *name_, *folder_;
  QComboBox* recipe_;
  QLabel* about_;
  DialogEnd end_;
};

}  // namespace unroll::ui
