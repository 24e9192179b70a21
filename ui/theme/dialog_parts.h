#pragma once

#include <QLatin1String>
#include <QString>
#include <QWidget>

class QDialog;
class QLabel;
class QPushButton;

namespace unroll::ui {

/// Gives a widget the names that tests and screen readers know it by.
template <typename T>
T* named(T* widget, const char* name, const QString& accessible) {
  widget->setObjectName(QLatin1String(name));
  widget->setAccessibleName(accessible);
  return widget;
}

/// What a dialog is for, in small letters above its fields; `characters` wide at the least.
QLabel* aboutLabel(const QString& text, QWidget* parent, int characters = 70);

/// Makes a dialog that is open as high as what it shows now; never smaller.
void growToFit(QDialog& dialog);

/// How a dialog that asks for something ends: what is wrong yet, Cancel, and the primary button.
struct DialogEnd {
  QDialog* dialog = nullptr;
  QLabel* problem = nullptr;
  QPushButton* ok = nullptr;

  /// Shows what is wrong; the primary button waits until nothing is.
  void say(const QString& sentence) const;
};

/// Adds it below what the dialog's box layout has: objects NAMEProblem, NAMECancel and NAMEStart.
/// Cancel rejects; the primary button, which says `primary`, is for the caller to connect.
DialogEnd addDialogEnd(QDialog& dialog, const QString& name, const QString& primary);

}  // namespace unroll::ui
