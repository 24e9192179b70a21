#include "engine/evaluation_events.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/json_file.h"

namespace unroll::engine {
namespace {

std::filesystem::path measuresFolder(const io::RunFolder& run, bool pairs) {
  const std::filesystem::path folder = run.path() / "measures";
  return pairs ? folder / "pairs" : folder;
}

using Kind = bool (io::Json::*)() const noexcept;

bool holds(const io::Json& object, const char* key, Kind kind) {
  const auto found = object.find(key);
  return found != object.end() && ((*found).*kind)();
}

/// A list of that kind, or none at all.
bool lists(const io::Json& object, const char* key, Kind kind) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  return found->is_array() &&
         std::ranges::all_of(*found, [&](const io::Json& entry) { return (entry.*kind)(); });
}

/// Whether a file of that folder is what keepMeasures() writes, as far as its readers rely on it.
bool isMeasured(const io::Json& document) {
  constexpr Kind object = &io::Json::is_object, text = &io::Json::is_string,
                 whole = &io::Json::is_number_integer;
  if (!document.is_object() || !holds(document, "stage", whole) ||
      !holds(document, "step", whole) || !holds(document, "protocol", object) ||
      !document.contains("measures") || !document.contains("warnings") ||
      !lists(document, "measures", object) || !lists(document, "warnings", text) ||
      !lists(document, "steps", whole) || !lists(document, "curves", object) ||
      !lists(document, "classes", object) || !lists(document, "nearest", object)) {
    return false;
  }
  if (document.contains("checkpoint") && !holds(document, "checkpoint", text)) return false;
  const io::Json& protocol = document["protocol"];
  for (const char* key : {"key", "network", "hash", "features", "resize", "fake"}) {
    if (protocol.contains(key) && !protocol[key].is_string()) return false;
  }
  for (const char* key : {"frames", "size", "frameRate", "realClips", "fakeClips", "draws",
                          "drawClips", "kernelBlocks", "kernelRows", "seed"}) {
    if (protocol.contains(key) && !protocol[key].is_number()) return false;
  }
  const auto allHold = [&](const char* list, const char* key, Kind kind) {
    return !document.contains(list) || std::ranges::all_of(document[list], [&](const auto& entry) {
      return holds(entry, key, kind);
    });
  };
  const auto allHave = [&](const char* list, std::initializer_list<const char*> keys) {
    return !document.contains(list) || std::ranges::all_of(document[list], [&](const auto& entry) {
      return std::ranges::all_of(keys, [&](const char* key) { return entry.contains(key); });
    });
  };
  constexpr Kind array = &io::Json::is_array;
  return allHold("measures", "name", text) && allHold("measures", "title", text) &&
         allHold("measures", "unit", text) && allHold("measures", "better", text) &&
         allHold("curves", "fake", array) && allHold("curves", "real", array) &&
         allHave("classes", {"realMotion", "fakeMotion"}) && allHave("nearest", {"distance"}) &&
         allHold("curves", "name", text) && allHold("classes", "name", text) &&
         allHold("classes", "realClips", whole) && allHold("classes", "fakeClips", whole) &&
         allHold("nearest", "seed", whole) && allHold("nearest", "start", whole) &&
         allHold("nearest", "source", text);
}

std::string fileName(const StageEvaluation& evaluation) {
  if (evaluation.onCurve) {
    return fmt::format("{}stage{}-step-{:08}.json",
                       evaluation.checkpoint == "joint" ? "joint-" : "", evaluation.stage,
                       evaluation.step);
  }
  return fmt::format("stage{}-steps-{:08}.json", evaluation.stage,
                     fmt::join(evaluation.steps, "-"));
}

/// On which checkpoints of the stages below something of these steps stands; "" where all were
/// trained jointly, and so are always of one step.
std::string stepsBelow(const std::string& checkpoint, const std::vector<int64_t>& steps) {
  if (checkpoint == "joint" || steps.empty()) return {};
  return fmt::format("{}", fmt::join(steps.begin(), steps.end() - 1, ","));
}

std::string standsOn(const io::Json& document) {
  return stepsBelow(document.value("checkpoint", ""),
                    document.value("steps", std::vector<int64_t>()));
}

/// Whether all that say something say the same.
template <typename Say>
bool alike(const std::vector<const io::Json*>& documents, Say say) {
  std::string first;
  for (const io::Json* document : documents) {
    const std::string own = document == nullptr ? std::string() : say(*document);
    if (own.empty()) continue;
    if (first.empty()) first = own;
    if (own != first) return false;
  }
  return true;
}

}  // namespace

