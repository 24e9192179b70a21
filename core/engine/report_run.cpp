#include "engine/report_run.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/file_system.h"
#include "data/clip_store.h"
#include "engine/report_data.h"
#include "engine/report_page.h"
#include "engine/report_pictures.h"
#include "engine/report_sections.h"

namespace unroll::engine {
namespace {

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &parts)};
}

void describeData(ReportPage& page, const data::ClipStore& store) {
  int64_t frames = 0, held = 0;
  for (const data::ClipInfo& clip : store.clips()) {
    frames += clip.frames;
    held += clip.split == data::Split::Held ? 1 : 0;
  }
  page.section("Data");
  page.paragraph(fmt::format(
      "{} clips ({} held back) of {} classes, {:.0f} seconds at {:g} frames per "
      "second, {} pixels.",
      store.clips().size(), held, store.classes().size(),
      static_cast<double>(frames) / store.frameRate(), store.frameRate(), store.size()));
}

}  // namespace

Result<ReportSummary> reportRun(const ReportRequest& request, const FrameProgress& progress,
                                std::stop_token stop) {
  const auto begun = std::chrono::steady_clock::now();
  UNROLL_TRY_ASSIGN(project, io::Project::open(request.project));
  ReportSummary summary;
  UNROLL_TRY_ASSIGN(runs, readRuns(project, summary.problems));
  ReportPage page(fmt::format("Unroll: {}", project.name()));
  page.note(fmt::format("Written {} by unroll report.", today()));
  const auto store = data::openClipStore(project.dataFolder().string());
  if (store) {
    describeData(page, **store);
    summary.sections.push_back("Data");
  } else {
    summary.problems.push_back(store.error().message);
  }
  if (runs.empty()) page.paragraph("Nothing was trained yet.");
  const auto total = static_cast<int64_t>(runs.size());
  for (int64_t i = 0; i < total; ++i) {
    const RunData& run = runs[static_cast<size_t>(i)];
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "The report was interrupted.");
    page.section("Run " + run.name);
    summary.sections.push_back("Run " + run.name);
    const auto settle = [&](const Result<void>& added) -> Result<void> {
      if (added) return {};
      if (added.error().kind == ErrorKind::Cancelled) return added;
      summary.problems.push_back(added.error().message);
      return {};
    };
    if (run.sampled() > 0 && request.samples > 0) {
      UNROLL_TRY(settle(addSamples(page, run, request, stop)));
    }
    describeRun(page, run);
    if (store && request.samples > 0) {
      UNROLL_TRY(settle(addNearest(page, run, **store, request, stop)));
    }
    if (progress) progress(i + 1, total);
  }
  const std::vector<std::pair<const char*, bool (*)(ReportPage&, const std::vector<RunData>&)>>
      effects = {{"Unrolled beyond the training window", addBaselineDecay},
                 {"With and without the matching critic", addMatchingCritic},
                 {"Stage pairs", addStagePairs},
                 {"ConvGRU against separable 3-D convolutions", addTemporalUnits},
                 {"Power spectra at several time steps", addSpectra},
                 {"Motion, class by class", addLowMotion},
                 {"All stages trained jointly", addJoint}};
  for (const auto& [name, add] : effects) {
    if (add(page, runs)) summary.sections.push_back(name);
  }
  for (const std::string& problem : summary.problems) page.note("Left out: " + problem);
  UNROLL_TRY(makeFolders(realVfs(), request.out));
  summary.file = request.out / "index.html";
  UNROLL_TRY(writeFileAtomically(realVfs(), summary.file, page.html()));
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return summary;
}

}  // namespace unroll::engine
