#include "ui/player/frame_clock.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace unroll::ui {
namespace {

constexpr double kSecond = 1e9;
constexpr double kMostSpeed = 16;
constexpr std::array kSpeeds{0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0, 16.0};

}  // namespace

FrameClock::FrameClock(QObject* parent) : QObject(parent) {
  setObjectName(QStringLiteral("frameClock"));
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &FrameClock::tick);
}

double FrameClock::requestedRate() const { return rate_ * std::abs(speed_); }

int FrameClock::outPoint() const {
  const int last = std::max(0, frameCount_ - 1);
  return out_ < 0 ? last : std::min(out_, last);
}

void FrameClock::setTimeline(int frameCount, double rate) {
  const int count = std::max(0, frameCount);
  const double checked = rate > 0 ? rate : 25;
  if (count == frameCount_ && checked == rate_) return;
  frameCount_ = count;
  rate_ = checked;
  if (in_ >= count) in_ = 0;
  if (out_ >= count || out_ <= in_) out_ = -1;
  if (count == 0) pause();
  moveTo(std::clamp(frame_, 0, std::max(0, count - 1)));
  findPhase();
  restartTimer();
  Q_EMIT timelineChanged();
  Q_EMIT settingsChanged();
}

void FrameClock::setFrame(int frame) {
  moveTo(std::clamp(frame, 0, std::max(0, frameCount_ - 1)));
  findPhase();
}

void FrameClock::step(int frames) {
  pause();
  if (frameCount_ == 0) return;
  const int first = in_;
  const int length = outPoint() - first + 1;
  int target = frame_ + frames;
  const bool inside = frame_ >= first && frame_ <= outPoint();
  if (loop_ == LoopMode::Loop && inside && std::abs(frames) == 1) {
    target = first + ((target - first) % length + length) % length;
  }
  setFrame(target);
}

void FrameClock::goToStart() { setFrame(in_); }
void FrameClock::goToEnd() { setFrame(outPoint()); }

void FrameClock::play() {
  if (playing_ || frameCount_ < 2) return;
  const bool atEnd = speed_ > 0 ? frame_ >= outPoint() : frame_ <= in_;
  const bool outside = frame_ < in_ || frame_ > outPoint();
  if (outside || (loop_ == LoopMode::Once && atEnd)) moveTo(speed_ > 0 ? in_ : outPoint());
  playing_ = true;
  returning_ = loop_ == LoopMode::PingPong && speed_ < 0;
  findPhase();
  now_ = 0;
  skipped_ = 0;
  shown_.clear();
  elapsed_.start();
  restartTimer();
  Q_EMIT playingChanged(true);
}

void FrameClock::pause() {
  if (!playing_) return;
  playing_ = false;
  timer_.stop();
  achieved_ = 0;
  Q_EMIT playingChanged(false);
  Q_EMIT achievedRateChanged(0);
}

void FrameClock::togglePlay() {
  if (playing_) {
    pause();
  } else {
    play();
  }
}

void FrameClock::shuttleForward() {
  setSpeed(playing_ && speed_ > 0 ? std::min(kMostSpeed, std::max(1.0, speed_ * 2)) : 1);
  play();
}

void FrameClock::shuttleBack() {
  setSpeed(playing_ && speed_ < 0 ? std::max(-kMostSpeed, std::min(-1.0, speed_ * 2)) : -1);
  play();
}

void FrameClock::shuttleStop() {
  pause();
  setSpeed(1);
}

void FrameClock::setSpeed(double speed) {
  const double wanted = std::clamp(speed, -kMostSpeed, kMostSpeed);
  if (wanted == 0 || wanted == speed_) return;
  const bool turned = (wanted > 0) != (speed_ > 0);
  speed_ = wanted;
  if (turned) {
    returning_ = loop_ == LoopMode::PingPong && !returning_;
    findPhase();
  }
  shown_.clear();
  restartTimer();
  Q_EMIT settingsChanged();
}

void FrameClock::faster() {
  const auto next = std::find_if(kSpeeds.begin(), kSpeeds.end(),
                                 [&](double one) { return one > std::abs(speed_) + 1e-9; });
  if (next != kSpeeds.end()) setSpeed(std::copysign(*next, speed_));
}

void FrameClock::slower() {
  const auto next = std::find_if(kSpeeds.rbegin(), kSpeeds.rend(),
                                 [&](double one) { return one < std::abs(speed_) - 1e-9; });
  if (next != kSpeeds.rend()) setSpeed(std::copysign(*next, speed_));
}

