#include "ui/player/timeline.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include "ui/player/frame_clock.h"
#include "ui/player/picture_paint.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kUnderline = 3;

/// The smallest of 1, 2, 5, 10, … frames whose ticks stand at least `room` pixels apart.
int tickStep(double pixelsPerFrame, double room) {
  for (int decade = 1; decade < 10'000'000; decade *= 10) {
    for (const int step : {decade, 2 * decade, 5 * decade}) {
      if (step * pixelsPerFrame >= room) return step;
    }
  }
  return 10'000'000;
}

}  // namespace

FrameSlider::FrameSlider(QWidget* parent) : QAbstractSlider(parent) {
  setOrientation(Qt::Horizontal);
  setFocusPolicy(Qt::StrongFocus);
  setSingleStep(1);
  setPageStep(10);
}

void FrameSlider::setClock(FrameClock* clock) {
  if (clock_) {
    disconnect(clock_, nullptr, this, nullptr);
    disconnect(this, nullptr, clock_, nullptr);
  }
  clock_ = clock;
  if (!clock) return;
  connect(clock, &FrameClock::frameChanged, this, &FrameSlider::follow);
  connect(clock, &FrameClock::timelineChanged, this, &FrameSlider::follow);
  connect(clock, &FrameClock::settingsChanged, this, qOverload<>(&QWidget::update));
  connect(this, &QAbstractSlider::valueChanged, clock, [clock](int frame) {
    if (frame != clock->frame()) clock->setFrame(frame);
  });
  follow();
}

void FrameSlider::follow() {
  const QSignalBlocker blocker(this);
  setRange(0, std::max(0, clock_->frameCount() - 1));
  setValue(clock_->frame());
  setEnabled(clock_->frameCount() > 1);
  update();
}

void FrameSlider::sliderChange(SliderChange) { update(); }

int FrameSlider::xOf(double frame) const {
  const QRect room = track();
  return room.left() + static_cast<int>(std::lround(frame * room.width() / (maximum() + 1.0)));
}

int FrameSlider::frameAt(double x) const {
  const QRect room = track();
  const double frame = (x - room.left()) * (maximum() + 1) / std::max(1, room.width());
  return std::clamp(static_cast<int>(std::floor(frame)), 0, maximum());
}

void FrameSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !clock_) return;
  clock_->beginScrub();
  setSliderDown(true);
  setValue(frameAt(event->position().x()));
}

void FrameSlider::mouseMoveEvent(QMouseEvent* event) {
  if (isSliderDown()) setValue(frameAt(event->position().x()));
}

void FrameSlider::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !isSliderDown()) return;
  setSliderDown(false);
  if (clock_) clock_->endScrub();
}

