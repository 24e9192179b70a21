#pragma once

#include <QDialog>

#include "ui/shell/action_finder.h"

class QComboBox;
class QSettings;

namespace unroll::ui {

class Shortcuts;

/// What the person likes: theme, size, playing by itself, keys (Ctrl+,). All of it is kept for
/// every project and holds at once, unless it says otherwise. Threads: GUI only.
class PreferencesDialog : public QDialog {
  Q_OBJECT
 public:
  PreferencesDialog(const QList<FoundAction>& actions, Shortcuts& shortcuts, QSettings& settings,
                    QWidget* parent);

 private:
  QWidget* buildGeneral(const QList<FoundAction>& actions, QSettings& settings);
  /// A box of the checkable actions whose names begin with `prefix`; choosing one triggers it, so
  /// that menu and box always agree.
  QComboBox* choiceOf(const QList<FoundAction>& actions, const QString& prefix, const char* name,
                      const QString& accessible);
};

}  // namespace unroll::ui
