#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "io/json_file.h"

namespace unroll::io {

/// One line of events.jsonl. Types in use: "scalar", "state", "checkpoint", "preview", "log",
/// "resumed", "failed".
struct Event {
  double time = 0;  ///< Unix seconds; key "t"
  std::string type;
  Json fields;  ///< the other keys, an object
};

/// Writes a run's events.jsonl, append-only, one JSON object a line:
///
///   {"t":1700000000.123,"type":"scalar","stage":1,"step":200,"name":"loss/generator","value":0.7}
///
/// Values that are not finite are written as "NaN", "Infinity" and "-Infinity". A full disk is
/// reported by the Result and never thrown: lines wait in memory (up to 4 MB, then new ones are
/// counted as lost) and go out when there is room again.
/// Threads: one at a time.
class EventLog {
 public:
  struct Options {
    size_t flushBytes = 16384;  ///< written out when so much waits,
    double flushSeconds = 1.0;  ///< or when the last writing is so long ago; also between retries
    bool mend = true;           ///< a torn last line: false where another process may be writing it

    /// For a log that another process writes to: its lines are left alone, and all of ours go out
    /// with one writing, by flush(), so that the two never mix.
    static Options beside() { return {SIZE_MAX, 1e9, false}; }
  };

  /// Opens for appending. A last line torn by a kill is removed (or ended, when it is whole),
  /// unless `options` say otherwise.
  static Result<EventLog> open(Vfs& vfs, const std::filesystem::path& path, Options options);
  static Result<EventLog> open(Vfs& vfs, const std::filesystem::path& path) {
    return open(vfs, path, Options{});
  }
  EventLog(EventLog&&) = default;
  EventLog& operator=(EventLog&&) = delete;
  ~EventLog();  ///< flushes; a refusal is lost

  /// `fields`: an object without "t" and "type". Errors: Disk, the line is kept for later.
  Result<void> append(std::string_view type, const Json& fields);
  Result<void> scalar(int64_t stage, int64_t step, std::string_view name, double value);
  /// Says that `stage` goes on from `step`: later steps written before no longer count.
  Result<void> resumed(int64_t stage, int64_t step);

  Result<void> flush();  ///< hands all lines to the system: a kill loses nothing
  Result<void> sync();   ///< flush and fsync: a power cut loses nothing

  int64_t lostLines() const { return lost_; }

 private:
  EventLog() = default;

  Vfs* vfs_ = nullptr;
  std::filesystem::path path_;
  Options options_;
  std::unique_ptr<VfsFile> file_;
  std::string pending_;
  bool failing_ = false;  ///< the last writing was refused
  int64_t lost_ = 0;
  std::chrono::steady_clock::time_point lastTry_{};
};

/// Reads events.jsonl while it grows. A torn last line is left for later; broken lines are counted
/// and skipped. A missing file reads as an empty one.
class EventReader {
 public:
  EventReader(Vfs& vfs, std::filesystem::path path, uint64_t offset = 0);

  /// The events written since the last call; once `enough` were found the rest is left for the
  /// next call, so that a long log can be read in pieces. Errors: Unreadable.
  Result<std::vector<Event>> poll(size_t enough = SIZE_MAX);

  uint64_t offset() const { return offset_; }  ///< bytes read so far, at the start of a line
  int64_t brokenLines() const { return broken_; }

 private:
  Vfs* vfs_;
  std::filesystem::path path_;
  uint64_t offset_;
  int64_t broken_ = 0;
};

/// One curve; steps ascend, and steps undone by a later "resumed" event are left out.
struct ScalarSeries {
  int64_t stage = 0;
  std::string name;
  std::vector<int64_t> steps;
  std::vector<double> values;
  std::vector<double> times;  ///< Unix seconds
};

/// All curves of a run, by stage and name, out of all its events.
std::vector<ScalarSeries> scalarSeries(const std::vector<Event>& events);
/// The same out of its events.jsonl. Errors: Unreadable.
Result<std::vector<ScalarSeries>> readScalarSeries(Vfs& vfs, const std::filesystem::path& path);

/// The number of a "value" field, the words for values that are not finite included.
double eventNumber(const Json& value);

/// Unix seconds now.
double unixTime();

}  // namespace unroll::io
