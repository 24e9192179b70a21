#include "ui/pages/samples/sample_grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/pages/samples/sample_store.h"
#include "ui/player/picture_paint.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kPadding = 4;

/// Shapes in a square of side 1.
QPainterPath starShape() {
  QPainterPath path;
  for (int corner = 0; corner < 10; ++corner) {
    const double radius = corner % 2 == 0 ? 0.5 : 0.2;
    const double angle = std::numbers::pi * (corner / 5.0 - 0.5);
    const QPointF at(0.5 + radius * std::cos(angle), 0.53 + radius * std::sin(angle));
    if (corner == 0) {
      path.moveTo(at);
    } else {
      path.lineTo(at);
    }
  }
  path.closeSubpath();
  return path;
}

QPainterPath tagShape() {
  QPainterPath path;
  path.addPolygon(QPolygonF({{0.05, 0.25}, {0.65, 0.25}, {0.95, 0.5}, {0.65, 0.75}, {0.05, 0.75}}));
  path.closeSubpath();
  path.addEllipse(QPointF(0.65, 0.5), 0.07, 0.07);
  return path;
}

/// A light mark with a dark edge: seen on any picture, in both themes.
void drawMark(QPainter& painter, const QPainterPath& shape, const QRectF& box) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(box.topLeft());
  painter.scale(box.width(), box.height());
  painter.setPen(QPen(viewerSurround(), 0.12));
  painter.setBrush(viewerText());
  painter.drawPath(shape);
  painter.restore();
}

/// Draws one tile: the picture at a whole factor, seed and class below, star in the corner.
class TilePainter : public QStyledItemDelegate {
 public:
  explicit TilePainter(SampleGrid& grid) : QStyledItemDelegate(&grid), grid_(grid) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return grid_.gridSize();
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QRect box = option.rect.adjusted(1, 1, -1, -1);
    painter->fillRect(box, viewerSurround());
    const int line = option.fontMetrics.height();
    const QRect picture = box.adjusted(kPadding, kPadding, -kPadding, -line - kPadding);
    const QRect foot(box.left() + kPadding, picture.bottom() + 1, box.width() - 2 * kPadding,
                     line + 2);
    QImage image = grid_.hoverFrame(index.row());
    if (image.isNull()) image = index.data(SampleStore::ThumbnailRole).value<QImage>();
    const auto state = static_cast<Sample::State>(index.data(SampleStore::StateRole).toInt());
    if (!image.isNull()) {
      const DevicePixels device(*painter);
      drawFitted(*painter, device.map(picture), image);
    } else if (state == Sample::State::Failed) {
      drawMissing(*painter, picture, SampleGrid::tr("failed"));
    } else if (state != Sample::State::Ready) {
      drawMissing(*painter, picture,
                  state == Sample::State::Making ? SampleGrid::tr("being made")
                                                 : SampleGrid::tr("waiting"));
    }
    painter->setPen(viewerText());
    painter->drawText(foot, Qt::AlignLeft | Qt::AlignVCenter,
                      index.data(SampleStore::SeedRole).toString());
    painter->setPen(viewerSecondaryText());
    const int used =
        option.fontMetrics.horizontalAdvance(index.data(SampleStore::SeedRole).toString()) + 8;
    const QRect rest = foot.adjusted(used, 0, 0, 0);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(SampleStore::LabelRole).toString(),
                                                    Qt::ElideRight, rest.width()));
    if (index.data(SampleStore::StarRole).toBool()) {
      drawMark(*painter, starShape(), QRectF(box.right() - 20, box.top() + 3, 17, 17));
    }
    if (!index.data(SampleStore::TagsRole).toStringList().isEmpty()) {
      drawMark(*painter, tagShape(), QRectF(box.right() - 40, box.top() + 3, 17, 17));
    }
    const bool current = index == grid_.currentIndex();
    if (current || (option.state & QStyle::State_Selected)) {
      painter->setPen(
          QPen(Theme::color(Role::Accent, true), 2, current ? Qt::SolidLine : Qt::DotLine));
      painter->drawRect(box.adjusted(1, 1, -1, -1));
    }
  }

 private:
  SampleGrid& grid_;
};

}  // namespace

