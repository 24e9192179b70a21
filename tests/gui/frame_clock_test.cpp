#include <QSignalSpy>
#include <QtTest>

#include "ui/model/cursors.h"
#include "ui/player/clock_binding.h"
#include "ui/player/frame_clock.h"

namespace unroll::ui {
namespace {

constexpr qint64 kFrame = 40'000'000;  ///< nanoseconds of one frame at 25 frames per second

}  // namespace

class FrameClockTest : public QObject {
  Q_OBJECT

  /// The frames shown while `count` frame times go by.
  static QList<int> play(FrameClock& clock, int count) {
    QList<int> frames;
    for (int i = 0; i < count; ++i) {
      clock.advance(kFrame);
      frames.append(clock.frame());
    }
    return frames;
  }

 private Q_SLOTS:
  void everyFrameIsReachedForwardsAndBackwards() {
    FrameClock clock;
    clock.setTimeline(50, 25);
    QSignalSpy moved(&clock, &FrameClock::frameChanged);
    for (int frame = 1; frame < 50; ++frame) {
      clock.step(1);
      QCOMPARE(clock.frame(), frame);
    }
    for (int frame = 48; frame >= 0; --frame) {
      clock.step(-1);
      QCOMPARE(clock.frame(), frame);
    }
    QCOMPARE(moved.count(), 98);
  }

  void steppingStaysInsideTheClip() {
    FrameClock clock;
    clock.setTimeline(50, 25);
    clock.step(-1);
    QCOMPARE(clock.frame(), 49);  // One step back from the start of a loop is its end.
    clock.step(1);
    QCOMPARE(clock.frame(), 0);
    clock.step(-10);
    QCOMPARE(clock.frame(), 0);
    clock.step(100);
    QCOMPARE(clock.frame(), 49);
    clock.setLoopMode(LoopMode::Once);
    clock.step(1);
    QCOMPARE(clock.frame(), 49);
  }

  void playLoopsOverTheWholeClip() {
    FrameClock clock;
    clock.setTimeline(4, 25);
    clock.play();
    QCOMPARE(play(clock, 9), QList<int>({1, 2, 3, 0, 1, 2, 3, 0, 1}));
    QCOMPARE(clock.skippedFrames(), 0);
  }

  void playBackwardsHoldsEachFrameOnce() {
    FrameClock clock;
    clock.setTimeline(4, 25);
    clock.setFrame(2);
    clock.shuttleBack();
    QCOMPARE(play(clock, 6), QList<int>({1, 0, 3, 2, 1, 0}));
  }

  void onceStopsAtTheLastFrameAndStartsOver() {
    FrameClock clock;
    clock.setTimeline(3, 25);
    clock.setLoopMode(LoopMode::Once);
    clock.play();
    QCOMPARE(play(clock, 5), QList<int>({1, 2, 2, 2, 2}));
    QVERIFY(!clock.isPlaying());
    clock.play();
    QCOMPARE(clock.frame(), 0);
  }

  void thereAndBackShowsTheTurnsOnce() {
    FrameClock clock;
    clock.setTimeline(4, 25);
    clock.setLoopMode(LoopMode::PingPong);
    clock.play();
    QCOMPARE(play(clock, 12), QList<int>({1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0}));
  }

  void thereAndBackOfOneFrameStandsStill() {
    FrameClock clock;
    clock.setTimeline(5, 25);
    clock.setLoopMode(LoopMode::PingPong);
    clock.setFrame(3);
    clock.setRange(3, 3);
    clock.play();
    QCOMPARE(play(clock, 3), QList<int>({3, 3, 3}));
  }

  void inAndOutBoundTheLoop() {
    FrameClock clock;
    clock.setTimeline(20, 25);
    clock.setFrame(5);
    clock.setIn();
    clock.setFrame(8);
    clock.setOut();
    QCOMPARE(clock.inPoint(), 5);
    QCOMPARE(clock.outPoint(), 8);
    clock.play();
    QCOMPARE(play(clock, 6), QList<int>({5, 6, 7, 8, 5, 6}));
    clock.goToEnd();
    QCOMPARE(clock.frame(), 8);
    clock.clearRange();
    QVERIFY(!clock.hasRange());
    clock.goToEnd();
    QCOMPARE(clock.frame(), 19);
  }

