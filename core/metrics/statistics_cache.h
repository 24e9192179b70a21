#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/json_file.h"
#include "metrics/clip_measures.h"
#include "metrics/clip_source.h"

namespace unroll::metrics {

/// What is kept of one set of real clips: tables of a few hundred numbers a clip, of which means
/// and covariances of any draw are made, and what was read.
struct RealSet {
  ClipMeasures moving;
  std::optional<ClipMeasures> still;  ///< the same clips, their first frame throughout
  std::vector<ClipOrigin> origins;
  ClipReport report;

  /// Where the clip of a row of the tables is from.
  const ClipOrigin& originOfRow(int64_t row) const {
    return origins[static_cast<size_t>(moving.clipOfRow(row))];
  }
};

/// Sets of real clips in files, so that clips are read and looked at by a network once:
///
///   FOLDER/real-<hash of the key>.safetensors
///
/// The key holds all that the tables depend on, and is in the file too: a set of another key is
/// never taken. Files carry hashes; a broken one is made anew, with a note. The folder is kept
/// below 1 GB by removing what was written first. Threads: one at a time; other processes may use
/// the same folder.
class StatisticsCache {
 public:
  /// Keeps nothing.
  StatisticsCache() = default;
  explicit StatisticsCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The set of `key`, else what `read` puts into an `empty` one, which is then kept. A folder that
  /// cannot be written is a note and no error. Errors: those of `read`.
  Result<RealSet> get(io::Json key, const std::function<RealSet()>& empty,
                      const std::function<Result<void>(RealSet&)>& read);

  bool keeps() const { return !folder_.empty(); }
  int64_t remembered() const { return remembered_; }  ///< sets that no clip was read for
  /// Sentences for the user since the last call.
  std::vector<std::string> takeNotes() { return std::exchange(notes_, {}); }

 private:
  std::optional<RealSet> find(const std::filesystem::path& file, const std::string& key,
                              const std::function<RealSet()>& empty);
  void keep(const std::filesystem::path& file, const std::string& key, const RealSet& set);
  void trim(const std::filesystem::path& newest);

  std::filesystem::path folder_;
  std::vector<std::string> notes_;
  int64_t remembered_ = 0;
};

}  // namespace unroll::metrics
