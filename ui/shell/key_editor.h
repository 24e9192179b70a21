#pragma once

#include <QWidget>

#include "ui/shell/action_finder.h"

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace unroll::ui {

class Shortcuts;

/// Every action of the menus with its keys, which can be changed here. Keys that belong to another
/// action are said so before they are taken from it. Threads: GUI only.
class KeyEditor : public QWidget {
  Q_OBJECT
 public:
  KeyEditor(const QList<FoundAction>& actions, Shortcuts& shortcuts, QWidget* parent);

  QString warning() const;  ///< what assigning the keys would do to others; empty: nothing

 private:
  void list(const QList<FoundAction>& actions);
  QWidget* buildEdit();
  void filter(const QString& text);
  void showKeys();    ///< of all actions
  void showChosen();  ///< the row that is chosen, to be edited
  void check();
  QString chosen() const;  ///< the action's name; empty: none
  QString titleOf(const QString& command) const;

  Shortcuts& shortcuts_;
  QTreeWidget* table_;
  QKeySequenceEdit* edit_ = nullptr;
  QLabel *what_ = nullptr, *warning_ = nullptr;
  QPushButton *assign_ = nullptr, *clear_ = nullptr, *restore_ = nullptr, *restoreAll_ = nullptr;
};

}  // namespace unroll::ui
