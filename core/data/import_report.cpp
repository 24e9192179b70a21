#include "data/import_report.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/file_system.h"

namespace unroll::data {
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kMaxReportBytes = uint64_t{1} << 30;
constexpr int kVersion = 1;

struct OutcomeName {
  FileOutcome outcome;
  const char* name;
};
constexpr std::array<OutcomeName, 5> kOutcomes = {{{FileOutcome::Accepted, "accepted"},
                                                   {FileOutcome::Partial, "partial"},
                                                   {FileOutcome::Rejected, "rejected"},
                                                   {FileOutcome::Duplicate, "duplicate"},
                                                   {FileOutcome::Known, "known"}}};

Json toJson(const FileReport& file) {
  return {{"path", file.path},
          {"sourceId", file.sourceId},
          {"class", file.className},
          {"outcome", name(file.outcome)},
          {"split", file.split == Split::Held ? "held" : "train"},
          {"message", file.message},
          {"codec", file.codec},
          {"width", file.width},
          {"height", file.height},
          {"sourceFrames", file.sourceFrames},
          {"unreadableFrames", file.unreadableFrames},
          {"missingFrames", file.missingFrames},
          {"storedFrames", file.storedFrames}};
}

FileReport fileFromJson(const Json& json) {
  FileReport file;
  json.at("path").get_to(file.path);
  json.at("sourceId").get_to(file.sourceId);
  json.at("class").get_to(file.className);
  const auto outcome = json.at("outcome").get<std::string>();
  for (const OutcomeName& each : kOutcomes) {
    if (outcome == each.name) file.outcome = each.outcome;
  }
  file.split = json.at("split").get<std::string>() == "held" ? Split::Held : Split::Train;
  json.at("message").get_to(file.message);
  json.at("codec").get_to(file.codec);
  json.at("width").get_to(file.width);
  json.at("height").get_to(file.height);
  json.at("sourceFrames").get_to(file.sourceFrames);
  json.at("unreadableFrames").get_to(file.unreadableFrames);
  json.at("missingFrames").get_to(file.missingFrames);
  json.at("storedFrames").get_to(file.storedFrames);
  return file;
}

bool stored(FileOutcome outcome) {
  return outcome == FileOutcome::Accepted || outcome == FileOutcome::Partial;
}

void count(ImportReport& report) {
  for (const FileReport& file : report.files) {
    switch (file.outcome) {
      case FileOutcome::Accepted:
        ++report.accepted;
        break;
      case FileOutcome::Partial:
        ++report.partial;
        break;
      case FileOutcome::Rejected:
        ++report.rejected;
        break;
      case FileOutcome::Duplicate:
        ++report.duplicates;
        break;
      case FileOutcome::Known:
        ++report.known;
        break;
    }
    if (!stored(file.outcome)) continue;
    report.storedFrames += file.storedFrames;
    if (file.split == Split::Held) ++report.heldSources;
  }
}

/// A copy of a file that was rejected is rejected too.
void rejectCopies(ImportReport& report) {
  std::map<std::string, const FileReport*> rejected;
  for (const FileReport& file : report.files) {
    if (file.outcome == FileOutcome::Rejected && !file.sourceId.empty())
      rejected[file.sourceId] = &file;
  }
  for (FileReport& file : report.files) {
    const auto original = rejected.find(file.sourceId);
    if (file.outcome != FileOutcome::Duplicate || original == rejected.end()) continue;
    file.outcome = FileOutcome::Rejected;
    file.message = fmt::format("The same bytes as {}, which was rejected.", original->second->path);
  }
}

/// Classes of which nothing, or nothing to train on, is in the store.
void noteClasses(ImportReport& report) {
  std::map<std::string, std::pair<int64_t, int64_t>> usable;  // training, held
  for (const FileReport& file : report.files) {
    if (file.className.empty()) continue;
    auto& [training, held] = usable[file.className];
    const bool here = stored(file.outcome) || file.outcome == FileOutcome::Known;
    if (here) ++(file.split == Split::Held ? held : training);
  }
  for (const auto& [name, counts] : usable) {
    const auto& [training, held] = counts;
    if (training == 0 && held > 0) {
      report.notes.push_back(
          fmt::format("The class '{}' has only held-out videos and will not be trained on.", name));
    } else if (training == 0) {
      report.notes.push_back(
          fmt::format("The class '{}' has no usable video and was left out.", name));
    }
  }
}

void noteHeld(ImportReport& report) {
  const auto videos = report.accepted + report.partial;
  if (videos == 0 || report.known > 0) return;
  if (report.heldSources == 0) {
    report.notes.push_back(
        fmt::format("No video is held out for evaluation: whole videos are, by their contents, and "
                    "none of these {} was drawn.",
                    videos));
  }
}

}  // namespace

const char* name(FileOutcome outcome) {
  for (const OutcomeName& each : kOutcomes) {
    if (each.outcome == outcome) return each.name;
  }
  return "unknown";
}

void finishReport(ImportReport& report) {
  rejectCopies(report);
  count(report);
  std::stable_sort(report.files.begin(), report.files.end(),
                   [](const FileReport& a, const FileReport& b) { return a.path < b.path; });
  noteClasses(report);
  noteHeld(report);
}

Result<void> keepReport(const std::string& dataFolder, const ImportReport& report) {
  std::map<std::pair<std::string, std::string>, FileReport> kept;
  // A report that cannot be read any more is not worth refusing a finished import for.
  if (const auto earlier = readImportReport(dataFolder)) {
    for (const FileReport& file : earlier->files) kept[{file.path, file.sourceId}] = file;
  }
  std::set<std::string> seen;
  for (const FileReport& file : report.files) seen.insert(file.path);
  std::erase_if(kept, [&](const auto& entry) {
    return seen.contains(entry.second.path) && !stored(entry.second.outcome);
  });
  for (const FileReport& file : report.files) {
    const bool told = file.outcome == FileOutcome::Known || file.outcome == FileOutcome::Duplicate;
    auto& place = kept[{file.path, file.sourceId}];
    if (told && stored(place.outcome) && !place.path.empty()) continue;
    place = file;
  }
  Json document = {{"version", kVersion}, {"notes", report.notes}, {"seconds", report.seconds}};
  Json files = Json::array();
  for (const auto& [key, file] : kept) files.push_back(toJson(file));
  document["files"] = std::move(files);
  const auto text = document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  return writeFileAtomically(realVfs(), dataFolder + "/" + kReportName, text);
}

Result<ImportReport> readImportReport(const std::string& dataFolder) {
  const std::string path = dataFolder + "/" + kReportName;
  UNROLL_TRY_ASSIGN(text, readTextFile(realVfs(), path, kMaxReportBytes));
  ImportReport report;
  try {
    const auto document = Json::parse(text);
    document.at("notes").get_to(report.notes);
    document.at("seconds").get_to(report.seconds);
    for (const Json& file : document.at("files")) report.files.push_back(fileFromJson(file));
  } catch (const nlohmann::json::exception& exception) {
    return fail(ErrorKind::Corrupt,
                fmt::format("{} is damaged ({}); the next import makes a new one.", path,
                            exception.what()));
  }
  count(report);
  return report;
}

}  // namespace unroll::data
