#include "ui/pages/data/clip_grid.h"

#include <algorithm>

#include <QFileInfo>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/pages/data/clip_data.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kTile = 112;
constexpr int kFramesEach = 24;
constexpr int kMostPixels = 128;
constexpr int kCachedClips = 600;

class TileDelegate final : public QStyledItemDelegate {
 public:
  TileDelegate(ClipGrid& grid) : QStyledItemDelegate(&grid), grid_(grid) {}

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {kTile + 8, kTile + 12 + option.fontMetrics.height()};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QRect picture(option.rect.left() + 4, option.rect.top() + 4, kTile, kTile);
    painter->fillRect(picture, Theme::color(Role::ViewerSurround));
    const ClipFrames* frames = grid_.clips().frames(index.row());
    if (frames != nullptr && !frames->isEmpty()) {
      const bool hovered = grid_.hoverRow() == index.row();
      const qsizetype last = frames->size() - 1;
      const qsizetype at =
          hovered ? std::clamp<qsizetype>(qRound(grid_.hoverShare() * static_cast<double>(last)), 0,
                                          last)
                  : last / 2;
      painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
      painter->drawImage(picture, frames->at(at));
      if (hovered) {
        const int width = static_cast<int>((at + 1) * kTile / frames->size());
        painter->fillRect(QRect(picture.left(), picture.bottom() - 2, width, 3),
                          Theme::color(Role::Accent));
      }
    }
    if (option.state & QStyle::State_Selected) {
      painter->setPen(QPen(Theme::color(Role::Accent), 2));
      painter->setBrush(Qt::NoBrush);
      painter->drawRect(picture.adjusted(-2, -2, 2, 2));
    }
    painter->setPen(Theme::color(Role::TextSecondary));
    const QRect text(picture.left(), picture.bottom() + 3, kTile, option.fontMetrics.height());
    painter->drawText(
        text, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, kTile));
  }

 private:
  ClipGrid& grid_;
};

}  // namespace

ClipListModel::ClipListModel(QObject* parent) : QAbstractListModel(parent), cache_(kCachedClips) {
  pool_.setMaxThreadCount(1);
}

ClipListModel::~ClipListModel() {
  pool_.clear();
  pool_.waitForDone();
}

void ClipListModel::setStore(std::shared_ptr<const data::ClipStore> store) {
  beginResetModel();
  ++epoch_;
  pool_.clear();
  cache_.clear();
  asked_.clear();
  store_ = std::move(store);
  label_ = -1;
  filter();
  endResetModel();
}

void ClipListModel::setLabel(qint64 label) {
  if (label == label_) return;
  beginResetModel();
  label_ = label;
  filter();
  endResetModel();
}

void ClipListModel::filter() {
  rows_.clear();
  if (store_ == nullptr) return;
  const auto& clips = store_->clips();
  for (size_t i = 0; i < clips.size(); ++i) {
    if (label_ < 0 || clips[i].label == label_) rows_.append(static_cast<qint64>(i));
  }
}

int ClipListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

qint64 ClipListModel::clipAt(int row) const { return rows_.value(row, -1); }

QVariant ClipListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || store_ == nullptr) return {};
  const data::ClipInfo& clip = store_->clips().at(static_cast<size_t>(rows_.at(index.row())));
  const QString name = QFileInfo(QString::fromStdString(clip.source)).fileName();
  if (role == Qt::DisplayRole) return name;
  if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) {
    const QString kind =
        QString::fromStdString(store_->classes().at(static_cast<size_t>(clip.label)));
    return tr("%1, class %2, %L3 frames, %L4 s%5")
        .arg(name, kind)
        .arg(clip.frames)
        .arg(static_cast<double>(clip.frames) / store_->frameRate(), 0, 'f', 1)
        .arg(clip.split == data::Split::Held ? tr(", kept out of training") : QString());
  }
  return {};
}

const ClipFrames* ClipListModel::frames(int row) const {
  const qint64 clip = rows_.value(row, -1);
  if (clip < 0) return nullptr;
  if (const ClipFrames* known = cache_.object(clip)) return known;
  if (asked_.contains(clip)) return nullptr;
  asked_.insert(clip);
  pool_.start([store = store_, clip, epoch = epoch_, model = const_cast<ClipListModel*>(this)] {
    ClipFrames read = spreadFrames(*store, clip, kFramesEach, kMostPixels);
    // The destructor waits for this thread, so the model is still there.
    QMetaObject::invokeMethod(
        model,
        [model, clip, epoch, read] {
          if (epoch != model->epoch_) return;
          model->asked_.remove(clip);
          model->cache_.insert(clip, new ClipFrames(read));
          const qsizetype at = model->rows_.indexOf(clip);
          if (at < 0) return;
          const QModelIndex changed = model->index(static_cast<int>(at));
          Q_EMIT model->dataChanged(changed, changed, {Qt::DecorationRole});
        },
        Qt::QueuedConnection);
  });
  return nullptr;
}

ClipGrid::ClipGrid(QWidget* parent) : QListView(parent), model_(new ClipListModel(this)) {
  setObjectName(QStringLiteral("clipGrid"));
  setAccessibleName(tr("Clips"));
  setModel(model_);
  setItemDelegate(new TileDelegate(*this));
  setViewMode(QListView::IconMode);
  setResizeMode(QListView::Adjust);
  setMovement(QListView::Static);
  setUniformItemSizes(true);
  setMouseTracking(true);
  setSpacing(4);
  setFont(Theme::captionFont());
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
}

void ClipGrid::mouseMoveEvent(QMouseEvent* event) {
  QListView::mouseMoveEvent(event);
  const QModelIndex under = indexAt(event->position().toPoint());
  const int before = hoverRow_;
  hoverRow_ = under.isValid() ? under.row() : -1;
  if (under.isValid()) {
    const QRect place = visualRect(under);
    hoverShare_ = (event->position().x() - place.left() - 4) / kTile;
    viewport()->update(place);
  }
  if (before >= 0 && before != hoverRow_) viewport()->update(visualRect(model_->index(before)));
}

void ClipGrid::leaveEvent(QEvent* event) {
  QListView::leaveEvent(event);
  hoverRow_ = -1;
  viewport()->update();
}

void ClipGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  if (current.isValid()) Q_EMIT clipChosen(model_->clipAt(current.row()));
}

}  // namespace unroll::ui
