#pragma once

#include <QElapsedTimer>
#include <QPoint>
#include <QTimer>
#include <QWidget>
#include <optional>

class QComboBox;
class QLabel;

namespace unroll::ui {

class FrameClock;
class PairActions;
class PairView;

/// The bar under a pair view: modes, sides, gain, zoom, nearest.
class PairControls : public QWidget {
  Q_OBJECT

 public:
  PairControls(PairView& view, PairActions& actions, QWidget* parent = nullptr);

 private:
  QWidget* modeRow(PairActions& actions);
  QWidget* viewRow(PairActions& actions);
  void listSides();
  void refresh();

  PairView& view_;
  QComboBox* left_;
  QComboBox* right_;
  QComboBox* gain_;
  QComboBox* kind_;
  QWidget* difference_;
};

/// The line of numbers: pixel under the pointer on both sides with differences, likeness of the
/// frame, and how the smaller side was enlarged. While a clock plays, likeness is measured four
/// times a second.
class PairReadout : public QWidget {
  Q_OBJECT

 public:
  PairReadout(PairView& view, const FrameClock* clock, QWidget* parent = nullptr);
  /// The numbers as text, for Copy Numbers.
  QString text() const;

 private:
  void showPixel();
  void showMeasures();
  void frameChanged();

  PairView& view_;
  const FrameClock* clock_;
  QLabel* pixel_;
  QLabel* measures_;
  QLabel* note_;
  std::optional<QPoint> at_;
  QTimer later_;
};

}  // namespace unroll::ui