Timeline::Timeline(QWidget* parent) : FrameSlider(parent) {
  setObjectName(QStringLiteral("timeline"));
  setAccessibleName(tr("Frame"));
  setToolTip(tr("Drag to look at any frame"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize Timeline::sizeHint() const { return {200, fontMetrics().height() + 18}; }
QSize Timeline::minimumSizeHint() const { return {60, sizeHint().height()}; }
QRect Timeline::track() const { return {6, 6, std::max(1, width() - 12), 6}; }

void Timeline::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRect room = track();
  painter.fillRect(room, Theme::color(Role::Grid));
  if (!clock() || clock()->frameCount() == 0) return;
  const QRect range(QPoint(xOf(clock()->inPoint()), room.top()),
                    QPoint(xOf(clock()->outPoint() + 1) - 1, room.bottom()));
  painter.fillRect(range, Theme::color(Role::Border));
  painter.setFont(Theme::captionFont());
  const int step = tickStep(double{1} * room.width() / (maximum() + 1), 44);
  for (int frame = 0; frame <= maximum(); frame += step) {
    const int x = xOf(frame);
    painter.setPen(Theme::color(Role::Border));
    painter.drawLine(x, room.bottom() + 1, x, room.bottom() + 4);
    painter.setPen(Theme::color(Role::TextSecondary));
    painter.drawText(QRect(x + 2, room.bottom() + 2, 42, painter.fontMetrics().height()),
                     Qt::AlignLeft, QString::number(frame));
  }
  if (clock()->hasRange()) {
    painter.setPen(Theme::color(Role::Accent));
    painter.drawLine(range.left(), room.top() - 4, range.left(), room.bottom() + 4);
    painter.drawLine(range.right(), room.top() - 4, range.right(), room.bottom() + 4);
  }
  const int left = xOf(value());
  const int width = std::max(3, xOf(value() + 1) - left);
  painter.fillRect(QRect(left, room.top() - 4, width, room.height() + 8),
                   isEnabled() ? Theme::color(Role::Accent) : Theme::color(Role::Border));
  if (hasFocus()) {
    painter.setPen(QPen(Theme::color(Role::Accent), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
  }
}

Filmstrip::Filmstrip(QWidget* parent) : FrameSlider(parent) {
  setObjectName(QStringLiteral("filmstrip"));
  setAccessibleName(tr("Filmstrip"));
  setToolTip(tr("Pictures along time; click one to go there. Underlined frames are in memory."));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAttribute(Qt::WA_OpaquePaintEvent);
}

void Filmstrip::setClip(ClipPtr clip) {
  clip_ = std::move(clip);
  paintStrip();
  update();
}

QSize Filmstrip::sizeHint() const { return {200, 56}; }
QSize Filmstrip::minimumSizeHint() const { return {60, 56}; }
QRect Filmstrip::track() const {
  return {2, 2, std::max(1, width() - 4), height() - 6 - kUnderline};
}

void Filmstrip::resizeEvent(QResizeEvent* event) {
  FrameSlider::resizeEvent(event);
  paintStrip();
}

/// Draws the thumbnails once for each clip and size.
void Filmstrip::paintStrip() {
  const double ratio = devicePixelRatioF();
  const QRect room = track();
  strip_ = QPixmap((QSizeF(room.size()) * ratio).toSize());
  strip_.setDevicePixelRatio(ratio);
  strip_.fill(viewerSurround());
  if (!clip_ || clip_->frameCount == 0 || clip_->height == 0) return;
  QPainter painter(&strip_);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, clip_->height > room.height() * ratio);
  const double thumb = double{1} * room.height() * clip_->width / clip_->height;
  const int count = std::clamp(static_cast<int>(room.width() / (thumb + 1)), 1, clip_->frameCount);
  const double slot = double{1} * room.width() / count;
  for (int i = 0; i < count; ++i) {
    // The frame in the middle of the stretch of time that the picture covers.
    const auto frame = static_cast<int>((i + 0.5) * clip_->frameCount / count);
    painter.drawImage(QRectF(i * slot + (slot - thumb) / 2, 0, thumb, room.height()),
                      frameImage(clip_, frame));
  }
}

void Filmstrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), viewerSurround());
  if (!clip_) {
    drawMissing(painter, rect(), tr("No clip"));
    return;
  }
  const QRect room = track();
  painter.drawPixmap(room.topLeft(), strip_);
  if (!clock()) return;
  // Outside of in and out the pictures are dimmed.
  QColor dim = viewerSurround();
  dim.setAlpha(170);
  painter.fillRect(
      QRect(room.left(), room.top(), xOf(clock()->inPoint()) - room.left(), room.height()), dim);
  const int end = xOf(clock()->outPoint() + 1);
  painter.fillRect(QRect(end, room.top(), room.right() - end + 1, room.height()), dim);
  const int cached = std::min(maximum() + 1, clip_->lengthAt(clock()->rate()));
  painter.fillRect(QRect(room.left(), room.bottom() + 2, xOf(cached) - room.left(), kUnderline),
                   viewerSecondaryText());
  const int left = xOf(value());
  const int width = std::max(2, xOf(value() + 1) - left);
  painter.setPen(QPen(Theme::color(Role::Accent, true), 2));
  painter.drawRect(QRect(left, room.top(), width, room.height()));
  if (hasFocus()) painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

}  // namespace unroll::ui
