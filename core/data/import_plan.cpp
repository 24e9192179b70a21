#include "data/import_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "data/import_classes.h"
#include "data/import_hash.h"
#include "data/import_scan.h"
#include "data/store_index.h"

namespace unroll::data {
namespace {

constexpr const char* kOnlyClass = "videos";

/// A file with what is said about it, before it is hashed.
struct Candidate {
  FoundFile file;
  ListedClip clip;
};

std::vector<Candidate> classify(const ImportOptions& options, const ClassList& list,
                                std::vector<FoundFile> files, ImportReport& report) {
  std::vector<Candidate> candidates;
  int64_t matched = 0;
  for (FoundFile& file : files) {
    FileReport entry;
    entry.path = readableText(file.path);
    entry.className = readableText(file.className);
    if (!file.refusal.empty()) {
      entry.className.clear();
      entry.message = fmt::format("{} {}.", entry.path, file.refusal);
      report.files.push_back(std::move(entry));
      continue;
    }
    ListedClip clip;
    clip.label = options.classSource == ClassSource::None ? kOnlyClass : file.className;
    if (options.classSource != ClassSource::List) {
      candidates.push_back({std::move(file), std::move(clip)});
      continue;
    }
    const auto found = list.find(file.path);
    matched += found.empty() ? 0 : 1;
    if (found.empty()) {
      entry.className.clear();
      entry.message = fmt::format("{} is not in the list {}.", entry.path, options.classList);
      report.files.push_back(std::move(entry));
    }
    for (const ListedClip& each : found) candidates.push_back({file, each});
  }
  if (options.classSource == ClassSource::List) {
    report.notes.push_back(fmt::format("{} of the {} videos listed in {} were found.", matched,
                                       list.size(), options.classList));
  }
  return candidates;
}

/// Classes that have a training clip in the store, by name.
std::set<std::string> trainedClasses(const std::string& dataFolder) {
  std::set<std::string> names;
  const auto index = readIndex(dataFolder);
  if (!index) return names;
  for (const IndexedClip& clip : index->clips) {
    const auto label = static_cast<size_t>(clip.info.label);
    if (clip.info.split == Split::Train && label < index->classes.size()) {
      names.insert(index->classes[label]);
    }
  }
  return names;
}

/// A class whose videos would all be held out keeps its first one for training.
void keepOneForTraining(const std::string& dataFolder, ImportPlan& plan) {
  const auto trained = trainedClasses(dataFolder);
  std::map<std::string, std::vector<FileReport*>> byClass;
  for (const PlannedSource& source : plan.sources) {
    FileReport& entry = plan.report.files[source.report];
    byClass[entry.className].push_back(&entry);
  }
  for (auto& [name, entries] : byClass) {
    const bool allHeld = std::all_of(entries.begin(), entries.end(), [](const FileReport* entry) {
      return entry->split == Split::Held;
    });
    if (!allHeld || trained.contains(name)) continue;
    const std::string& first = entries.front()->sourceId;
    for (FileReport* entry : entries) {
      if (entry->sourceId.substr(0, 32) == first.substr(0, 32)) entry->split = Split::Train;
    }
    plan.report.notes.push_back(fmt::format(
        "{} stays in training, though drawn to be held out: the class '{}' has no other.",
        entries.front()->path, name));
  }
}

}  // namespace

Result<ImportPlan> planImport(const ImportOptions& options, const StoreWriter& store, int jobs,
                              const std::stop_token& stop) {
  ClassList list;
  if (options.classSource == ClassSource::List) {
    UNROLL_TRY_ASSIGN(read, ClassList::read(options.classList));
    list = std::move(read);
  }
  UNROLL_TRY_ASSIGN(files, findFiles(options.paths));
  if (files.empty()) {
    return fail(ErrorKind::Refused,
                fmt::format("No file was found in {}; give videos or folders of videos.",
                            fmt::join(options.paths, ", ")));
  }
  ImportPlan plan;
  auto candidates = classify(options, list, std::move(files), plan.report);
  std::vector<std::string> paths;
  for (const Candidate& each : candidates) paths.push_back(each.file.path);
  const auto hashes = hashFiles(paths, jobs, stop);
  if (stop.stop_requested()) {
    return fail(ErrorKind::Cancelled, "The import was stopped before anything was added.");
  }

  std::map<std::string, std::string> firstWith;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const auto& [file, clip] = candidates[i];
    FileReport entry;
    entry.path = readableText(file.path);
    entry.className = readableText(clip.label);
    if (!hashes[i]) {
      entry.message = readableText(hashes[i].error().message);
      plan.report.files.push_back(std::move(entry));
      continue;
    }
    entry.sourceId = *hashes[i];
    if (!clip.whole()) {
      entry.sourceId += fmt::format("@{}-{}", clip.startSeconds, clip.endSeconds);
    }
    // By the bytes of the file alone, so that two parts of one video are never split.
    entry.split = clip.split.value_or(splitOf(*hashes[i], options.heldShare));
    const auto [first, isNew] = firstWith.try_emplace(entry.sourceId, entry.path);
    if (!isNew) {
      entry.outcome = FileOutcome::Duplicate;
      entry.message = fmt::format("The same bytes as {}.", first->second);
    } else if (store.containsSource(entry.sourceId)) {
      entry.outcome = FileOutcome::Known;
      entry.message = "Imported before.";
    } else {
      plan.sources.push_back(
          {plan.report.files.size(), file.path, file.bytes, clip.startSeconds, clip.endSeconds});
    }
    plan.report.files.push_back(std::move(entry));
  }
  if (options.classSource != ClassSource::List) keepOneForTraining(options.dataFolder, plan);
  return plan;
}

}  // namespace unroll::data
