#pragma once

#include <QList>
#include <QObject>

class QAction;
class QWidget;

namespace unroll::ui {

class FrameClock;

/// The Playback menu of one clock: play, shuttle, steps, in and out, speed, loop mode, go to frame.
/// Each action names its menu by the property "menu".
///
/// While a slider, a box or a button has the focus, the keys that work it (Space, arrows, Home,
/// End) stay its own; single letters stay with text fields, as Qt does by itself.
class PlaybackActions : public QObject {
  Q_OBJECT

 public:
  PlaybackActions(FrameClock& clock, QWidget* parent);

  QList<QAction*> all() const { return all_; }
  QAction* play() const { return play_; }
  QAction* stepBack() const { return stepBack_; }
  QAction* stepForward() const { return stepForward_; }
  QAction* first() const { return first_; }
  QAction* last() const { return last_; }
  QAction* loopMode() const { return loopMode_; }
  QAction* setIn() const { return setIn_; }
  QAction* setOut() const { return setOut_; }
  QAction* clearRange() const { return clearRange_; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh();
  void askFrame();
  void addSteps();
  template <typename Slot>
  QAction* add(const char* name, const QString& text, const QList<QKeySequence>& keys, Slot slot);

  FrameClock& clock_;
  QWidget* parent_;
  QList<QAction*> all_;
  QAction* play_ = nullptr;
  QAction* stepBack_ = nullptr;
  QAction* stepForward_ = nullptr;
  QAction* first_ = nullptr;
  QAction* last_ = nullptr;
  QAction* loopMode_ = nullptr;
  QAction* setIn_ = nullptr;
  QAction* setOut_ = nullptr;
  QAction* clearRange_ = nullptr;
};

/// "Loop", "Once" or "There and back".
QString loopModeText(const FrameClock& clock);

}  // namespace unroll::ui
