// What is painted over the curves: labels, edge markers, cursor, crosshair.
#include <algorithm>

#include <QPainter>
#include <QPainterPath>

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_ticker.h"
#include "ui/plots/plot_view.h"

namespace unroll::ui {
namespace {

struct Label {
  QString text;
  QColor color;
  double y = 0;
};

/// Moves labels apart so that none covers another; they stay in order.
void spread(QList<Label>& labels, double height, double top, double bottom) {
  std::stable_sort(labels.begin(), labels.end(),
                   [](const Label& a, const Label& b) { return a.y < b.y; });
  double least = top + height / 2;
  for (Label& label : labels) {
    label.y = std::max(label.y, least);
    least = label.y + height;
  }
  double most = bottom - height / 2;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    label->y = std::min(label->y, most);
    most = label->y - height;
  }
}

void arrow(QPainter& painter, const QPointF& tip, double direction) {
  QPainterPath path(tip);
  path.lineTo(tip + QPointF(-4, 6 * direction));
  path.lineTo(tip + QPointF(4, 6 * direction));
  path.closeSubpath();
  painter.drawPath(path);
}

}  // namespace

void PlotView::paintMarks(QPainter& painter) const {
  const QRectF area(plot_->axisRect()->rect());
  const QFontMetricsF metrics(Theme::captionFont());
  painter.setFont(Theme::captionFont());
  const bool empty = std::all_of(series_.cbegin(), series_.cend(),
                                 [](const PlotSeries& series) { return series.x.isEmpty(); });
  if (empty) {
    painter.setPen(Theme::color(Role::TextSecondary));
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
    return;
  }
  if (reference_) {
    const double y = plot_->yAxis->coordToPixel(*reference_);
    if (y >= area.top() && y <= area.bottom()) {
      QColor shade = Theme::color(Role::TextSecondary);
      if (referenceHalf_ > 0) {
        shade.setAlpha(40);
        const double top = plot_->yAxis->coordToPixel(*reference_ + referenceHalf_);
        const double bottom = plot_->yAxis->coordToPixel(*reference_ - referenceHalf_);
        painter.fillRect(QRectF(area.left(), top, area.width(), bottom - top).intersected(area),
                         shade);
      }
      painter.setPen(QPen(Theme::color(Role::TextSecondary), 2));
      painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
  }
  if (marker_) {
    const double x = plot_->xAxis->coordToPixel(*marker_);
    if (x >= area.left() && x <= area.right()) {
      painter.setPen(QPen(Theme::color(Role::Accent), 1.5));
      painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
  }
  QList<Label> labels;
  double above = area.left() + 8;
  double below = area.left() + 8;
  for (qsizetype i = 0; i < series_.size(); ++i) {
    const PlotSeries& series = series_.at(i);
    if (series.x.isEmpty()) continue;
    const QColor color = Theme::color(series.role);
    qsizetype last =
        std::upper_bound(series.x.cbegin(), series.x.cend(), plot_->xAxis->range().upper) -
        series.x.cbegin() - 1;
    while (last >= 0 && !std::isfinite(drawn_.at(i).at(last))) --last;
    if (last >= 0 && !series.name.isEmpty()) {
      labels.append({series.name, color, plot_->yAxis->coordToPixel(drawn_.at(i).at(last))});
    }
    const Clipped outside = clipped(i);
    painter.setBrush(color);
    painter.setPen(Qt::NoPen);
    const auto edge = [&](double& x, double tip, double direction, qsizetype count) {
      if (count == 0) return;
      painter.setBrush(color);
      painter.setPen(Qt::NoPen);
      arrow(painter, QPointF(x, tip), direction);
      painter.setPen(color);
      const QString text = QLocale().toString(static_cast<qlonglong>(count));
      painter.drawText(QPointF(x + 7, tip + direction * 8 + (direction > 0 ? 2 : 4)), text);
      x += 18 + metrics.horizontalAdvance(text);
    };
    edge(above, area.top() + 1, 1, outside.above);
    edge(below, area.bottom() - 1, -1, outside.below);
  }
  spread(labels, metrics.height(), area.top(), area.bottom());
  for (const Label& label : std::as_const(labels)) {
    painter.setPen(label.color);
    painter.drawText(
        QRectF(area.right() + 4, label.y - metrics.height() / 2, plot_->width(), metrics.height()),
        Qt::AlignLeft | Qt::AlignVCenter, label.text);
  }
}

void PlotView::paintCrosshair(QPainter& painter) const {
  if (!crosshair_) return;
  const QRectF area(plot_->axisRect()->rect());
  const double x = plot_->xAxis->coordToPixel(*crosshair_);
  if (x < area.left() - 1 || x > area.right() + 1) return;
  painter.setPen(QPen(Theme::color(Role::TextSecondary), 1, Qt::DashLine));
  painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  painter.setFont(Theme::captionFont());
  const QFontMetricsF metrics(painter.font());
  const QString text = readout();
  const QSizeF size = metrics.size(0, text) + QSizeF(12, 8);
  const double left = x + size.width() + 8 < plot_->width() ? x + 8 : x - size.width() - 8;
  const QRectF box(QPointF(std::max(left, 0.0), area.top() + 4), size);
  painter.setPen(QPen(Theme::color(Role::Border), 1));
  painter.setBrush(Theme::color(Role::Raised));
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(Theme::color(Role::Text));
  painter.drawText(box.adjusted(6, 4, -6, -4), Qt::AlignLeft | Qt::AlignTop, text);
}

}  // namespace unroll::ui
