#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "data/store_writer.h"

namespace unroll::data {

/// Where a video's class comes from.
enum class ClassSource {
  Folders,  ///< the first folder below the path given; files right in it take the path's own name
  None,     ///< one class, for an unconditional model
  List,     ///< a CSV in Kinetics' annotation layout, or UCF-101 split lists (see classList)
};

struct ImportOptions {
  std::vector<std::string> paths;  ///< videos and folders, searched to any depth
  std::string dataFolder;          ///< PROJECT/data
  int64_t size = 64;
  double frameRate = 25;
  ClassSource classSource = ClassSource::Folders;
  /// For List: a .csv with the columns label, youtube_id, time_start, time_end, split; or a UCF-101
  /// trainlistNN.txt or testlistNN.txt (its partner beside it is read too), or their folder (01).
  std::string classList;
  StoreKind store = StoreKind::Raw;
  double heldShare = 0.1;                        ///< of the sources, by content hash
  int jobs = 0;                                  ///< decoders at the same time; 0 takes every core
  std::string workerProgram = "/proc/self/exe";  ///< see media::DecodeChildSettings
};

/// Parses what `--classes` takes: folders, none, csv:FILE. Errors: Usage.
Result<void> setClassSource(ImportOptions& options, const std::string& argument);

enum class FileOutcome {
  Accepted,
  Partial,  ///< accepted without the frames that could not be read
  Rejected,
  Duplicate,  ///< the same bytes as another file of this import
  Known,      ///< in the store already from an earlier import
};

const char* name(FileOutcome outcome);

/// What became of one file.
struct FileReport {
  std::string path;      ///< as found; bytes that are not UTF-8 shown as question marks
  std::string sourceId;  ///< content hash (XXH3, 128 bits), with @start-end for a part
  std::string className;
  FileOutcome outcome = FileOutcome::Rejected;
  Split split = Split::Train;
  std::string message;  ///< one sentence; empty when simply accepted
  std::string codec;
  int width = 0;  ///< as shown
  int height = 0;
  int64_t sourceFrames = 0;  ///< decoded from the file
  int64_t unreadableFrames = 0;
  int64_t missingFrames = 0;  ///< promised by the file, not there
  int64_t storedFrames = 0;   ///< in the store, at its rate
};

struct ImportReport {
  std::vector<FileReport> files;   ///< in order of path
  std::vector<std::string> notes;  ///< sentences on the whole: empty classes, held-out videos
  int64_t accepted = 0;
  int64_t partial = 0;
  int64_t rejected = 0;
  int64_t duplicates = 0;
  int64_t known = 0;
  int64_t storedFrames = 0;  ///< added by this import
  int64_t heldSources = 0;   ///< of those added
  double seconds = 0;
};

struct ImportProgress {
  int64_t filesDone = 0;
  int64_t filesTotal = 0;
  int64_t accepted = 0;
  int64_t rejected = 0;
  double secondsPassed = 0;
  double secondsLeft = -1;  ///< negative while unknown; by bytes
  std::string file;         ///< finished last
};

/// Imports every video below options.paths into the store of options.dataFolder, which is made or
/// added to. Each file is decoded in a child process; each content is imported once. The split is
/// by source: a fixed function of its content hash (or the list's own split), never by window;
/// a class keeps at least one source in Train. The store is committed after every source or at
/// most every second, so an interrupted import goes on where it was when called again.
/// The report also goes to dataFolder/import_report.json, together with what earlier imports said.
///
/// `progress` may be empty; it is called on the calling thread.
/// Errors: NotFound for a path that is not there; Usage for bad options; Refused when no file at
/// all is found, or the store is of another size, rate or kind; Disk; Cancelled after `stop` (what
/// was finished is kept).
/// Threads: any; blocks. One import a data folder at a time.
Result<ImportReport> importVideos(const ImportOptions& options,
                                  const std::function<void(const ImportProgress&)>& progress = {},
                                  const std::stop_token& stop = {});

/// The report kept in `dataFolder`. Errors: NotFound, Corrupt.
Result<ImportReport> readImportReport(const std::string& dataFolder);

}  // namespace unroll::data
