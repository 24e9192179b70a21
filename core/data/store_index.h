#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file_system.h"
#include "data/clip_store.h"
#include "data/store_writer.h"
#include "data/synthetic_scenes.h"

namespace unroll::data {

/// Where a clip's frames are: `offset` bytes into data/`file` (0 in an encoded store).
struct IndexedClip {
  ClipInfo info;
  std::string file;
  int64_t offset = 0;
};

/// clips.json: everything about a store but its frames.
struct StoreIndex {
  StoreSettings settings;
  std::vector<std::string> classes;
  std::vector<IndexedClip> clips;  ///< empty in a synthetic store
  std::vector<SourceReport> reports;
  SyntheticOptions synthetic;  ///< of a synthetic store only
};

inline constexpr const char* kIndexName = "clips.json";

/// "raw", "encoded" or "synthetic".
const char* name(StoreKind kind);

/// frames-00000.bin and clips/000000.mkv.
std::string rawFileName(int64_t number);
std::string encodedFileName(int64_t number);
/// The number in such a name; -1 for any other name.
int64_t rawFileNumber(const std::string& name);
int64_t encodedFileNumber(const std::string& name);

/// Parses and checks clips.json. `path` is for messages only.
/// Errors: Corrupt for anything missing, of a wrong type, out of range or contradictory;
/// Unsupported for a version of the future.
Result<StoreIndex> parseIndex(const std::string& text, const std::string& path);

/// One clip a line, so that a diff shows what was added.
std::string formatIndex(const StoreIndex& index);

/// `text` with what is not UTF-8 replaced (names of files and folders may be any bytes).
std::string readableText(const std::string& text);

/// Reads dataFolder/clips.json. Errors: NotFound, Unreadable, Refused (far too
/// large), and those of parseIndex.
Result<StoreIndex> readIndex(const std::string& dataFolder, Vfs& vfs = realVfs());

/// Replaces dataFolder/clips.json atomically. Errors: Disk.
Result<void> writeIndex(const std::string& dataFolder, const StoreIndex& index,
                        Vfs& vfs = realVfs());

/// Errors: Usage naming what is out of range.
Result<void> checkSettings(int64_t size, double frameRate);

}  // namespace unroll::data