SampleGrid::SampleGrid(SampleStore& store, QWidget* parent) : QListView(parent), store_(store) {
  setObjectName(QStringLiteral("sampleGrid"));
  setAccessibleName(tr("Samples"));
  setFlow(QListView::LeftToRight);
  setWrapping(true);
  setResizeMode(QListView::Adjust);
  setUniformItemSizes(true);
  setLayoutMode(QListView::SinglePass);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  setSelectionMode(ExtendedSelection);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  QPalette ground = palette();
  ground.setColor(QPalette::Base, viewerSurround());
  setPalette(ground);
  setItemDelegate(new TilePainter(*this));
  setModel(&store_);
  wanted_.setSingleShot(true);
  wanted_.setInterval(30);
  connect(&wanted_, &QTimer::timeout, this, &SampleGrid::askForVisible);
  connect(&store_, &QAbstractItemModel::modelReset, this, [this] {
    hover(-1);
    wanted_.start();
  });
  connect(&hoverClock_, &FrameClock::frameChanged, this, [this] {
    if (hovered_ >= 0) update(store_.index(hovered_));
  });
  setTile(96);
}

void SampleGrid::setTile(int pixels) {
  tile_ = std::clamp(pixels, 32, 512);
  layOut();
}

/// Tiles share the width, so that no strip is left over at the right.
void SampleGrid::layOut() {
  const int least = tile_ + 2 * kPadding + 2;
  const int room = std::max(least, viewport()->width() - 1);
  const int columns = std::max(1, room / least);
  const QSize size(room / columns, tile_ + fontMetrics().height() + 2 * kPadding + 4);
  if (size != gridSize()) setGridSize(size);
  wanted_.start();
}

void SampleGrid::resizeEvent(QResizeEvent* event) {
  layOut();
  QListView::resizeEvent(event);
}

void SampleGrid::scrollContentsBy(int dx, int dy) {
  QListView::scrollContentsBy(dx, dy);
  // Not started over, so that what passes by is asked for while the person scrolls.
  if (!wanted_.isActive()) wanted_.start();
}

std::pair<int, int> SampleGrid::visibleRows() const {
  const int count = store_.rowCount();
  if (count == 0) return {0, -1};
  const int columns = std::max(1, (viewport()->width() - 1) / std::max(1, gridSize().width()));
  const int height = std::max(1, gridSize().height());
  const int top = verticalScrollBar()->value();
  const int first = top / height * columns;
  const int last = (top + viewport()->height() - 1) / height * columns + columns - 1;
  return {std::min(first, count - 1), std::min(last, count - 1)};
}

void SampleGrid::askForVisible() {
  const auto [first, last] = visibleRows();
  store_.want(first, last);
}

void SampleGrid::setHoverPlays(bool plays) {
  hoverPlays_ = plays;
  if (!plays) hover(-1);
}

void SampleGrid::mouseMoveEvent(QMouseEvent* event) {
  QListView::mouseMoveEvent(event);
  hover(indexAt(event->position().toPoint()).row());
}

void SampleGrid::leaveEvent(QEvent* event) {
  QListView::leaveEvent(event);
  hover(-1);
}

void SampleGrid::hover(int row) {
  if (row == hovered_) return;
  const int before = hovered_;
  hovered_ = row;
  hoverClip_.reset();
  hoverClock_.pause();
  if (before >= 0 && before < store_.rowCount()) update(store_.index(before));
  if (!hoverPlays_ || row < 0 || store_.sample(row).state != Sample::State::Ready) return;
  const PairSource clip = store_.sample(row).clips.last();
  loadClip(clip.path, clip.frameRate, this, [this, row](Result<ClipPtr> read) {
    if (row != hovered_ || !read) return;
    hoverClip_ = *read;
    hoverClock_.setTimeline(hoverClip_->frameCount, hoverClip_->frameRate);
    hoverClock_.setFrame(0);
    hoverClock_.play();
  });
}

QImage SampleGrid::hoverFrame(int row) const {
  return row == hovered_ && hoverClip_ ? frameImage(hoverClip_, hoverClock_.frame()) : QImage();
}

void SampleGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  if (current.isValid()) Q_EMIT chosen(current.row());
}

}  // namespace unroll::ui
