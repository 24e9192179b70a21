#pragma once

#include <deque>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace unroll::ui {

/// What happens at the end of the played range.
enum class LoopMode { Loop, Once, PingPong };

/// The one clock of the window: it moves the frame cursor, and every clip on the page follows it in
/// the same paint. Frames count at `rate()`, the rate of the finest clip; coarser clips hold
/// theirs.
///
/// Threads: GUI.
class FrameClock : public QObject {
  Q_OBJECT

 public:
  explicit FrameClock(QObject* parent = nullptr);

  int frame() const { return frame_; }
  int frameCount() const { return frameCount_; }
  double rate() const { return rate_; }    ///< frames per second at speed 1
  double speed() const { return speed_; }  ///< signed: negative plays backwards
  double requestedRate() const;            ///< frames per second asked for now
  double achievedRate() const {
    return achieved_;
  }  ///< over the last second of playing; 0: not playing
  qint64 skippedFrames() const {
    return skipped_;
  }  ///< since play began, because painting was late
  bool isPlaying() const { return playing_; }
  LoopMode loopMode() const { return loop_; }
  int inPoint() const { return in_; }
  int outPoint() const;  ///< inclusive
  bool hasRange() const { return in_ > 0 || out_ >= 0; }

  /// Length and rate of what is shown. The cursor, in and out stay where they still fit.
  void setTimeline(int frameCount, double rate);

  void setFrame(int frame);  ///< clamped to the clip
  void step(int frames);     ///< pauses and steps; wraps within the range when looping
  void goToStart();          ///< in point
  void goToEnd();            ///< out point

  void play();
  void pause();
  void togglePlay();
  void shuttleBack();     ///< J: backwards, again: twice as fast
  void shuttleStop();     ///< K
  void shuttleForward();  ///< L: forwards, again: twice as fast
  void setSpeed(double speed);
  void faster();
  void slower();

  void setLoopMode(LoopMode mode);
  void cycleLoopMode();
  void setIn();   ///< at the cursor
  void setOut();  ///< at the cursor
  void clearRange();
  void setRange(int in, int out);

  /// Scrubbing pauses; when it ends, what played goes on.
  void beginScrub();
  void endScrub();

  /// Moves on by `nanoseconds` of playing, as the timer does; tests drive time with it.
  void advance(qint64 nanoseconds);

 Q_SIGNALS:
  void frameChanged(int frame);
  void timelineChanged();
  void playingChanged(bool playing);
  void settingsChanged();  ///< speed, loop mode, in or out
  void achievedRateChanged(double rate);

 private:
  void tick();
  void moveTo(int frame);
  void findPhase();
  int frameOnPath(qint64 step) const;
  qint64 pathLength() const;
  void restartTimer();
  void countShown(qint64 now);

  QTimer timer_;
  QElapsedTimer elapsed_;
  int frame_ = 0;
  int frameCount_ = 0;
  double rate_ = 25;
  double speed_ = 1;
  double phase_ =
      0;  ///< frames along the path that is played: forwards, backwards, or there and back
  bool returning_ = false;  ///< on the way back of a ping-pong
  bool playing_ = false;
  bool resumeAfterScrub_ = false;
  LoopMode loop_ = LoopMode::Loop;
  int in_ = 0;
  int out_ = -1;              ///< -1: the last frame
  qint64 now_ = 0;            ///< nanoseconds played
  std::deque<qint64> shown_;  ///< when frames were shown in the last second
  double achieved_ = 0;
  qint64 skipped_ = 0;
};

}  // namespace unroll::ui
