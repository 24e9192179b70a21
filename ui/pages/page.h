#pragma once

#include <QIcon>
#include <QList>
#include <QStringList>
#include <QWidget>

class QAction;
class QUndoStack;

namespace unroll::ui {

/// One page of the window: one job, big, no floating parts. A page is made the first time it is
/// shown. Its constructor takes (StudioContext& context, QWidget* parent).
/// Threads: GUI only.
class Page : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  virtual QString title() const = 0;  ///< of the rail and the View menu
  virtual QIcon icon() const = 0;

  /// Actions that belong into menus. An action names its menu ("Playback", "Train", "Compare",
  /// "Export", "View", …) by its property "menu" (untranslated). It is in the menu, and its
  /// shortcut acts, while the page is shown; with a property "everywhere" set to true, always.
  virtual QList<QAction*> pageActions() { return {}; }

  /// What Undo takes back here: edits, and what the person chose to see.
  virtual QUndoStack* undoStack();
  /// Undo and Redo of it, named after their next step; they belong into the Edit menu.
  QList<QAction*> undoActions();

  /// Whether all that the page is loading is on the screen: `--capture` waits for it.
  virtual bool readyToCapture() const { return true; }

  /// Files or folders were dropped on the window. True: the page took them.
  virtual bool takePaths(const QStringList& paths) {
    Q_UNUSED(paths);
    return false;
  }

  /// Writes down at once what would be written in a moment.
  virtual void saveNow() {}

  /// Brings a part of the page to the front, for example "recipe" of the Train page.
  virtual void showPart(const QString& part) { Q_UNUSED(part); }

 private:
  QUndoStack* undo_ = nullptr;
  QList<QAction*> undoActions_;
};

}  // namespace unroll::ui
