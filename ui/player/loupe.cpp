#include "ui/player/loupe.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/player/pair_view.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kAimedSide = 165;
constexpr int kLeastFactor = 10;
constexpr int kMostFactor = 32;
constexpr int kLeastPixels = 5;
constexpr int kHead = 20;
constexpr int kFoot = 20;
constexpr int kEdge = 8;

}  // namespace

Loupe::Loupe(PairView& view) : QWidget(&view), view_(view) {
  setObjectName(QStringLiteral("loupe"));
  setAccessibleName(tr("Loupe"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  hide();
  connect(&view_, &PairView::probeMoved, this, &Loupe::moveTo);
  connect(&view_, &PairView::frameShown, this, [this] { update(); });
  const auto again = [this] { moveTo(pixel_); };
  connect(&view_, &PairView::viewChanged, this, again);
  connect(&view_, &PairView::modeChanged, this, again);
  connect(&view_, &PairView::recordChanged, this, [this] { moveTo(std::nullopt); });
}

void Loupe::setOn(bool on) {
  on_ = on;
  moveTo(pixel_);
}

QList<int> Loupe::parts() const {
  const bool single = view_.mode() == PairMode::Single || view_.left() == view_.right();
  return single ? QList<int>{view_.left()} : QList<int>{view_.left(), view_.right()};
}

int Loupe::factor() const {
  const double shown = view_.factor().value() / devicePixelRatioF();
  return std::clamp(static_cast<int>(std::ceil(2 * shown)), kLeastFactor, kMostFactor);
}

int Loupe::pixels() const {
  const int fitting = std::max(kAimedSide / factor(), kLeastPixels);
  return fitting % 2 == 1 ? fitting : fitting - 1;
}

void Loupe::moveTo(std::optional<QPoint> pixel) {
  pixel_ = pixel;
  setVisible(on_ && pixel_.has_value());
  if (!isVisible()) return;
  const auto count = static_cast<int>(parts().size());
  resize(count * side() + (count + 1) * kEdge, kHead + side() + kFoot);
  // In the corner that the pointer is not in.
  const QPointF at = view_.mapFromGlobal(QCursor::pos());
  const bool right = at.x() < view_.width() / 2.0;
  move(right ? view_.width() - width() - kEdge : kEdge, view_.height() - height() - kEdge);
  raise();
  update();
}

void Loupe::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), viewerSurround());
  painter.setPen(viewerSecondaryText());
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
  if (!pixel_) return;
  QPoint corner(kEdge, kHead);
  for (const int part : parts()) {
    if (part < view_.record().parts.size()) paintPart(painter, corner, part);
    corner.rx() += side() + kEdge;
  }
}

void Loupe::paintPart(QPainter& painter, const QPoint& corner, int part) const {
  const PairPart& one = view_.record().parts[part];
  const int count = pixels();
  const int size = factor();
  const QRect space(corner, QSize(side(), side()));
  const int badge = drawBadge(painter, QRect(corner.x(), 2, side(), kHead - 4), one.role);
  painter.setPen(viewerText());
  painter.drawText(QRect(corner.x() + badge + 6, 0, side(), kHead), Qt::AlignVCenter,
                   roleName(one.role));
  const QImage image = view_.partImage(part);
  if (image.isNull()) return drawMissing(painter, space, one.missing);
  const QPoint half(count / 2, count / 2);
  const QPoint first = *pixel_ - half;
  // Without smoothing each pixel is one square; beside the picture there is only the surround.
  const QRect there = QRect(first, QSize(count, count)).intersected(image.rect());
  painter.drawImage(QRect(corner + (there.topLeft() - first) * size, there.size() * size), image,
                    there);
  painter.setPen(QPen(Theme::color(Role::Accent, true), 2));
  painter.drawRect(QRect(corner + half * size, QSize(size, size)));
  const QRgb color = image.pixel(*pixel_);
  painter.setPen(viewerText());
  painter.drawText(
      QRect(corner.x(), corner.y() + side(), side(), kFoot), Qt::AlignVCenter,
      QStringLiteral("%1 %2 %3").arg(qRed(color)).arg(qGreen(color)).arg(qBlue(color)));
}

}  // namespace unroll::ui
