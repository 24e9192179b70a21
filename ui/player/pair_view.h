#pragma once

#include <optional>

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "ui/player/difference.h"
#include "ui/player/frame_clock.h"
#include "ui/player/pair_record.h"
#include "ui/player/picture_paint.h"

namespace unroll::ui {

enum class PairMode { Single, SideBySide, Wipe, Difference, Blink, Tile };

/// What lies under the pointer, in pixels of the record's size.
struct PairProbe {
  QPoint pixel;
  QRgb left = 0;
  QRgb right = 0;
};

/// Shows one record: its two sides beside each other, wiped, subtracted, blinking, or all parts as
/// tiles, with one zoom and one pan for all. Sides are matched in time; smaller ones are enlarged
/// to the largest by nearest neighbour so that pixels line up. Everything is drawn in device
/// pixels.
///
/// Threads: GUI.
class PairView : public QWidget {
  Q_OBJECT

 public:
  explicit PairView(QWidget* parent = nullptr);

  /// Replaces the whole record. Parts of two records are never mixed.
  void setRecord(PairRecord record);
  const PairRecord& record() const { return record_; }
  void setClock(FrameClock* clock);  ///< the view also gives it the record's timeline
  void setFrame(int cursor);         ///< at the record's rate

  PairMode mode() const { return mode_; }
  void setMode(PairMode mode);
  int left() const { return left_; }    ///< index of the part on the left, A
  int right() const { return right_; }  ///< and on the right, B
  void setSides(int left, int right);
  void swapSides();
  void showOnly(int part);  ///< single, that part on the left
  bool isPeeking() const { return peeking_; }
  void setPeeking(bool peeking);  ///< shows the other side alone while held

  int gain() const { return gain_; }
  void setGain(int gain);  ///< 1, 2, 4, 8, 16 or 32
  DifferenceKind differenceKind() const { return kind_; }
  void setDifferenceKind(DifferenceKind kind);
  double wipe() const { return wipe_; }
  void setWipe(double share);  ///< of the picture's width, 0..1

  /// Device pixels per pixel of the record; none: the largest whole factor that fits.
  std::optional<int> zoom() const { return zoom_; }
  void setZoom(std::optional<int> zoom);
  void zoomBy(int steps);
  ZoomFactor factor() const;  ///< now in use
  bool isSmooth() const { return smooth_; }
  void setSmooth(bool smooth);     ///< linear in place of nearest
  void setCenter(QPointF center);  ///< pixel of the record in the middle of the view
  QPointF center() const { return center_; }

  /// The pixel of the record under a widget position, if it lies on a picture.
  std::optional<QPoint> pixelAt(const QPointF& position) const;
  /// Where the middle of that pixel is drawn in the first picture.
  QPointF positionOf(QPoint pixel) const;
  std::optional<PairProbe> probe(QPoint pixel) const;
  /// Likeness of the two sides' current frames; none while one is missing.
  std::optional<FrameMeasures> measures() const;
  /// A part's current frame at the record's size; null while missing.
  QImage partImage(int part) const;
  /// What is shown in its own pixels (difference included), for copying and saving.
  QImage shownImage() const;
  /// "Stage 1 is enlarged 2x …", or empty.
  QString scalingNote() const;

  QSize sizeHint() const override;

 Q_SIGNALS:
  void recordChanged();
  void modeChanged();
  void viewChanged();  ///< zoom, pan, smooth, wipe, gain, sides
  void frameShown();
  void probeMoved(std::optional<QPoint> pixel);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Cell {
    int part = 0;
    QRect head;    ///< logical
    QRect canvas;  ///< logical
  };
  enum class Drag { None, Pan, Wipe };

  QList<Cell> cells() const;
  int alone() const;  ///< the part shown alone in Single, Blink and while peeking; -1: none is
  QRect devicePictureRect(QRect deviceCanvas, ZoomFactor factor) const;
  QRectF pictureRect(const Cell& cell) const;  ///< logical
  ZoomFactor factorIn(QSize deviceCanvas) const;
  void paintCell(QPainter& painter, const Cell& cell);
  void paintHead(QPainter& painter, const QRect& head, int part, Qt::Alignment side);
  void paintHeads(QPainter& painter, const QRect& head);  ///< left and right, beside one another
  void paintPicture(QPainter& devicePainter, const QRect& canvas, const QRect& placed,
                    const QImage& image, const QRect& clip) const;
  void paintWipe(QPainter& painter, const Cell& cell);
  void paintDifference(QPainter& painter, const Cell& cell);
  void paintScaleBar(QPainter& painter, const QRect& canvas) const;
  void describe();
  bool has(int part) const;
  int scaleBarHeight() const;
  double wipePosition(const Cell& cell) const;

  PairRecord record_;
  QPointer<FrameClock> clock_;
  int cursor_ = 0;
  PairMode mode_ = PairMode::SideBySide;
  int left_ = 0;
  int right_ = 1;
  int gain_ = 8;
  DifferenceKind kind_ = DifferenceKind::Signed;
  double wipe_ = 0.5;
  std::optional<int> zoom_;
  bool smooth_ = false;
  QPointF center_;
  bool peeking_ = false;
  bool blinkRight_ = false;
  QTimer blink_;
  Drag drag_ = Drag::None;
  QPointF dragFrom_;
};

}  // namespace unroll::ui
