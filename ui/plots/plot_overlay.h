#pragma once

#include <QPoint>
#include <QRect>
#include <QWidget>

namespace unroll::ui {

class PlotView;

/// The glass over a plot: takes pointer and keys and draws crosshair, labels and edge markers, so
/// that moving the pointer never redraws the curves. Threads: GUI only.
class PlotOverlay : public QWidget {
  Q_OBJECT
 public:
  explicit PlotOverlay(PlotView& view, QWidget* plot);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  enum class Drag { None, Box, Pan };

  void zoom(const QPointF& centre, double factor);
  void pan(const QPoint& from, const QPoint& to);

  PlotView& view_;
  Drag drag_ = Drag::None;
  QPoint from_, at_;
};

}  // namespace unroll::ui