  void playFromOutsideOfTheRangeStartsAtIn() {
    FrameClock clock;
    clock.setTimeline(20, 25);
    clock.setRange(5, 8);
    clock.setFrame(15);
    clock.play();
    QCOMPARE(clock.frame(), 5);
  }

  void shuttleDoublesTurnsAndStops() {
    FrameClock clock;
    clock.setTimeline(400, 25);
    clock.shuttleForward();
    QCOMPARE(clock.speed(), 1.0);
    clock.shuttleForward();
    clock.shuttleForward();
    QCOMPARE(clock.speed(), 4.0);
    QCOMPARE(play(clock, 2), QList<int>({4, 8}));
    clock.shuttleBack();
    QCOMPARE(clock.speed(), -1.0);
    QCOMPARE(play(clock, 2), QList<int>({7, 6}));
    clock.shuttleBack();
    QCOMPARE(clock.speed(), -2.0);
    clock.shuttleStop();
    QVERIFY(!clock.isPlaying());
    QCOMPARE(clock.speed(), 1.0);
  }

  void speedHasStepsAndKeepsItsDirection() {
    FrameClock clock;
    clock.setTimeline(400, 25);
    clock.slower();
    QCOMPARE(clock.speed(), 0.5);
    clock.play();
    QCOMPARE(play(clock, 4), QList<int>({0, 1, 1, 2}));
    clock.faster();
    clock.faster();
    QCOMPARE(clock.speed(), 1.5);
    QCOMPARE(clock.requestedRate(), 37.5);
  }

  void lateTicksSkipFramesAndSaySo() {
    FrameClock clock;
    clock.setTimeline(100, 25);
    clock.play();
    clock.advance(3 * kFrame);
    QCOMPARE(clock.frame(), 3);
    QCOMPARE(clock.skippedFrames(), 2);
    for (int i = 0; i < 10; ++i) clock.advance(2 * kFrame);
    QCOMPARE(qRound(clock.achievedRate() * 10), 125);  // Every second frame of 25 a second.
    QCOMPARE(clock.requestedRate(), 25.0);
  }

  void scrubbingPausesAndGoesOn() {
    FrameClock clock;
    clock.setTimeline(100, 25);
    clock.play();
    clock.beginScrub();
    QVERIFY(!clock.isPlaying());
    clock.setFrame(40);
    clock.endScrub();
    QVERIFY(clock.isPlaying());
    QCOMPARE(play(clock, 1), QList<int>({41}));
    clock.pause();
    clock.beginScrub();
    clock.endScrub();
    QVERIFY(!clock.isPlaying());
  }

  void aShorterClipKeepsTheCursorInside() {
    FrameClock clock;
    clock.setTimeline(100, 25);
    clock.setFrame(90);
    clock.setRange(50, 80);
    clock.setTimeline(12, 25);
    QCOMPARE(clock.frame(), 11);
    QVERIFY(!clock.hasRange());
  }

  void theTimerPlaysByItself() {
    FrameClock clock;
    clock.setTimeline(1000, 200);
    clock.play();
    QTRY_VERIFY(clock.frame() > 10);
    QVERIFY(clock.achievedRate() > 0);
  }

  void aCursorThatWasSetBeforeTheClipIsFollowed() {
    Cursors cursors;
    FrameClock clock;
    bindClock(clock, cursors);
    cursors.setFrame(18);
    QCOMPARE(clock.frame(), 0);
    clock.setTimeline(24, 25);
    QCOMPARE(clock.frame(), 18);
    QCOMPARE(cursors.frame(), 18);
  }

  void aShorterPageDoesNotPullTheGlobalCursorBack() {
    Cursors cursors;
    FrameClock longer;
    FrameClock shorter;
    longer.setTimeline(50, 25);
    shorter.setTimeline(12, 25);
    bindClock(longer, cursors);
    bindClock(shorter, cursors);
    longer.setFrame(30);
    QCOMPARE(cursors.frame(), 30);
    QCOMPARE(shorter.frame(), 11);
    shorter.setFrame(4);
    QCOMPARE(cursors.frame(), 4);
    QCOMPARE(longer.frame(), 4);
  }
};

}  // namespace unroll::ui

QTEST_GUILESS_MAIN(unroll::ui::FrameClockTest)
#include "frame_clock_test.moc"
