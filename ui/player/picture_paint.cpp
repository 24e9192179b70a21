#include "ui/player/picture_paint.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <QCoreApplication>
#include <QPainterPath>
#include <QPolygonF>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

QPainterPath shapeOf(ClipRole role, const QRectF& box) {
  QPainterPath path;
  const QPointF center = box.center();
  switch (role) {
    case ClipRole::Stage1:
      path.addRect(box.adjusted(1, 1, -1, -1));
      break;
    case ClipRole::Stage2:
      path.addEllipse(box);
      break;
    case ClipRole::Stage3:
      path.addPolygon(QPolygonF({{center.x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
      path.closeSubpath();
      break;
    case ClipRole::Stage4: {
      const double third = box.width() / 3;
      path.addRect(QRectF(box.left() + third, box.top(), third, box.height()));
      path.addRect(QRectF(box.left(), box.top() + third, box.width(), third));
      path.setFillRule(Qt::WindingFill);
      break;
    }
    case ClipRole::Real:
      path.addPolygon(QPolygonF({{center.x(), box.top()},
                                 {box.right(), center.y()},
                                 {center.x(), box.bottom()},
                                 {box.left(), center.y()}}));
      path.closeSubpath();
      break;
  }
  return path;
}

}  // namespace

QColor viewerSurround() { return Theme::color(Role::ViewerSurround, true); }
QColor viewerText() { return Theme::color(Role::Text, true); }
QColor viewerSecondaryText() { return Theme::color(Role::TextSecondary, true); }

QColor roleColor(ClipRole role) {
  if (role == ClipRole::Real) return Theme::color(Role::Real, true);
  return Theme::color(Theme::stageRole(static_cast<int>(role) + 1), true);
}

QString roleBadge(ClipRole role) {
  if (role == ClipRole::Real) return tr("R");
  return tr("S%1").arg(static_cast<int>(role) + 1);
}

QString roleName(ClipRole role) {
  if (role == ClipRole::Real) return tr("Real");
  return tr("Stage %1").arg(static_cast<int>(role) + 1);
}

QString ZoomFactor::text() const {
  if (denominator == 1) return tr("%1x").arg(numerator);
  return tr("%1/%2").arg(numerator).arg(denominator);
}

ZoomFactor fittingFactor(QSize picture, QSize space) {
  if (picture.isEmpty() || space.isEmpty()) return {};
  const int whole = std::min(space.width() / picture.width(), space.height() / picture.height());
  if (whole >= 1) return {whole, 1};
  const auto over = [](int pixels, int room) { return (pixels + room - 1) / room; };
  return {1,
          std::max(over(picture.width(), space.width()), over(picture.height(), space.height()))};
}

QImage enlargeNearest(const QImage& image, ZoomFactor factor, QRect visible) {
  const QImage source = image.convertToFormat(QImage::Format_RGB32);
  QImage out(visible.size(), QImage::Format_RGB32);
  if (out.isNull() || source.isNull()) return out;
  const auto pick = [&](int device, int most) {
    return std::clamp(device * factor.denominator / factor.numerator, 0, most - 1);
  };
  std::vector<int> columns(static_cast<size_t>(out.width()));
  for (int x = 0; x < out.width(); ++x) {
    columns[static_cast<size_t>(x)] = pick(visible.x() + x, source.width());
  }
  int made = -1;
  for (int y = 0; y < out.height(); ++y) {
    const int row = pick(visible.y() + y, source.height());
    auto* line = static_cast<QRgb*>(static_cast<void*>(out.scanLine(y)));
    if (row == made) {
      std::memcpy(line, out.constScanLine(y - 1), static_cast<size_t>(out.width()) * sizeof(QRgb));
      continue;
    }
    const auto* from =
        static_cast<const QRgb*>(static_cast<const void*>(source.constScanLine(row)));
    for (int x = 0; x < out.width(); ++x) line[x] = from[columns[static_cast<size_t>(x)]];
    made = row;
  }
  return out;
}

QImage resizeNearest(const QImage& image, QSize size) {
  if (image.isNull() || size.isEmpty()) return {};
  const QImage source = image.convertToFormat(QImage::Format_RGB32);
  if (source.size() == size) return source;
  QImage out(size, QImage::Format_RGB32);
  for (int y = 0; y < size.height(); ++y) {
    const int row = static_cast<int>(int64_t{y} * source.height() / size.height());
    const auto* from =
        static_cast<const QRgb*>(static_cast<const void*>(source.constScanLine(row)));
    auto* line = static_cast<QRgb*>(static_cast<void*>(out.scanLine(y)));
    for (int x = 0; x < size.width(); ++x) {
      line[x] = from[int64_t{x} * source.width() / size.width()];
    }
  }
  return out;
}

DevicePixels::DevicePixels(QPainter& painter)
    : painter_(painter),
      toDevice_(painter.deviceTransform()),
      ratio_(painter.device()->devicePixelRatio()) {
  painter_.save();
  painter_.setWorldTransform(toDevice_.inverted() * painter_.worldTransform());
}

DevicePixels::~DevicePixels() { painter_.restore(); }

QRect DevicePixels::map(const QRectF& logical) const {
  const QRectF device = toDevice_.mapRect(logical);
  const QPoint topLeft(qRound(device.left()), qRound(device.top()));
  const QPoint end(qRound(device.right()), qRound(device.bottom()));
  return {topLeft, QSize(end.x() - topLeft.x(), end.y() - topLeft.y())};
}

ZoomFactor drawFitted(QPainter& devicePainter, QRect space, const QImage& image) {
  const ZoomFactor factor = fittingFactor(image.size(), space.size());
  const QSize size = factor.scaled(image.size());
  const QPoint corner(space.x() + (space.width() - size.width()) / 2,
                      space.y() + (space.height() - size.height()) / 2);
  devicePainter.drawImage(corner, enlargeNearest(image, factor, QRect(QPoint(), size)));
  return factor;
}

int drawBadge(QPainter& painter, const QRect& rect, ClipRole role) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double side = std::min<double>(rect.height(), 11);
  const QRectF box(rect.left() + 0.5, rect.center().y() - side / 2 + 0.5, side, side);
  painter.setPen(Qt::NoPen);
  painter.setBrush(roleColor(role));
  painter.drawPath(shapeOf(role, box));
  painter.setPen(roleColor(role));
  const QString text = roleBadge(role);
  const int start = static_cast<int>(box.right()) + 4;
  painter.drawText(QRect(start, rect.top(), rect.right() - start + 1, rect.height()),
                   Qt::AlignLeft | Qt::AlignVCenter, text);
  const int used = start + painter.fontMetrics().horizontalAdvance(text) - rect.left();
  painter.restore();
  return used;
}

void drawMissing(QPainter& painter, const QRect& rect, const QString& reason) {
  painter.save();
  painter.fillRect(rect, viewerSurround());
  painter.fillRect(rect, QBrush(QColor(0x4A, 0x50, 0x5A), Qt::BDiagPattern));
  const QRect room = rect.adjusted(6, 4, -6, -4);
  const QRect text = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, reason);
  painter.fillRect(text.intersected(room).adjusted(-4, -2, 4, 2), viewerSurround());
  painter.setPen(viewerSecondaryText());
  painter.setClipRect(rect);
  painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, reason);
  painter.restore();
}

}  // namespace unroll::ui
