#pragma once

#include <optional>

#include <QWidget>

namespace unroll::ui {

class PairView;

/// The pixels round the pointer of both sides, beside each other and much enlarged, over a corner
/// of a pair view. Follows the pointer, the frame and the sides; lets the mouse through. Threads:
/// GUI only.
class Loupe : public QWidget {
  Q_OBJECT
 public:
  explicit Loupe(PairView& view);

  void setOn(bool on);
  bool isOn() const { return on_; }
  /// Logical pixels for each of the record's: more than the view itself gives it.
  int factor() const;
  int pixels() const;  ///< of the record on a side, odd: one is in the middle
  /// The pixel in the middle; none while the pointer is beside the pictures.
  std::optional<QPoint> pixel() const { return pixel_; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void moveTo(std::optional<QPoint> pixel);
  int side() const { return pixels() * factor(); }
  void paintPart(QPainter& painter, const QPoint& corner, int part) const;
  QList<int> parts() const;

  PairView& view_;
  bool on_ = false;
  std::optional<QPoint> pixel_;
};

}  // namespace unroll::ui
