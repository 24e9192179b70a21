#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>

class QAction;
class QActionGroup;
class QWidget;

namespace unroll::ui {

class PairView;

/// The Compare and View actions of one pair view: modes, sides, zoom, nearest or linear. While
/// `scope` is on screen and no text is being edited, holding B shows the other side; a tap of B
/// turns blinking on and off.
class PairActions : public QObject {
  Q_OBJECT

 public:
  PairActions(PairView& view, QWidget* scope);

  QList<QAction*> all() const { return all_; }
  QList<QAction*> modes() const { return modes_; }
  QAction* swap() const { return swap_; }
  QList<QAction*> zooms() const { return zooms_; }
  QAction* smooth() const { return smooth_; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QAction* add(const char* name, const QString& text, const QKeySequence& key, const char* menu,
               const QString& about = {});
  void addModes();
  void addParts();
  void addZooms();
  void refresh();

  PairView& view_;
  QWidget* scope_;
  QList<QAction*> all_;
  QList<QAction*> modes_;
  QList<QAction*> zooms_;
  QAction* swap_ = nullptr;
  QAction* smooth_ = nullptr;
  quint64 pressedAt_ = 0;
};

}  // namespace unroll::ui
