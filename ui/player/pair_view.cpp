#include "ui/player/pair_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QMouseEvent>
#include <QWheelEvent>

namespace unroll::ui {
namespace {

constexpr std::array kZooms{1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
constexpr int kBlinkMilliseconds = 500;
constexpr double kHandleReach = 8;  ///< logical pixels on each side of the wipe's line

}  // namespace

PairView::PairView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("pairView"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Pair view"));
  blink_.setInterval(kBlinkMilliseconds);
  connect(&blink_, &QTimer::timeout, this, [this] {
    blinkRight_ = !blinkRight_;
    update();
  });
}

void PairView::setRecord(PairRecord record) {
  const bool resized = record.size() != record_.size();
  const bool sameParts = record.parts.size() == record_.parts.size();
  record_ = std::move(record);
  const int last = static_cast<int>(record_.parts.size()) - 1;
  if (!sameParts || left_ > last || right_ > last) {
    // The first stage beside the last one; a real clip comes after the stages and is not taken
    // first.
    left_ = 0;
    right_ = std::max(0, last);
    while (right_ > 1 && record_.parts[right_].role == ClipRole::Real) --right_;
  }
  if (resized) center_ = QRectF(QPointF(), QSizeF(record_.size())).center();
  // A record without clips has no time of its own: the cursor stays where it is.
  if (clock_ && record_.frameCount() > 0) {
    clock_->setTimeline(record_.frameCount(), record_.frameRate());
  }
  cursor_ =
      std::clamp(clock_ ? clock_->frame() : cursor_, 0, std::max(0, record_.frameCount() - 1));
  describe();
  update();
  Q_EMIT recordChanged();
}

void PairView::setClock(FrameClock* clock) {
  if (clock_) disconnect(clock_, nullptr, this, nullptr);
  clock_ = clock;
  if (!clock) return;
  if (record_.frameCount() > 0) clock->setTimeline(record_.frameCount(), record_.frameRate());
  connect(clock, &FrameClock::frameChanged, this, &PairView::setFrame);
  setFrame(clock->frame());
}

void PairView::setFrame(int cursor) {
  if (cursor == cursor_) return;
  cursor_ = cursor;
  update();
  Q_EMIT frameShown();
}

void PairView::setMode(PairMode mode) {
  if (mode == mode_) return;
  mode_ = mode;
  blinkRight_ = false;
  if (mode == PairMode::Blink) {
    blink_.start();
  } else {
    blink_.stop();
  }
  describe();
  update();
  Q_EMIT modeChanged();
}

void PairView::setSides(int left, int right) {
  const int last = static_cast<int>(record_.parts.size()) - 1;
  left_ = std::clamp(left, 0, std::max(0, last));
  right_ = std::clamp(right, 0, std::max(0, last));
  describe();
  update();
  Q_EMIT viewChanged();
}

void PairView::swapSides() { setSides(right_, left_); }

void PairView::showOnly(int part) {
  if (part < 0 || part >= record_.parts.size()) return;
  setSides(part, part == right_ ? left_ : right_);
  setMode(PairMode::Single);
}

void PairView::setPeeking(bool peeking) {
  if (peeking == peeking_) return;
  peeking_ = peeking;
  update();
}

void PairView::setGain(int gain) {
  const int checked = std::clamp(gain, 1, 32);
  if (checked == gain_) return;
  gain_ = checked;
  update();
  Q_EMIT viewChanged();
}

void PairView::setDifferenceKind(DifferenceKind kind) {
  if (kind == kind_) return;
  kind_ = kind;
  update();
  Q_EMIT viewChanged();
}

void PairView::setWipe(double share) {
  const double checked = std::clamp(share, 0.0, 1.0);
  if (checked == wipe_) return;
  wipe_ = checked;
  update();
  Q_EMIT viewChanged();
}

void PairView::setZoom(std::optional<int> zoom) {
  if (zoom) zoom = std::clamp(*zoom, 1, 64);
  if (zoom == zoom_) return;
  zoom_ = zoom;
  if (!zoom) center_ = QRectF(QPointF(), QSizeF(record_.size())).center();
  update();
  Q_EMIT viewChanged();
}

void PairView::zoomBy(int steps) {
  const double now = factor().value();
  for (; steps > 0; --steps) {
    const auto next =
        std::find_if(kZooms.begin(), kZooms.end(), [&](int one) { return one > now; });
    if (next != kZooms.end()) setZoom(*next);
  }
  for (; steps < 0; ++steps) {
    const auto next =
        std::find_if(kZooms.rbegin(), kZooms.rend(), [&](int one) { return one < now; });
    if (next != kZooms.rend()) setZoom(*next);
  }
}

void PairView::setSmooth(bool smooth) {
  if (smooth == smooth_) return;
  smooth_ = smooth;
  update();
  Q_EMIT viewChanged();
}

void PairView::setCenter(QPointF center) {
  const QSize size = record_.size();
  center_ = {std::clamp(center.x(), 0.0, double{1} * size.width()),
             std::clamp(center.y(), 0.0, double{1} * size.height())};
  update();
  Q_EMIT viewChanged();
}

bool PairView::has(int part) const {
  return part >= 0 && part < record_.parts.size() && record_.parts[part].clip;
}

int PairView::alone() const {
  if (peeking_) return right_;
  if (mode_ == PairMode::Single) return left_;
  if (mode_ == PairMode::Blink) return blinkRight_ ? right_ : left_;
  return -1;
}

QImage PairView::partImage(int part) const {
  if (!has(part)) return {};
  const ClipPtr& clip = record_.parts[part].clip;
  const int index = clip->indexAt(cursor_, record_.frameRate());
  return resizeNearest(frameImage(clip, index), record_.size());
}

QImage PairView::shownImage() const {
  if (alone() >= 0) return partImage(alone());
  const QImage left = partImage(left_);
  const QImage right = partImage(right_);
  if (mode_ == PairMode::Tile || left.isNull() || right.isNull()) {
    return left.isNull() ? right : left;
  }
  if (mode_ == PairMode::Difference) return differenceImage(left, right, kind_, gain_);
  QImage out(mode_ == PairMode::SideBySide ? left.width() * 2 : left.width(), left.height(),
             QImage::Format_RGB32);
  QPainter painter(&out);
  painter.drawImage(0, 0, left);
  if (mode_ == PairMode::SideBySide) {
    painter.drawImage(left.width(), 0, right);
  } else {
    const int from = static_cast<int>(std::lround(wipe_ * left.width()));
    painter.drawImage(from, 0, right, from, 0);
  }
  return out;
}

std::optional<PairProbe> PairView::probe(QPoint pixel) const {
  const QImage left = partImage(left_);
  const QImage right = partImage(right_);
  if (!left.valid(pixel) || !right.valid(pixel)) return {};
  return PairProbe{pixel, left.pixel(pixel), right.pixel(pixel)};
}

std::optional<FrameMeasures> PairView::measures() const {
  const QImage left = partImage(left_);
  const QImage right = partImage(right_);
  if (left.isNull() || right.isNull()) return {};
  return measureFrames(left, right);
}

QString PairView::scalingNote() const {
  QStringList notes;
  QString largest;
  for (const PairPart& part : record_.parts) {
    if (largest.isEmpty() && part.clip && part.clip->size() == record_.size()) {
      largest = roleName(part.role);
    }
  }
  for (const PairPart& part : record_.parts) {
    if (!part.clip || part.clip->size() == record_.size()) continue;
    const double times = double{1} * record_.size().width() / part.clip->width;
    notes.append(
        tr("%1 is enlarged %2 times with nearest neighbour so that its pixels line up with %3.")
            .arg(roleName(part.role), QString::number(times), largest));
  }
  return notes.join(QLatin1Char(' '));
}

int PairView::scaleBarHeight() const { return 2 * fontMetrics().height() + 16; }

QSize PairView::sizeHint() const { return {640, 400}; }

ZoomFactor PairView::factorIn(QSize deviceCanvas) const {
  if (zoom_) return {*zoom_, 1};
  return fittingFactor(record_.size(), deviceCanvas);
}

ZoomFactor PairView::factor() const {
  const QList<Cell> all = cells();
  if (all.isEmpty()) return {};
  return factorIn((QSizeF(all.front().canvas.size()) * devicePixelRatioF()).toSize());
}

QList<PairView::Cell> PairView::cells() const {
  const int head = fontMetrics().height() + 8;
  constexpr int kGap = 4;
  QList<int> parts;
  if (alone() >= 0 || mode_ == PairMode::Wipe || mode_ == PairMode::Difference) {
    parts = {alone() >= 0 ? alone() : left_};
  } else if (mode_ == PairMode::SideBySide) {
    parts = {left_, right_};
  } else {
    for (int part = 0; part < record_.parts.size(); ++part) parts.append(part);
  }
  const int count = std::max(1, static_cast<int>(parts.size()));
  const int columns = count <= 3 ? count : static_cast<int>(std::ceil(std::sqrt(count)));
  const int rows = (count + columns - 1) / columns;
  const int width = (this->width() - (columns - 1) * kGap) / columns;
  const int height = (this->height() - (rows - 1) * kGap) / rows;
  // A difference has its scale under the picture.
  const bool scaled = alone() < 0 && mode_ == PairMode::Difference;
  const int foot = scaled ? scaleBarHeight() : 0;
  QList<Cell> result;
  for (int i = 0; i < parts.size(); ++i) {
    const QPoint corner((i % columns) * (width + kGap), (i / columns) * (height + kGap));
    result.append({parts[i], QRect(corner, QSize(width, head)),
                   QRect(corner + QPoint(0, head), QSize(width, height - head - foot))});
  }
  return result;
}

QRect PairView::devicePictureRect(QRect canvas, ZoomFactor factor) const {
  const QSize size = factor.scaled(record_.size());
  const auto place = [&](int start, int room, int length, double center) {
    if (length <= room) return start + (room - length) / 2;
    const int wanted = start + room / 2 - static_cast<int>(std::lround(center * factor.value()));
    return std::clamp(wanted, start + room - length, start);
  };
  return {QPoint(place(canvas.x(), canvas.width(), size.width(), center_.x()),
                 place(canvas.y(), canvas.height(), size.height(), center_.y())),
          size};
}

QRectF PairView::pictureRect(const Cell& cell) const {
  const double ratio = devicePixelRatioF();
  const QRect canvas =
      QRectF(QPointF(cell.canvas.topLeft()) * ratio, QSizeF(cell.canvas.size()) * ratio)
          .toAlignedRect();
  const QRect placed = devicePictureRect(canvas, factorIn(canvas.size()));
  return {QPointF(placed.topLeft()) / ratio, QSizeF(placed.size()) / ratio};
}

std::optional<QPoint> PairView::pixelAt(const QPointF& position) const {
  for (const Cell& cell : cells()) {
    if (!cell.canvas.contains(position.toPoint())) continue;
    const QRectF placed = pictureRect(cell);
    const double scale = record_.size().width() / std::max(1.0, placed.width());
    const QPoint pixel(static_cast<int>(std::floor((position.x() - placed.x()) * scale)),
                       static_cast<int>(std::floor((position.y() - placed.y()) * scale)));
    if (QRect(QPoint(), record_.size()).contains(pixel)) return pixel;
  }
  return {};
}

QPointF PairView::positionOf(QPoint pixel) const {
  const QList<Cell> all = cells();
  if (all.isEmpty() || record_.size().isEmpty()) return {};
  const QRectF placed = pictureRect(all.front());
  const double scale = placed.width() / record_.size().width();
  return placed.topLeft() + (QPointF(pixel) + QPointF(0.5, 0.5)) * scale;
}

double PairView::wipePosition(const Cell& cell) const {
  const QRectF placed = pictureRect(cell);
  return placed.x() + wipe_ * placed.width();
}

void PairView::mousePressEvent(QMouseEvent* event) {
  dragFrom_ = event->position();
  const QList<Cell> all = cells();
  if (event->button() == Qt::LeftButton && mode_ == PairMode::Wipe && !all.isEmpty() &&
      std::abs(event->position().x() - wipePosition(all.front())) <= kHandleReach) {
    drag_ = Drag::Wipe;
  } else if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
    drag_ = Drag::Pan;
  }
}

void PairView::mouseMoveEvent(QMouseEvent* event) {
  const QList<Cell> all = cells();
  if (all.isEmpty() || record_.size().isEmpty()) return;
  const QRectF placed = pictureRect(all.front());
  if (drag_ == Drag::Wipe) {
    setWipe((event->position().x() - placed.x()) / std::max(1.0, placed.width()));
  } else if (drag_ == Drag::Pan) {
    const double scale = record_.size().width() / std::max(1.0, placed.width());
    setCenter(center_ - (event->position() - dragFrom_) * scale);
    dragFrom_ = event->position();
  } else if (mode_ == PairMode::Wipe) {
    const bool near = std::abs(event->position().x() - wipePosition(all.front())) <= kHandleReach;
    setCursor(near ? Qt::SplitHCursor : Qt::ArrowCursor);
  } else {
    unsetCursor();
  }
  Q_EMIT probeMoved(pixelAt(event->position()));
}

void PairView::mouseReleaseEvent(QMouseEvent*) { drag_ = Drag::None; }

void PairView::mouseDoubleClickEvent(QMouseEvent*) {
  setZoom(zoom_ ? std::nullopt : std::optional<int>(std::max(2, factor().numerator * 2)));
}

void PairView::wheelEvent(QWheelEvent* event) {
  if (event->angleDelta().y() == 0 || record_.size().isEmpty()) return;
  // The pixel under the pointer stays there.
  const std::optional<QPoint> pixel = pixelAt(event->position());
  const QPointF before = pixel ? positionOf(*pixel) : QPointF();
  zoomBy(event->angleDelta().y() > 0 ? 1 : -1);
  if (pixel) {
    const QRectF placed = pictureRect(cells().front());
    const double scale = record_.size().width() / std::max(1.0, placed.width());
    setCenter(center_ + (positionOf(*pixel) - before) * scale);
  }
  event->accept();
}

void PairView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  Q_EMIT probeMoved(std::nullopt);
}

/// What a screen reader says: the record and its sides, with missing parts and their reasons.
void PairView::describe() {
  QStringList sides;
  for (const int part : {left_, right_}) {
    if (part >= record_.parts.size()) continue;
    const PairPart& one = record_.parts[part];
    sides.append(one.clip ? tr("%1, %2 x %3 pixels")
                                .arg(roleName(one.role))
                                .arg(one.clip->width)
                                .arg(one.clip->height)
                          : tr("%1 missing: %2").arg(roleName(one.role), one.missing));
  }
  setAccessibleDescription(record_.title % QStringLiteral(". ") % sides.join(QStringLiteral("; ")));
}

}  // namespace unroll::ui
