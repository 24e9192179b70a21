#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/player/clip.h"
#include "ui/player/frame_clock.h"
#include "ui/player/picture_paint.h"

namespace unroll::ui {

/// A tile that plays one clip: badge above, the picture at a whole factor in device pixels, caption
/// (step, age) and factor below. It follows a FrameClock, or plays by itself while the pointer is
/// over it.
///
/// What is missing is hatched with the reason. Threads: GUI.
class ClipView : public QWidget {
  Q_OBJECT

 public:
  explicit ClipView(QWidget* parent = nullptr);

  /// Shows `clip`; null takes the picture away and hatches the tile.
  void setClip(ClipPtr clip);
  const ClipPtr& clip() const { return clip_; }
  /// The sentence on the hatching while there is no clip, for example "made at the next preview".
  void setMissing(const QString& reason);
  /// Reads the clip off the GUI thread; a later call replaces one that is under way.
  void load(const QString& path, double frameRate);

  void setRole(ClipRole role);
  ClipRole role() const { return role_; }
  void setTitle(const QString& title);      ///< beside the badge, for example "seed 17"
  void setCaption(const QString& caption);  ///< below, for example "step 41 000, 40 s old"

  /// Follows the window's clock; null leaves the frame to setFrame().
  void setClock(FrameClock* clock);
  /// Plays at the clip's own rate while the pointer is over the tile. Off where motion is unwanted.
  void setHoverPlays(bool plays);

  /// Shows the frame at `cursor`, counted at `cursorRate` frames per second.
  void setFrame(int cursor, double cursorRate);
  int shownFrame() const { return shown_; }      ///< index in the clip
  ZoomFactor factor() const { return factor_; }  ///< as last painted
  QImage shownImage() const { return frameImage(clip_, shown_); }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void clicked();
  void loaded();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void followClock();
  void describe();
  int lineHeight() const;

  ClipPtr clip_;
  ClipRole role_ = ClipRole::Stage1;
  QString missing_;
  QString title_;
  QString caption_;
  QPointer<FrameClock> clock_;
  FrameClock hover_;
  bool hoverPlays_ = false;
  int shown_ = 0;
  ZoomFactor factor_;
  quint64 loading_ = 0;  ///< number of the newest load()
};

}  // namespace unroll::ui
