#pragma once

#include <functional>

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

class QSplitter;
class QUndoStack;
class QWidget;

namespace unroll::ui {

/// Steps back through what a person chose to see in a window: sizes of its parts, drawers, compared
/// runs. A choice becomes one step of Undo; what the program itself changes does not.
/// Threads: GUI only.
class ViewHistory : public QObject {
  Q_OBJECT
 public:
  using Values = QVariantMap;

  /// `stack` is asked at each step whose Undo it shall be; null: nobody's.
  ViewHistory(QWidget& window, std::function<QUndoStack*()> stack);

  /// Something that can be put back, by its key; what others depend on is kept before them.
  void keep(const QString& key, std::function<QVariant()> read,
            std::function<void(const QVariant&)> put);
  /// Splitters of the window that came since, by their objectName: one drag is one step.
  void watchSplitters();

  Values now() const;
  /// The person changed what was `before`; only what differs now is remembered. `name`: in the
  /// Edit menu, behind "Undo".
  void changed(const QString& name, const Values& before);

 Q_SIGNALS:
  void putBack();  ///< by Undo or Redo

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  class Step;
  struct Item {
    std::function<QVariant()> read;
    std::function<void(const QVariant&)> put;
  };

  void put(const Values& values);

  QWidget& window_;
  std::function<QUndoStack*()> stack_;
  QHash<QString, Item> items_;
  QStringList order_;                       ///< of its keys: as they were kept
  QHash<const QObject*, QString> handles_;  ///< key of each splitter's handle
  Values dragged_;                          ///< as it was when the drag began
};

}  // namespace unroll::ui
