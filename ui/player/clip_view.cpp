#include "ui/player/clip_view.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kMargin = 4;

QString withFactor(const QString& caption, const ZoomFactor& factor) {
  return caption.isEmpty() ? factor.text() : caption % QStringLiteral("  ·  ") % factor.text();
}

}  // namespace

ClipView::ClipView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("clipView"));
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMissing(tr("No clip yet"));
  connect(&hover_, &FrameClock::frameChanged, this,
          [this](int frame) { setFrame(frame, hover_.rate()); });
}

void ClipView::setClip(ClipPtr clip) {
  ++loading_;
  clip_ = std::move(clip);
  if (clip_) hover_.setTimeline(clip_->frameCount, clip_->frameRate);
  shown_ = std::clamp(shown_, 0, clip_ ? std::max(0, clip_->frameCount - 1) : 0);
  followClock();
  describe();
  updateGeometry();
  update();
}

void ClipView::setMissing(const QString& reason) {
  missing_ = reason;
  describe();
  update();
}

void ClipView::load(const QString& path, double frameRate) {
  const quint64 number = ++loading_;
  loadClip(path, frameRate, this, [this, number](Result<ClipPtr> clip) {
    if (number != loading_) return;
    if (!clip) setMissing(QString::fromStdString(clip.error().message));
    setClip(clip ? *clip : nullptr);
    Q_EMIT loaded();
  });
}

void ClipView::setRole(ClipRole role) {
  role_ = role;
  describe();
  update();
}

void ClipView::setTitle(const QString& title) {
  title_ = title;
  describe();
  update();
}

void ClipView::setCaption(const QString& caption) {
  if (caption == caption_) return;
  caption_ = caption;
  describe();
  update();
}

void ClipView::setClock(FrameClock* clock) {
  if (clock_) disconnect(clock_, nullptr, this, nullptr);
  clock_ = clock;
  if (!clock) return;
  connect(clock, &FrameClock::frameChanged, this, &ClipView::followClock);
  connect(clock, &FrameClock::timelineChanged, this, &ClipView::followClock);
  followClock();
}

void ClipView::followClock() {
  if (clock_ && !hover_.isPlaying()) setFrame(clock_->frame(), clock_->rate());
}

void ClipView::setHoverPlays(bool plays) {
  hoverPlays_ = plays;
  if (!plays) hover_.pause();
}

void ClipView::setFrame(int cursor, double cursorRate) {
  const int next = clip_ ? clip_->indexAt(cursor, cursorRate) : 0;
  if (next == shown_) return;
  shown_ = next;
  update();
}

int ClipView::lineHeight() const { return fontMetrics().height() + 2; }

QSize ClipView::sizeHint() const {
  return {128 + 2 * kMargin, 128 + 2 * lineHeight() + 2 * kMargin};
}

QSize ClipView::minimumSizeHint() const {
  return {64 + 2 * kMargin, 64 + 2 * lineHeight() + 2 * kMargin};
}

void ClipView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), viewerSurround());
  const QRect inner = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
  const QRect head(inner.left(), inner.top(), inner.width(), lineHeight());
  const QRect foot(inner.left(), inner.bottom() - lineHeight() + 1, inner.width(), lineHeight());
  const QRect space(inner.left(), head.bottom() + 1, inner.width(), foot.top() - head.bottom() - 1);

  const int used = drawBadge(painter, head, role_);
  painter.setPen(viewerText());
  const QRect titleRoom = head.adjusted(used + 6, 0, 0, 0);
  painter.drawText(titleRoom, Qt::AlignLeft | Qt::AlignVCenter,
                   fontMetrics().elidedText(title_, Qt::ElideRight, titleRoom.width()));
  QString caption = caption_;
  if (clip_) {
    const DevicePixels device(painter);
    factor_ = drawFitted(painter, device.map(space), frameImage(clip_, shown_));
    caption = withFactor(caption_, factor_);
  } else {
    drawMissing(painter, space, missing_);
  }
  painter.setPen(viewerSecondaryText());
  painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter,
                   fontMetrics().elidedText(caption, Qt::ElideRight, foot.width()));
  if (hasFocus()) {
    painter.setPen(
        QPen(Theme::color(Role::Accent, true), 2, hasFocus() ? Qt::SolidLine : Qt::DashLine));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
  }
}

void ClipView::enterEvent(QEnterEvent* event) {
  QWidget::enterEvent(event);
  if (!hoverPlays_ || !clip_) return;
  hover_.setFrame(shown_);
  hover_.play();
}

void ClipView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  if (!hover_.isPlaying()) return;
  hover_.pause();
  followClock();
}

void ClipView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
    Q_EMIT clicked();
  }
}

void ClipView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    Q_EMIT clicked();
    return;
  }
  QWidget::keyPressEvent(event);
}

/// What a screen reader says: role by name and shape, title, caption or what is missing.
void ClipView::describe() {
  QStringList parts{roleName(role_)};
  if (!title_.isEmpty()) parts.append(title_);
  setAccessibleName(parts.join(QStringLiteral(", ")));
  QString text = clip_ ? tr("%n frames of %1 x %2 pixels", nullptr, clip_->frameCount)
                             .arg(clip_->width)
                             .arg(clip_->height)
                       : tr("Missing: %1").arg(missing_);
  if (!caption_.isEmpty()) text += QStringLiteral(". ") % caption_;
  setAccessibleDescription(text);
  setToolTip(clip_ ? accessibleName() % QStringLiteral("\n") % text : missing_);
}

}  // namespace unroll::ui
