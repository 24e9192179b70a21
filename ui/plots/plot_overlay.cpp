#include "ui/plots/plot_overlay.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

constexpr int kClickPixels = 4;

}  // namespace

PlotOverlay::PlotOverlay(PlotView& view, QWidget* plot) : QWidget(plot), view_(view) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setObjectName(QStringLiteral("plotArea"));
}

void PlotOverlay::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  view_.paintMarks(painter);
  view_.paintCrosshair(painter);
  if (drag_ == Drag::Box) {
    QColor fill = Theme::color(Role::Accent);
    painter.setPen(fill);
    fill.setAlpha(40);
    painter.setBrush(fill);
    painter.drawRect(QRect(from_, at_).normalized());
  }
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::color(Role::Accent), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
  }
}

void PlotOverlay::mousePressEvent(QMouseEvent* event) {
  from_ = at_ = event->position().toPoint();
  if (event->button() == Qt::MiddleButton ||
      (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier)) {
    drag_ = Drag::Pan;
    setCursor(Qt::ClosedHandCursor);
  } else if (event->button() == Qt::LeftButton) {
    drag_ = Drag::Box;
  }
}

void PlotOverlay::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (drag_ == Drag::Pan) {
    pan(at_, at);
  } else {
    view_.setCrosshair(view_.canvas()->xAxis->pixelToCoord(at.x()));
  }
  at_ = at;
  update();
}

void PlotOverlay::mouseReleaseEvent(QMouseEvent*) {
  const Drag drag = std::exchange(drag_, Drag::None);
  unsetCursor();
  update();
  if (drag != Drag::Box) return;
  QCPAxis* x = view_.canvas()->xAxis;
  QCPAxis* y = view_.canvas()->yAxis;
  const QRect box = QRect(from_, at_).normalized();
  if ((from_ - at_).manhattanLength() < kClickPixels) {
    view_.setCrosshair(x->pixelToCoord(at_.x()));
    if (view_.crosshair()) Q_EMIT view_.clicked(*view_.crosshair());
    return;
  }
  // A flat drag means a range of one axis.
  const bool allY = box.height() < 2 * kClickPixels;
  const bool allX = box.width() < 2 * kClickPixels;
  view_.zoomTo(allX ? x->range().lower : x->pixelToCoord(box.left()),
               allX ? x->range().upper : x->pixelToCoord(box.right()),
               allY ? y->range().lower : y->pixelToCoord(box.bottom()),
               allY ? y->range().upper : y->pixelToCoord(box.top()));
}

void PlotOverlay::mouseDoubleClickEvent(QMouseEvent*) {
  drag_ = Drag::None;
  view_.resetRange();
}

void PlotOverlay::wheelEvent(QWheelEvent* event) {
  // Without Ctrl the wheel scrolls the page, as everywhere.
  if (!(event->modifiers() & Qt::ControlModifier)) {
    event->ignore();
    return;
  }
  zoom(event->position(), std::pow(0.85, event->angleDelta().y() / 120.0));
  event->accept();
}

void PlotOverlay::leaveEvent(QEvent*) {
  if (!hasFocus()) view_.setCrosshair(std::nullopt);
}

void PlotOverlay::keyPressEvent(QKeyEvent* event) {
  const int step = event->modifiers() & Qt::ControlModifier ? 100
                   : event->modifiers() & Qt::ShiftModifier ? 10
                                                            : 1;
  constexpr int kAll = 1 << 30;
  switch (event->key()) {
    case Qt::Key_Left:
      view_.moveCrosshair(-step);
      break;
    case Qt::Key_Right:
      view_.moveCrosshair(step);
      break;
    case Qt::Key_Home:
      view_.moveCrosshair(-kAll);
      break;
    case Qt::Key_End:
      view_.moveCrosshair(kAll);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (view_.crosshair()) Q_EMIT view_.clicked(*view_.crosshair());
      break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoom(QRectF(rect()).center(), 0.8);
      break;
    case Qt::Key_Minus:
      zoom(QRectF(rect()).center(), 1.25);
      break;
    case Qt::Key_0:
      view_.resetRange();
      break;
    case Qt::Key_Escape:
      view_.setCrosshair(std::nullopt);
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

void PlotOverlay::contextMenuEvent(QContextMenuEvent* event) {
  view_.exportMenu()->popup(event->globalPos());
}

void PlotOverlay::zoom(const QPointF& centre, double factor) {
  QCPAxis* x = view_.canvas()->xAxis;
  QCPAxis* y = view_.canvas()->yAxis;
  x->scaleRange(factor, x->pixelToCoord(centre.x()));
  y->scaleRange(factor, y->pixelToCoord(centre.y()));
  view_.zoomTo(x->range().lower, x->range().upper, y->range().lower, y->range().upper);
}

void PlotOverlay::pan(const QPoint& from, const QPoint& to) {
  const auto shift = [](QCPAxis* axis, double a, double b) {
    if (axis->scaleType() == QCPAxis::stLogarithmic) {
      const double ratio = axis->pixelToCoord(a) / axis->pixelToCoord(b);
      axis->setRange(axis->range().lower * ratio, axis->range().upper * ratio);
    } else {
      axis->moveRange(axis->pixelToCoord(a) - axis->pixelToCoord(b));
    }
  };
  QCPAxis* x = view_.canvas()->xAxis;
  QCPAxis* y = view_.canvas()->yAxis;
  shift(x, from.x(), to.x());
  shift(y, from.y(), to.y());
  view_.zoomTo(x->range().lower, x->range().upper, y->range().lower, y->range().upper);
}

}  // namespace unroll::ui