Result<void> writeMeasureEvents(const io::RunFolder& run, const StageEvaluation& evaluation) {
  const int64_t stage =
      evaluation.stage;  // Also of a joint checkpoint: each stage has its numbers.
  io::Json spectrum = metrics::spectrumFields(evaluation.report);
  if (!spectrum.is_null()) {
    spectrum["stage"] = stage;
    spectrum["step"] = evaluation.step;
  }
  const auto lock = run.lock();  // Where nobody trains, a line torn by a kill is mended first.
  UNROLL_TRY_ASSIGN(
      log, io::EventLog::open(realVfs(), run.eventsFile(),
                              lock ? io::EventLog::Options{} : io::EventLog::Options::beside()));
  for (const auto& [name, value] : metrics::scalarsOf(evaluation.report)) {
    UNROLL_TRY(log.scalar(stage, evaluation.step, name, value));
  }
  if (!spectrum.is_null()) UNROLL_TRY(log.append("spectrum", spectrum));
  return log.flush();
}

std::vector<io::Json> readMeasures(const io::RunFolder& run, bool pairs) {
  std::vector<io::Json> documents;
  const std::filesystem::path folder = measuresFolder(run, pairs);
  const auto files = realVfs().list(folder);
  if (!files) return documents;
  for (const FolderEntry& file : *files) {
    if (!file.name.ends_with(".json")) continue;
    auto document = io::readJsonFile(realVfs(), folder / file.name,
                                     {.maxBytes = uint64_t{64} << 20, .maxDepth = 32});
    if (document && isMeasured(*document)) documents.push_back(std::move(*document));
  }
  return documents;
}

std::string protocolKey(const io::Json& document) { return document["protocol"].value("key", ""); }

bool oneProtocol(const std::vector<const io::Json*>& documents) {
  return alike(documents, protocolKey);
}

bool oneCurve(const std::vector<const io::Json*>& documents) {
  return alike(documents, protocolKey) && alike(documents, standsOn);
}

MeasuredProtocols::MeasuredProtocols(const io::RunFolder& run) {
  for (const io::Json& document : readMeasures(run)) {
    points_[{document.value("stage", int64_t{0}), document.value("checkpoint", ""),
             document.value("step", int64_t{0})}] = {protocolKey(document), standsOn(document)};
  }
}

void MeasuredProtocols::add(const StageEvaluation& evaluation) {
  points_[{evaluation.stage, evaluation.checkpoint, evaluation.step}] = {
      evaluation.report.protocol.key(), stepsBelow(evaluation.checkpoint, evaluation.steps)};
}

bool MeasuredProtocols::otherwise(const StageEvaluation& evaluation) const {
  const std::string protocol = evaluation.report.protocol.key();
  const std::string below = stepsBelow(evaluation.checkpoint, evaluation.steps);
  return std::ranges::any_of(points_, [&](const auto& entry) {
    const auto& [stage, checkpoint, step] = entry.first;
    const Point& point = entry.second;
    if (stage != evaluation.stage || step == evaluation.step) return false;
    return point.protocol != protocol ||
           (!point.below.empty() && !below.empty() && point.below != below);
  });
}

Result<std::filesystem::path> keepMeasures(const io::RunFolder& run,
                                           const StageEvaluation& evaluation) {
  const std::filesystem::path folder = measuresFolder(run, !evaluation.onCurve);
  UNROLL_TRY(makeFolders(realVfs(), folder));
  const std::filesystem::path file = folder / fileName(evaluation);
  UNROLL_TRY(io::writeJsonFile(realVfs(), file, toJson(evaluation)));
  return file;
}

}  // namespace unroll::engine
