#pragma once

#include <QColor>
#include <QImage>
#include <QPainter>
#include <QRect>
#include <QString>

#include "ui/player/clip.h"

namespace unroll::ui {

/// The neutral colour round every picture, the same in the light and the dark theme, because the
/// surround changes how colours are seen.
QColor viewerSurround();
QColor viewerText();
QColor viewerSecondaryText();

/// How a role looks on the viewer's surround.
QColor roleColor(ClipRole role);
QString roleBadge(ClipRole role);  ///< "S1"
QString roleName(ClipRole role);   ///< "Stage 1"

/// Device pixels per picture pixel as a fraction: 4/1 enlarges four times, 1/2 halves.
struct ZoomFactor {
  int numerator = 1;
  int denominator = 1;

  int scaled(int pixels) const { return pixels * numerator / denominator; }
  QSize scaled(QSize size) const { return {scaled(size.width()), scaled(size.height())}; }
  double value() const { return static_cast<double>(numerator) / denominator; }
  QString text() const;  ///< "4x" or "1/2"
  bool operator==(const ZoomFactor&) const = default;
};

/// The largest whole factor (or 1/n) at which `picture` fits into `space`, both in device pixels.
ZoomFactor fittingFactor(QSize picture, QSize space);

/// The part `visible` (device pixels from the enlarged picture's corner) of `image` at `factor`,
/// each pixel repeated and none mixed. Shapes: any QImage -> RGB32 of visible.size().
QImage enlargeNearest(const QImage& image, ZoomFactor factor, QRect visible);

/// `image` at exactly `size`, nearest neighbour.
QImage resizeNearest(const QImage& image, QSize size);

/// Turns `painter` to device pixels until this object goes.
class DevicePixels {
 public:
  explicit DevicePixels(QPainter& painter);
  ~DevicePixels();
  DevicePixels(const DevicePixels&) = delete;
  DevicePixels& operator=(const DevicePixels&) = delete;

  QRect map(const QRectF& logical) const;
  double ratio() const { return ratio_; }

 private:
  QPainter& painter_;
  QTransform toDevice_;
  double ratio_;
};

/// Draws the picture in the middle of `space` (device pixels) at a whole factor, nearest. The
/// factor.
ZoomFactor drawFitted(QPainter& devicePainter, QRect space, const QImage& image);

/// The role's shape with its letters, its left end at `rect`'s left; the width used.
int drawBadge(QPainter& painter, const QRect& rect, ClipRole role);

/// Hatches `rect` and writes the reason: what is not there is never shown as something older.
void drawMissing(QPainter& painter, const QRect& rect, const QString& reason);

}  // namespace unroll::ui