void FrameClock::setLoopMode(LoopMode mode) {
  if (mode == loop_) return;
  loop_ = mode;
  returning_ = mode == LoopMode::PingPong && speed_ < 0;
  findPhase();
  Q_EMIT settingsChanged();
}

void FrameClock::cycleLoopMode() {
  setLoopMode(loop_ == LoopMode::Loop   ? LoopMode::Once
              : loop_ == LoopMode::Once ? LoopMode::PingPong
                                        : LoopMode::Loop);
}

void FrameClock::setIn() { setRange(frame_, out_ >= 0 && out_ > frame_ ? out_ : -1); }
void FrameClock::setOut() { setRange(in_ < frame_ ? in_ : 0, frame_); }
void FrameClock::clearRange() { setRange(0, -1); }

void FrameClock::setRange(int in, int out) {
  const int last = std::max(0, frameCount_ - 1);
  const int first = std::clamp(in, 0, last);
  const int end = out < 0 || out >= last ? -1 : std::max(out, first);
  if (first == in_ && end == out_) return;
  in_ = first;
  out_ = end;
  findPhase();
  Q_EMIT settingsChanged();
}

void FrameClock::beginScrub() {
  if (playing_) resumeAfterScrub_ = true;
  pause();
}

void FrameClock::endScrub() {
  if (std::exchange(resumeAfterScrub_, false)) play();
}

void FrameClock::tick() { advance(elapsed_.isValid() ? elapsed_.nsecsElapsed() - now_ : 0); }

void FrameClock::advance(qint64 nanoseconds) {
  if (!playing_ || nanoseconds <= 0) return;
  now_ += nanoseconds;
  // Rounding must not hold a frame back that time has reached.
  constexpr double kRounding = 1e-6;
  const auto before = static_cast<qint64>(std::floor(phase_ + kRounding));
  phase_ += static_cast<double>(nanoseconds) / kSecond * requestedRate();
  const auto step = static_cast<qint64>(std::floor(phase_ + kRounding));
  if (step == before) return;
  if (loop_ == LoopMode::Once && step >= pathLength()) {
    moveTo(frameOnPath(pathLength() - 1));
    pause();
    return;
  }
  skipped_ += step - before - 1;
  if (loop_ == LoopMode::PingPong) {
    returning_ = step % pathLength() >= outPoint() - in_ + 1;
  }
  countShown(now_);
  moveTo(frameOnPath(step));
}

qint64 FrameClock::pathLength() const {
  const qint64 length = outPoint() - in_ + 1;
  // There and back without showing the turning frames twice.
  return loop_ == LoopMode::PingPong ? std::max<qint64>(1, 2 * (length - 1)) : length;
}

int FrameClock::frameOnPath(qint64 step) const {
  const qint64 length = outPoint() - in_ + 1;
  const qint64 along = step % pathLength();
  if (loop_ == LoopMode::PingPong) {
    return in_ + static_cast<int>(along < length ? along : pathLength() - along);
  }
  return speed_ > 0 ? in_ + static_cast<int>(along) : outPoint() - static_cast<int>(along);
}

/// Where the cursor stands on the path that is played.
void FrameClock::findPhase() {
  const int frame = std::clamp(frame_, in_, outPoint());
  if (loop_ == LoopMode::PingPong) {
    phase_ = returning_ ? static_cast<double>(pathLength() - (frame - in_)) : frame - in_;
  } else {
    phase_ = speed_ > 0 ? frame - in_ : outPoint() - frame;
  }
}

void FrameClock::moveTo(int frame) {
  if (frame == frame_) return;
  frame_ = frame;
  Q_EMIT frameChanged(frame);
}

void FrameClock::restartTimer() {
  if (!playing_) return;
  // Half a frame's time keeps the error of one frame's moment small; 4 ms is as fine as screens
  // need.
  const double milliseconds = 500 / std::max(1.0, requestedRate());
  timer_.start(std::clamp(static_cast<int>(milliseconds), 4, 40));
}

void FrameClock::countShown(qint64 now) {
  shown_.push_back(now);
  while (shown_.size() > 2 && now - shown_.front() > static_cast<qint64>(kSecond))
    shown_.pop_front();
  if (shown_.size() < 2) return;
  const double seconds = static_cast<double>(shown_.back() - shown_.front()) / kSecond;
  if (seconds <= 0) return;
  achieved_ = static_cast<double>(shown_.size() - 1) / seconds;
  Q_EMIT achievedRateChanged(achieved_);
}

}  // namespace unroll::ui
