#pragma once

#include <QAbstractSlider>
#include <QPixmap>
#include <QPointer>

#include "ui/player/clip.h"

namespace unroll::ui {

class FrameClock;

/// A slider over a clock's frames with in and out points. Dragging pauses what plays and lets it go
/// on after.
class FrameSlider : public QAbstractSlider {
  Q_OBJECT

 public:
  explicit FrameSlider(QWidget* parent = nullptr);
  void setClock(FrameClock* clock);

 protected:
  FrameClock* clock() const { return clock_; }
  /// Where frames begin and end, logical pixels.
  virtual QRect track() const = 0;
  int xOf(double frame) const;
  int frameAt(double x) const;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void sliderChange(SliderChange change) override;

 private:
  void follow();
  QPointer<FrameClock> clock_;
};

/// The thin bar of the transport: played range, cursor, 1-2-5 ticks.
class Timeline : public FrameSlider {
  Q_OBJECT

 public:
  explicit Timeline(QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  QRect track() const override;
  void paintEvent(QPaintEvent* event) override;
};

/// Thumbnails of the current clip along time; the frames that are in memory are underlined.
class Filmstrip : public FrameSlider {
  Q_OBJECT

 public:
  explicit Filmstrip(QWidget* parent = nullptr);
  void setClip(ClipPtr clip);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  QRect track() const override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void paintStrip();
  ClipPtr clip_;
  QPixmap strip_;
};

}  // namespace unroll::ui
