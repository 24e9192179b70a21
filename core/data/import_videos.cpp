#include "data/import_videos.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "data/import_plan.h"
#include "data/import_report.h"
#include "data/import_run.h"
#include "data/import_scan.h"

namespace unroll::data {
namespace {

constexpr const char* kCsvPrefix = "csv:";

Result<void> check(const ImportOptions& options) {
  if (options.paths.empty()) {
    return fail(ErrorKind::Usage, "Nothing to import: give videos or folders of videos.");
  }
  if (options.store == StoreKind::Synthetic) {
    return fail(ErrorKind::Usage, "Videos go into a raw or an encoded store.");
  }
  if (!(options.heldShare >= 0 && options.heldShare < 1)) {
    return fail(ErrorKind::Usage, fmt::format("The share of held-out videos must be at least 0 and "
                                              "below 1, not {}.",
                                              options.heldShare));
  }
  if (options.classSource == ClassSource::List && options.classList.empty()) {
    return fail(ErrorKind::Usage, "Classes from a list need the list: --classes csv:FILE.");
  }
  return {};
}

/// Gives the classes of the videos their numbers in the order of their names, before any is
/// decoded. Files that do not even look like videos do not count, lest a stray text file make a
/// class.
void numberClasses(const ImportPlan& plan, StoreWriter& store) {
  std::vector<std::string> names;
  for (const PlannedSource& source : plan.sources) {
    if (looksLikeVideo(source.path)) names.push_back(plan.report.files[source.report].className);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const std::string& name : names) store.classIndex(name);
}

/// What `unroll data` shows: every file that did not come in whole, and why.
void tellStore(const ImportReport& report, StoreWriter& store) {
  for (const FileReport& file : report.files) {
    if (file.outcome != FileOutcome::Partial && file.outcome != FileOutcome::Rejected) continue;
    const bool accepted = file.outcome == FileOutcome::Partial;
    // Rejected files are tried again by the next import, so their contents are not remembered.
    store.report({file.path, accepted ? file.sourceId : std::string(), accepted, file.message});
  }
}

}  // namespace

Result<void> setClassSource(ImportOptions& options, const std::string& argument) {
  if (argument == "folders" || argument == "none") {
    options.classSource = argument == "none" ? ClassSource::None : ClassSource::Folders;
    return {};
  }
  if (argument.starts_with(kCsvPrefix) && argument.size() > 4) {
    options.classSource = ClassSource::List;
    options.classList = argument.substr(4);
    return {};
  }
  return fail(
      ErrorKind::Usage,
      fmt::format("'{}' does not say where classes come from: use folders, none or csv:FILE "
                  "(a CSV with a header, or UCF-101's split list).{}",
                  argument, didYouMean(argument, {"folders", "none"})));
}

Result<ImportReport> importVideos(const ImportOptions& options,
                                  const std::function<void(const ImportProgress&)>& progress,
                                  const std::stop_token& stop) {
  const auto started = std::chrono::steady_clock::now();
  UNROLL_TRY(check(options));
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int jobs = options.jobs > 0 ? options.jobs : cores;
  UNROLL_TRY_ASSIGN(store, StoreWriter::open(options.dataFolder,
                                             {options.store, options.size, options.frameRate}));
  UNROLL_TRY_ASSIGN(plan, planImport(options, *store, jobs, stop));
  numberClasses(plan, *store);
  const auto ran = runImport(options, jobs, *store, plan, progress, stop);
  if (!ran && ran.error().kind != ErrorKind::Cancelled) return tl::unexpected(ran.error());
  if (!ran) {
    // What was not reached is not part of the report.
    std::erase_if(plan.report.files, [](const FileReport& file) {
      return file.outcome == FileOutcome::Rejected && file.message.empty();
    });
  }
  finishReport(plan.report);
  plan.report.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  tellStore(plan.report, *store);
  UNROLL_TRY(store->commit());
  UNROLL_TRY(keepReport(options.dataFolder, plan.report));
  if (!ran) return tl::unexpected(ran.error());
  return std::move(plan.report);
}

}  // namespace unroll::data
