#include "ui/pages/page.h"

#include <QAction>
#include <QUndoStack>

#include "ui/theme/theme.h"

namespace unroll::ui {

QUndoStack* Page::undoStack() {
  if (undo_ == nullptr) undo_ = new QUndoStack(this);
  return undo_;
}

QList<QAction*> Page::undoActions() {
  if (!undoActions_.isEmpty()) return undoActions_;
  const auto add = [this](QAction* action, const char* name, const char* icon,
                          QKeySequence::StandardKey keys) {
    action->setObjectName(QLatin1String(name));
    action->setIcon(Theme::icon(icon));
    action->setShortcut(keys);
    action->setProperty("menu", QStringLiteral("Edit"));
    undoActions_.append(action);
  };
  add(undoStack()->createUndoAction(this, tr("Undo")), "actionUndo", "undo", QKeySequence::Undo);
  add(undoStack()->createRedoAction(this, tr("Redo")), "actionRedo", "redo", QKeySequence::Redo);
  return undoActions_;
}

}  // namespace unroll::ui
