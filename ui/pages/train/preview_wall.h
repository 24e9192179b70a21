#pragma once

#include <QHash>
#include <QWidget>

#include "ui/model/run_data.h"
#include "ui/player/frame_clock.h"

class QGridLayout;
class QLabel;

namespace unroll::ui {

class ClipView;

/// One preview as tiles: a row for each part that belongs together (stage 1 over stage 2 over
/// real), a column for each probe seed, all playing in step. A wall never mixes previews.
/// Threads: GUI only.
class PreviewWall : public QWidget {
  Q_OBJECT
 public:
  PreviewWall(FrameClock& clock, QWidget* parent);

  /// `preview`: null says `reason` in place of tiles.
  void setPreview(const Preview* preview, const Recipe& recipe, const QString& reason);
  /// All clips of the shown preview have been read.
  bool isLoaded() const { return waiting_ == 0; }
  QList<ClipView*> tiles() const { return tiles_; }

 Q_SIGNALS:
  void allLoaded();

 private:
  void clear();
  void loaded();

  FrameClock& clock_;
  QGridLayout* grid_;
  QLabel* empty_;
  QList<ClipView*> tiles_;
  QString shown_;
  int columns_ = 0;
  int waiting_ = 0;
  double rate_ = 25;
};

}  // namespace unroll::ui
