#pragma once

#include <QDialog>

#include "ui/model/studio_context.h"
#include "ui/theme/dialog_parts.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace unroll::ui {

/// Where a project is made: its name, and the folder that its own lies in.
struct ProjectPlace {
  QLineEdit* name = nullptr;
  QLineEdit* folder = nullptr;
  QPushButton* choose = nullptr;

  QString path() const;
  void setEnabled(bool enabled) const;
};

/// The rows that ask for it: objects projectName, projectFolder and chooseFolder.
ProjectPlace addProjectPlace(QFormLayout& form, QDialog& dialog, const QString& name,
                             const QString& folder);

/// Makes a project: name, folder and recipe. Threads: GUI only.
class NewProjectDialog : public QDialog {
  Q_OBJECT
 public:
  NewProjectDialog(StudioContext& context, QWidget* parent);

 Q_SIGNALS:
  void made(const QString& path);

 private:
  void describe();
  void make();
  void refuse(const QString& sentence);

  StudioContext& context_;
  ProjectPlace place_;
  QComboBox* recipe_;
  QLabel* about_;
  DialogEnd end_;
};

}  // namespace unroll::ui
