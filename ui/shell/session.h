#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include "ui/model/studio_context.h"

class QMainWindow;

namespace unroll::ui {

/// Keeps what the window shows in the settings file, soon after each change, so that it comes back
/// as it was even after a kill. Threads: GUI only.
class Session : public QObject {
  Q_OBJECT
 public:
  Session(StudioContext& context, QMainWindow& window);

  /// Puts back geometry and splitters; call it when all widgets are there.
  void restoreWindow();
  /// Puts back run, step, seed and frame of `project`, when they were its.
  void restoreCursors();
  QString project() const;
  QString page() const;
  bool flag(const QString& name, bool fallback) const;

  void setPage(const QString& key);
  void setFlag(const QString& name, bool on);
  /// All splitters as they were when they were made.
  void resetSplitters();
  /// A page in a window of its own: it comes back too, until it is closed.
  void watchWindow(QWidget& window, const QString& page);
  QStringList windows() const;  ///< their pages, of the last session
  /// Splitters that are made later (a page's) come back too.
  void watchSplitters();
  void saveSoon();
  /// Writes all of it now. Until the project is settled, what the last session had of it stays.
  void save();
  /// What was saved last stands from now on: windows that close now come back.
  void freeze() { frozen_ = true; }
  /// The last session's project comes, or came or failed (`settled`).
  void setSettled(bool settled) { settled_ = settled; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  StudioContext& context_;
  QMainWindow& window_;
  QTimer soon_;
  bool restoring_ = false;
  bool frozen_ = false;
  bool settled_ = true;
  QHash<const QObject*, QString> windows_;  ///< page of each window
};

}  // namespace unroll::ui
