#pragma once

#include <functional>

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;

namespace unroll::ui {

/// One thing the window can do, with the menu it is in.
struct FoundAction {
  QString path;  ///< "View: Full Screen"
  QAction* action = nullptr;
};

/// Finds any action by a few letters of its name (Ctrl+K). Threads: GUI only.
class ActionFinder : public QDialog {
  Q_OBJECT
 public:
  ActionFinder(QList<FoundAction> actions, QWidget* parent);

 Q_SIGNALS:
  void chosen(QAction* action);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& text);
  void choose();

  QList<FoundAction> actions_;
  QLineEdit* edit_;
  QListWidget* list_;
};

/// A table of every action that has a key (F1).
QDialog* makeKeyList(const QList<FoundAction>& actions, QWidget* parent);

}  // namespace unroll::ui
