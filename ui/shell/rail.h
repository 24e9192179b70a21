#pragma once

#include <QList>
#include <QWidget>

#include "ui/shell/pages.h"

class QAction;
class QToolButton;

namespace unroll::ui {

/// The strip of pages at the left edge. Threads: GUI only.
class Rail : public QWidget {
  Q_OBJECT
 public:
  /// One button for each of `actions` (checkable, with icon and text).
  Rail(const QList<QAction*>& actions, QWidget* parent);

 private:
  QList<QToolButton*> buttons_;
};

}  // namespace unroll::ui
