#pragma once

#include <QDialog>

#include "protocol/recipe.h"
#include "ui/model/studio_context.h"

class QFormLayout;
class QLabel;
class QMenu;

namespace unroll::ui {

/// File > Project Settings: where the project lies, what it takes on the disk, and its recipe,
/// which may be replaced or written to a file for another project. Threads: GUI only; folders are
/// measured on another.
class ProjectDialog : public QDialog {
  Q_OBJECT
 public:
  ProjectDialog(StudioContext& context, QWidget* parent);

 Q_SIGNALS:
  void recipeWanted();  ///< to be edited

 private:
  void addFacts(QFormLayout* form);
  void addRecipe(QFormLayout* form);
  QMenu* replaceMenu();
  void measure();
  void describe();
  void replaceBy(const Recipe& recipe);
  void replaceByFile();
  void saveRecipe();

  StudioContext& context_;
  QLabel *disk_ = nullptr, *recipe_ = nullptr;
};

}  // namespace unroll::ui
