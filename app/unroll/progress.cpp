#include "progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace unroll::cli {
namespace {

using Json = nlohmann::ordered_json;

/// One line in one piece, so that lines of several threads do not mix.
void printJson(const Json& line) {
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

size_t terminalColumns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 80;
}

}  // namespace

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "?";
  const auto whole = static_cast<int64_t>(std::min(seconds, 1e9) + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

Progress::Progress(bool quiet, ProgressStyle style)
    : quiet_(quiet),
      program_(style == ProgressStyle::Program),
      terminal_(!program_ && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { end(); }

void Progress::follow(std::string_view title, int64_t done, int64_t total) {
  const bool same = [&] {
    const std::lock_guard lock(mutex_);
    return active_ && title_ == title;
  }();
  if (!same) begin(title, total);
  update(done);
}

void Progress::begin(std::string_view title, int64_t total, int64_t done) {
  const std::lock_guard lock(mutex_);
  endLocked();
  title_ = title;
  note_.clear();
  total_ = total;
  before_ = done_ = done;
  shown_ = -1;
  secondsLeft_ = -1;
  started_ = Clock::now();
  lastShown_ = {};
  active_ = true;
  drawLocked(false);
}

void Progress::update(int64_t done, std::string_view note, double secondsLeft) {
  const std::lock_guard lock(mutex_);
  if (!active_) return;
  done_ = done;
  note_ = note;
  secondsLeft_ = secondsLeft;
  drawLocked(false);
}

void Progress::end() {
  const std::lock_guard lock(mutex_);
  endLocked();
}

void Progress::note(std::string_view sentence) {
  const std::lock_guard lock(mutex_);
  if (program_) return printJson({{"note", sentence}});
  say(fmt::format("{}{}\n", drawn_ ? "\r\x1b[K" : "", sentence));
  drawn_ = false;
}

void say(std::string_view text) {
  // fmt::print would throw here.
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
  (void)std::fflush(stderr);
}

void Progress::endLocked() {
  if (!active_) return;
  drawLocked(true);
  if (drawn_) say("\n");
  drawn_ = false;
  active_ = false;
}

Progress::Clock::duration Progress::interval(Clock::time_point now) const {
  if (terminal_) return std::chrono::milliseconds(100);
  if (program_) return std::chrono::milliseconds(250);
  // A log of a job that takes hours needs fewer lines; one that stands still, hardly any.
  if (done_ == shown_) return std::chrono::seconds(30);
  return std::clamp<Clock::duration>((now - started_) / 30, std::chrono::seconds(2),
                                     std::chrono::seconds(60));
}

double Progress::secondsLeftLocked(Clock::time_point now) const {
  if (secondsLeft_ >= 0 || done_ <= before_ || total_ < done_) return secondsLeft_;
  return std::chrono::duration<double>(now - started_).count() /
         static_cast<double>(done_ - before_) * static_cast<double>(total_ - done_);
}

void Progress::drawLocked(bool last) {
  if (quiet_) return;
  const auto now = Clock::now();
  if (last && done_ == shown_) return;
  if (!last && now - lastShown_ < interval(now)) return;
  // The first plain line of a job waits for something to say.
  if (!terminal_ && !program_ && !last && done_ == before_) {
    if (lastShown_ == Clock::time_point{}) lastShown_ = now;
    return;
  }
  lastShown_ = now;
  shown_ = done_;

  const double elapsed = std::chrono::duration<double>(now - started_).count();
  const double left = secondsLeftLocked(now);
  if (program_) {
    return printJson({{"title", title_},
                      {"done", done_},
                      {"total", total_},
                      {"note", note_},
                      {"secondsLeft", std::isfinite(left) ? left : -1}});
  }
  std::string time = duration(elapsed);
  if (!last && left >= 0) time += fmt::format(", {} left", duration(left));
  const double share =
      total_ > 0 ? std::clamp(static_cast<double>(done_) / static_cast<double>(total_), 0.0, 1.0)
                 : 0;
  const std::string counts =
      total_ > 0 ? fmt::format("{}/{}", done_, total_) : std::to_string(done_);
  const std::string detail = note_.empty() ? std::string() : "  " + note_;
  if (!terminal_) {
    say(fmt::format("{}: {} ({:.0f} %), {}{}\n", title_, counts, 100 * share, time, detail));
    return;
  }
  constexpr size_t kBar = 24;
  const auto filled = static_cast<size_t>(share * kBar);
  std::string line = fmt::format("{} [{}{}] {} {}{}", title_, std::string(filled, '#'),
                                 std::string(kBar - filled, '.'), counts, time, detail);
  const size_t columns = terminalColumns() - 1;
  if (line.size() > columns) line.resize(columns);
  say(fmt::format("\r{}\x1b[K", line));
  drawn_ = true;
}

}  // namespace unroll::cli
