#include "data/store_index.h"

#include <cmath>
#include <cstddef>
#include <exception>
#include <initializer_list>
#include <limits>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"

namespace unroll::data {
namespace {

using Json = nlohmann::json;

constexpr int64_t kVersion = 1;
constexpr uint64_t kMaxIndexBytes = uint64_t{1} << 30;
constexpr int kMaxDepth = 4;
constexpr int64_t kMaxFrames = int64_t{1} << 32;
constexpr int64_t kMaxOffset = int64_t{1} << 50;

/// What is wrong with the file; caught in parseIndex and made a sentence there.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Parses with what nlohmann-json lets pass refused: equal keys and deep nesting.
Json parseStrictly(const std::string& text) {
  std::vector<std::set<std::string>> keys(kMaxDepth + 2);
  const auto watch = [&keys](int depth, Json::parse_event_t event, Json& parsed) {
    const auto level = static_cast<size_t>(depth);
    if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start) {
      if (depth >= kMaxDepth) throw Wrong("it is nested too deeply");
      keys[level + 1].clear();
    }
    if (event == Json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys[level].insert(key).second) throw Wrong(fmt::format("it has '{}' twice", key));
    }
    return true;
  };
  return Json::parse(text, watch);
}

/// An object whose keys are all read exactly once by name; `where` names it in messages.
class Fields {
 public:
  Fields(const Json& json, std::string where, std::initializer_list<std::string_view> known)
      : json_(json), where_(std::move(where)) {
    if (!json.is_object()) throw Wrong(fmt::format("{} is not an object", where_));
    for (const auto& item : json.items()) {
      bool found = false;
      for (const std::string_view key : known) found = found || key == item.key();
      if (!found) throw Wrong(fmt::format("{} has an unknown key '{}'", where_, item.key()));
    }
  }

  const Json& field(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) throw Wrong(fmt::format("{} lacks '{}'", where_, key));
    return *found;
  }

  int64_t integer(const char* key, int64_t low, int64_t high) const {
    const Json& value = field(key);
    if (value.is_number_unsigned()) {
      const auto number = value.get<uint64_t>();
      if (number >= static_cast<uint64_t>(low) && number <= static_cast<uint64_t>(high)) {
        return static_cast<int64_t>(number);
      }
    }
    throw Wrong(
        fmt::format("'{}' of {} is not a whole number from {} to {}", key, where_, low, high));
  }

  uint64_t seed(const char* key) const {
    const Json& value = field(key);
    if (!value.is_number_unsigned()) {
      throw Wrong(fmt::format("'{}' of {} is not a whole number", key, where_));
    }
    return value.get<uint64_t>();
  }

  double number(const char* key, double low, double high) const {
    const Json& value = field(key);
    const double got = value.is_number() ? value.get<double>() : std::nan("");
    if (!(got >= low && got <= high)) {
      throw Wrong(fmt::format("'{}' of {} is not a number from {} to {}", key, where_, low, high));
    }
    return got;
  }

  const std::string& text(const char* key) const {
    const Json& value = field(key);
    if (!value.is_string()) throw Wrong(fmt::format("'{}' of {} is not a text", key, where_));
    return value.get_ref<const std::string&>();
  }

  const Json& list(const char* key) const {
    const Json& value = field(key);
    if (!value.is_array()) throw Wrong(fmt::format("'{}' of {} is not a list", key, where_));
    return value;
  }

 private:
  const Json& json_;
  std::string where_;
};

std::vector<std::string> readClasses(const Json& list) {
  std::vector<std::string> classes;
  std::set<std::string> seen;
  for (const Json& entry : list) {
    if (!entry.is_string()) throw Wrong("a class name is not a text");
    classes.push_back(entry.get<std::string>());
    if (!seen.insert(classes.back()).second) {
      throw Wrong(fmt::format("the class '{}' is listed twice", classes.back()));
    }
  }
  return classes;
}

IndexedClip readClip(const Json& json, const StoreIndex& index, size_t number) {
  const Fields fields(json, fmt::format("clip {}", number),
                      {"source", "sourceId", "label", "frames", "split", "file", "offset"});
  IndexedClip clip;
  clip.info.source = fields.text("source");
  clip.info.sourceId = fields.text("sourceId");
  clip.info.label = fields.integer("label", 0, static_cast<int64_t>(index.classes.size()) - 1);
  clip.info.frames = fields.integer("frames", 1, kMaxFrames);
  const std::string& split = fields.text("split");
  if (split != "train" && split != "held") {
    throw Wrong(fmt::format("'split' of clip {} is neither 'train' nor 'held'", number));
  }
  clip.info.split = split == "held" ? Split::Held : Split::Train;
  clip.file = fields.text("file");
  const bool raw = index.settings.kind == StoreKind::Raw;
  if ((raw ? rawFileNumber(clip.file) : encodedFileNumber(clip.file)) < 0) {
    throw Wrong(fmt::format("'file' of clip {} is not the name of a frame file", number));
  }
  clip.offset = raw ? fields.integer("offset", 0, kMaxOffset) : 0;
  return clip;
}

