#pragma once

#include <QListView>
#include <QTimer>

#include "ui/player/clip.h"
#include "ui/player/frame_clock.h"

namespace unroll::ui {

class SampleStore;

/// The grid of samples. Only tiles on the screen are drawn and only they ask for thumbnails; the
/// one under the pointer plays.
class SampleGrid : public QListView {
  Q_OBJECT

 public:
  explicit SampleGrid(SampleStore& store, QWidget* parent = nullptr);

  void setTile(int pixels);  ///< side of the picture, logical pixels
  int tile() const { return tile_; }
  /// Rows on the screen, first and last; (0, -1) when there are none.
  std::pair<int, int> visibleRows() const;
  void setHoverPlays(bool plays);
  /// The playing tile's frame, for the delegate; null elsewhere.
  QImage hoverFrame(int row) const;

 Q_SIGNALS:
  void chosen(int row);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void leaveEvent(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  void layOut();
  void askForVisible();
  void hover(int row);

  SampleStore& store_;
  QTimer wanted_;
  int tile_ = 96;
  bool hoverPlays_ = true;
  int hovered_ = -1;
  ClipPtr hoverClip_;
  FrameClock hoverClock_;
};

}  // namespace unroll::ui
