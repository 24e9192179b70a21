#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace unroll::cli {

/// Who reads the progress.
enum class ProgressStyle {
  Person,  ///< a bar with the time left on a terminal, elsewhere a plain line now and then, at most
           ///< one in two seconds
  Program,  ///< JSON lines, at most four a second: {"title", "done", "total", "note",
            ///< "secondsLeft"}, or {"note"} alone for a sentence
};

/// How far a long job is, on standard error. Standard output is never touched.
/// Threads: any.
class Progress {
 public:
  /// `quiet`: says nothing but notes.
  explicit Progress(bool quiet = false, ProgressStyle style = ProgressStyle::Person);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Begins a job of `total` units of which `done` were done before (a resumed run). `title`:
  /// "Training stage 1".
  void begin(std::string_view title, int64_t total, int64_t done = 0);

  /// `note` follows the numbers, for example losses. `secondsLeft` below 0: worked out from the
  /// pace since begin().
  void update(int64_t done, std::string_view note = {}, double secondsLeft = -1);

  /// A job of several parts: begins the part called `title` when another was under way.
  void follow(std::string_view title, int64_t done, int64_t total);

  /// Ends the job's line; a job that is never ended is ended by the destructor or the next begin().
  void end();

  /// A line of its own, also when quiet.
  void note(std::string_view sentence);

 private:
  using Clock = std::chrono::steady_clock;

  Clock::duration interval(Clock::time_point now) const;  ///< between two drawings
  void drawLocked(bool last);
  double secondsLeftLocked(Clock::time_point now) const;  ///< below 0: not known
  void endLocked();

  std::mutex mutex_;  ///< Guards everything below.
  bool quiet_;
  bool program_;
  bool terminal_;
  bool active_ = false;
  bool drawn_ = false;  ///< a bar stands on the terminal's last line
  std::string title_;
  std::string note_;
  int64_t total_ = 0;
  int64_t before_ = 0;
  int64_t done_ = 0;
  int64_t shown_ = -1;
  double secondsLeft_ = -1;
  Clock::time_point started_;
  Clock::time_point lastShown_;
};

/// Writes to standard error. Words that cannot be said there (its file lies on a full disk, its
/// terminal is gone) end no job.
void say(std::string_view text);

/// "45 s", "3 min 20 s", "2 h 05 min".
std::string duration(double seconds);

}  // namespace unroll::cli
