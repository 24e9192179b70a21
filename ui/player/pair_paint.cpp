// How PairView draws.
#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/player/pair_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

void PairView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), viewerSurround());
  if (record_.parts.isEmpty()) {
    drawMissing(painter, rect(),
                record_.title.isEmpty() ? tr("No sample is chosen.") : record_.title);
    return;
  }
  const QList<Cell> all = cells();
  if (alone() < 0 && mode_ == PairMode::Wipe) {
    paintWipe(painter, all.front());
  } else if (alone() < 0 && mode_ == PairMode::Difference) {
    paintDifference(painter, all.front());
  } else {
    for (const Cell& cell : all) paintCell(painter, cell);
  }
  if (hasFocus()) {
    painter.setPen(QPen(Theme::color(Role::Accent, true), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
  }
}

void PairView::paintHead(QPainter& painter, const QRect& head, int part, Qt::Alignment side) {
  const PairPart& one = record_.parts[part];
  QString text =
      one.name.isEmpty() ? roleName(one.role) : roleName(one.role) % QLatin1Char(' ') % one.name;
  if (one.clip) {
    const ZoomFactor shown = factor();
    const double own = shown.value() * record_.size().width() / one.clip->width;
    text += tr("  %1x%2x%3  %4 fps  %5x %6")
                .arg(one.clip->frameCount)
                .arg(one.clip->width)
                .arg(one.clip->height)
                .arg(QString::number(one.clip->frameRate, 'g', 4), QString::number(own, 'g', 3),
                     smooth_ ? tr("linear") : tr("nearest"));
  }
  const QRect inner = head.adjusted(6, 1, -6, -4);
  const int badge = 22 + painter.fontMetrics().horizontalAdvance(roleBadge(one.role)) - 6;
  const QString fitted = painter.fontMetrics().elidedText(text, Qt::ElideRight,
                                                          std::max(0, inner.width() - badge - 6));
  const int used = badge + 6 + painter.fontMetrics().horizontalAdvance(fitted);
  const QRect box = (side & Qt::AlignRight)
                        ? QRect(inner.right() - used + 1, inner.top(), used, inner.height())
                        : inner;
  const int width = drawBadge(painter, box, one.role);
  painter.setPen(viewerText());
  painter.drawText(box.adjusted(width + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, fitted);
  painter.fillRect(QRect(head.left(), head.bottom() - 1, head.width(), 2), roleColor(one.role));
}

void PairView::paintPicture(QPainter& painter, const QRect& canvas, const QRect& placed,
                            const QImage& image, const QRect& clip) const {
  const QRect visible = placed.intersected(canvas).intersected(clip);
  if (visible.isEmpty() || image.isNull()) return;
  if (smooth_) {
    painter.save();
    painter.setClipRect(visible);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(placed, image);
    painter.restore();
    return;
  }
  painter.drawImage(visible.topLeft(), enlargeNearest(image, factorIn(canvas.size()),
                                                      visible.translated(-placed.topLeft())));
}

void PairView::paintCell(QPainter& painter, const Cell& cell) {
  paintHead(painter, cell.head, cell.part, Qt::AlignLeft);
  if (!has(cell.part)) {
    drawMissing(painter, cell.canvas, record_.parts[cell.part].missing);
    return;
  }
  const DevicePixels device(painter);
  const QRect canvas = device.map(cell.canvas);
  paintPicture(painter, canvas, devicePictureRect(canvas, factorIn(canvas.size())),
               partImage(cell.part), canvas);
}

void PairView::paintHeads(QPainter& painter, const QRect& head) {
  QRect left = head;
  left.setWidth(head.width() / 2);
  QRect right = head;
  right.setLeft(left.right() + 1);
  paintHead(painter, left, left_, Qt::AlignLeft);
  paintHead(painter, right, right_, Qt::AlignRight);
}

void PairView::paintWipe(QPainter& painter, const Cell& cell) {
  paintHeads(painter, cell.head);
  const DevicePixels device(painter);
  const QRect canvas = device.map(cell.canvas);
  const QRect placed = devicePictureRect(canvas, factorIn(canvas.size()));
  // The line stands between two pixels of the record, so that each pixel is of one side only.
  const int line =
      placed.x() +
      factorIn(canvas.size()).scaled(static_cast<int>(std::lround(wipe_ * record_.size().width())));
  const QRect leftPart(canvas.left(), canvas.top(), line - canvas.left(), canvas.height());
  const QRect rightPart(line, canvas.top(), canvas.right() - line + 1, canvas.height());
  for (const auto& [part, room] : {std::pair(left_, leftPart), std::pair(right_, rightPart)}) {
    if (has(part)) {
      paintPicture(painter, canvas, placed, partImage(part), room);
    } else {
      drawMissing(painter, room.intersected(placed), record_.parts[part].missing);
    }
  }
  if (line < canvas.left() || line > canvas.right()) return;
  const int thick = std::max(1, static_cast<int>(device.ratio()));
  const int top = std::max(canvas.top(), placed.top());
  const int bottom = std::min(canvas.bottom(), placed.bottom());
  painter.fillRect(QRect(line - thick, top, thick, bottom - top + 1),
                   roleColor(record_.parts[left_].role));
  painter.fillRect(QRect(line, top, thick, bottom - top + 1),
                   roleColor(record_.parts[right_].role));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(viewerText());
  const double radius = 5 * device.ratio();
  painter.drawEllipse(QPointF(line, (top + bottom) / 2.0), radius, radius);
}

void PairView::paintDifference(QPainter& painter, const Cell& cell) {
  paintHeads(painter, cell.head);
  const QImage left = partImage(left_);
  const QImage right = partImage(right_);
  if (left.isNull() || right.isNull()) {
    drawMissing(painter, cell.canvas, record_.parts[left.isNull() ? left_ : right_].missing);
    return;
  }
  {
    const DevicePixels device(painter);
    const QRect canvas = device.map(cell.canvas);
    paintPicture(painter, canvas, devicePictureRect(canvas, factorIn(canvas.size())),
                 differenceImage(left, right, kind_, gain_), canvas);
  }
  paintScaleBar(painter, QRect(cell.canvas.left(), cell.canvas.bottom() + 1, cell.canvas.width(),
                               scaleBarHeight()));
}

void PairView::paintScaleBar(QPainter& painter, const QRect& room) const {
  const bool signs = kind_ == DifferenceKind::Signed;
  const int width = std::min(240, room.width() - 24);
  if (width < 40) return;
  const QRect box(room.center().x() - width / 2 - 10, room.top(), width + 20, room.height());
  painter.fillRect(box, viewerSurround());
  const int line = painter.fontMetrics().height();
  const QRect bar(box.left() + 10, box.top() + line + 4, width, 6);
  for (int x = 0; x < width; ++x) {
    const double share = double{1} * x / (width - 1);
    painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                     differenceColor(kind_, signs ? 2 * share - 1 : share));
  }
  painter.setPen(viewerText());
  const QString most = QString::number(255.0 / gain_, 'f', 255 % gain_ == 0 ? 0 : 1);
  const QString what =
      signs ? tr("%1 minus %2, lightness, gain x%3")
                  .arg(roleBadge(record_.parts[right_].role), roleBadge(record_.parts[left_].role))
                  .arg(gain_)
            : tr("distance, mean of channels, gain x%1").arg(gain_);
  painter.drawText(QRect(box.left(), box.top() + 1, box.width(), line), Qt::AlignCenter, what);
  const QRect below(bar.left(), bar.bottom() + 1, bar.width(), line);
  painter.setPen(viewerSecondaryText());
  painter.drawText(below, Qt::AlignLeft, signs ? QChar(0x2212) % most : QStringLiteral("0"));
  if (signs) painter.drawText(below, Qt::AlignHCenter, QStringLiteral("0"));
  painter.drawText(below, Qt::AlignRight, signs ? QLatin1Char('+') % most : most);
}

}  // namespace unroll::ui
