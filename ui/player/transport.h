#pragma once

#include <QWidget>

class QLabel;

namespace unroll::ui {

class FrameClock;
class PlaybackActions;

/// The bar under the pictures: first, back, play, on, last; frame counter; asked and reached frames
/// per second; loop mode, speed, timeline.
class Transport : public QWidget {
  Q_OBJECT

 public:
  Transport(FrameClock& clock, PlaybackActions& actions, QWidget* parent = nullptr);

 private:
  void refresh();

  FrameClock& clock_;
  QLabel* counter_;
  QLabel* rate_;
};

}  // namespace unroll::ui
