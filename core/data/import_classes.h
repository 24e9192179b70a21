#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/clip_store.h"

namespace unroll::data {

/// What a list says of one video, or of a part of it.
struct ListedClip {
  std::string label;
  double startSeconds = 0;
  double endSeconds = std::numeric_limits<double>::infinity();
  std::optional<Split> split;

  bool whole() const { return startSeconds <= 0 && endSeconds > 1e12; }
};

/// A list of videos and their classes.
///
/// A CSV names its columns in its first line: label (or class), youtube_id (or id, file, video,
/// path), and, if it likes, time_start, time_end, split. A video is known as ID_START_END (six
/// digits each, as Kinetics' downloaders name clips; taken whole) or as ID (the whole video, of
/// which the part from time_start to time_end is taken). train goes to Train; validate, val, test
/// and held to Held.
/// UCF-101's trainlistNN.txt has lines "Class/v_Class_g01_c01.avi 1", testlistNN.txt the same
/// without the number; either brings the other along when it is beside it.
class ClassList {
 public:
  /// `path` is a file of either kind or a folder with UCF-101's lists (the first split).
  /// Errors: NotFound, Unreadable; Refused with the line that cannot be understood.
  static Result<ClassList> read(const std::string& path);

  /// Everything said about the video file `path`; empty when it is not listed.
  std::vector<ListedClip> find(const std::string& path) const;

  /// How many videos are listed.
  int64_t size() const { return listed_; }

 private:
  Result<void> addCsv(const std::string& path, const std::string& text);
  Result<void> addSplitList(const std::string& path, const std::string& text, Split split);

  std::multimap<std::string, ListedClip> entries_;  ///< by file name without its ending
  int64_t listed_ = 0;
};

}  // namespace unroll::data