SourceReport readReport(const Json& json, size_t number) {
  const Fields fields(json, fmt::format("report {}", number),
                      {"source", "sourceId", "accepted", "message"});
  SourceReport report;
  report.source = fields.text("source");
  report.sourceId = fields.text("sourceId");
  const Json& accepted = fields.field("accepted");
  if (!accepted.is_boolean()) {
    throw Wrong(fmt::format("'accepted' of report {} is neither true nor false", number));
  }
  report.accepted = accepted.get<bool>();
  report.message = fields.text("message");
  return report;
}

StoreKind readKind(const std::string& text) {
  for (const StoreKind kind : {StoreKind::Raw, StoreKind::Encoded, StoreKind::Synthetic}) {
    if (text == name(kind)) return kind;
  }
  throw Wrong(fmt::format("its kind '{}' is none of raw, encoded, synthetic", text));
}

StoreIndex readSynthetic(const Fields& top, StoreIndex index) {
  SyntheticOptions& scenes = index.synthetic;
  scenes.scenes = top.text("scenes");
  scenes.seed = top.seed("seed");
  scenes.size = index.settings.size;
  scenes.frameRate = index.settings.frameRate;
  scenes.framesPerClip = top.integer("framesPerClip", 1, 1'000'000);
  scenes.clips = top.integer("clips", 1, 10'000'000);
  scenes.heldShare = top.number("heldShare", 0, 1);
  if (scenes.scenes != SyntheticOptions().scenes) {
    throw Wrong(fmt::format("it names unknown scenes '{}'", scenes.scenes));
  }
  return index;
}

StoreIndex readFootage(const Fields& top, StoreIndex index) {
  index.classes = readClasses(top.list("classes"));
  for (const Json& clip : top.list("clips")) {
    index.clips.push_back(readClip(clip, index, index.clips.size()));
  }
  for (const Json& report : top.list("reports")) {
    index.reports.push_back(readReport(report, index.reports.size()));
  }
  return index;
}

StoreIndex readTop(const Json& json) {
  const bool synthetic = json.value("kind", Json()) == name(StoreKind::Synthetic);
  const Fields top =
      synthetic ? Fields(json, "it",
                         {"version", "kind", "size", "frameRate", "scenes", "seed", "framesPerClip",
                          "clips", "heldShare"})
                : Fields(json, "it",
                         {"version", "kind", "size", "frameRate", "classes", "clips", "reports"});
  StoreIndex index;
  index.settings.kind = readKind(top.text("kind"));
  index.settings.size = top.integer("size", 8, 1024);
  index.settings.frameRate = top.number("frameRate", 0.1, 1000);
  return synthetic ? readSynthetic(top, std::move(index)) : readFootage(top, std::move(index));
}

}  // namespace

Result<StoreIndex> parseIndex(const std::string& text, const std::string& path) {
  std::string reason;
  try {
    const Json json = parseStrictly(text);
    if (json.is_object() && json.contains("version")) {
      const Json& version = json["version"];
      if (version.is_number_unsigned() && version.get<uint64_t>() > kVersion) {
        return fail(ErrorKind::Unsupported,
                    fmt::format("'{}' has version {}, made by a newer program; this one reads {}.",
                                path, version.get<uint64_t>(), kVersion));
      }
      if (version != kVersion) throw Wrong("its version is not a whole number from 1");
      return readTop(json);
    }
    reason = json.is_object() ? "it lacks 'version'" : "it is not an object";
  } catch (const Wrong& wrong) {
    reason = wrong.what();
  } catch (const Json::exception&) {
    reason = "it is not valid JSON";
  } catch (const std::exception& error) {
    reason = error.what();
  }
  return fail(ErrorKind::Corrupt,
              fmt::format("'{}' is damaged: {}; restore it or import again.", path, reason));
}

Result<StoreIndex> readIndex(const std::string& dataFolder, Vfs& vfs) {
  const std::string path = dataFolder + "/" + kIndexName;
  UNROLL_TRY_ASSIGN(text, readTextFile(vfs, path, kMaxIndexBytes));
  return parseIndex(text, path);
}

Result<void> writeIndex(const std::string& dataFolder, const StoreIndex& index, Vfs& vfs) {
  return writeFileAtomically(vfs, dataFolder + "/" + kIndexName, formatIndex(index));
}

Result<void> checkSettings(int64_t size, double frameRate) {
  if (size < 8 || size > 1024) {
    return fail(ErrorKind::Usage,
                fmt::format("A store's size must be from 8 to 1024, not {}.", size));
  }
  if (!(frameRate >= 0.1 && frameRate <= 1000)) {
    return fail(ErrorKind::Usage,
                fmt::format("A store's frame rate must be from 0.1 to 1000, not {}.", frameRate));
  }
  return {};
}

}  // namespace unroll::data
