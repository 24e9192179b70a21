#pragma once

#include <memory>

#include <QAbstractListModel>
#include <QCache>
#include <QListView>
#include <QSet>
#include <QThreadPool>

#include "data/clip_store.h"

namespace unroll::ui {

using ClipFrames = QList<QImage>;

/// The clips of a store; pictures are read by worker threads when they are first asked for.
/// Threads: GUI only.
class ClipListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  explicit ClipListModel(QObject* parent);
  ~ClipListModel() override;

  void setStore(std::shared_ptr<const data::ClipStore> store);
  /// Only clips of this class; -1: all.
  void setLabel(qint64 label);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  qint64 clipAt(int row) const;
  /// The frames of a row, or null while they are being read.
  const ClipFrames* frames(int row) const;
  bool isReading() const { return !asked_.isEmpty(); }

 private:
  void filter();

  std::shared_ptr<const data::ClipStore> store_;
  qint64 label_ = -1;
  QList<qint64> rows_;
  mutable QCache<qint64, ClipFrames> cache_;
  mutable QSet<qint64> asked_;
  mutable QThreadPool pool_;
  quint64 epoch_ = 0;  ///< answers for an earlier store are dropped
};

/// Thumbnails of clips; moving the pointer over one plays through it. Only what is on the screen is
/// read. Threads: GUI only.
class ClipGrid : public QListView {
  Q_OBJECT
 public:
  explicit ClipGrid(QWidget* parent);

  ClipListModel& clips() { return *model_; }
  int hoverRow() const { return hoverRow_; }
  double hoverShare() const { return hoverShare_; }  ///< where the pointer is, 0 (left) to 1

 Q_SIGNALS:
  void clipChosen(qint64 clip);

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  ClipListModel* model_;
  int hoverRow_ = -1;
  double hoverShare_ = 0;
};

}  // namespace unroll::ui
