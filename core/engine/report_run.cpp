#include "engine/report_run.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <span>

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/file_system.h"
#include "data/clip_store.h"
#include "engine/report_data.h"
#include "engine/report_page.h"
#include "engine/report_sections.h"
#include "engine/unroll_session.h"
#include "metrics/pictures.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/contact_sheet.h"
#endif

namespace unroll::engine {
namespace {

constexpr int64_t kShownFrames = 10;

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

#ifdef UNROLL_HAS_MEDIA
/// Bytes of some frames of each stage's videos.
struct Row {
  std::string label;
  std::vector<std::vector<uint8_t>> stages;
};

Result<std::vector<Row>> sampleRows(UnrollSession& session, const std::stop_token& stop) {
  StreamInput input;
  CascadeStream stream = session.stream(0, session.options.count, input);
  const torch::Tensor labels = input.label.to(torch::kCPU);
  std::vector<torch::Tensor> whole(session.cascade.stages.size());
  while (const auto chunk = stream.next()) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "The report was interrupted.");
    for (size_t k = 0; k < whole.size(); ++k) {
      const torch::Tensor bytes = metrics::toBytes(chunk->stages[k]);
      whole[k] = whole[k].defined() ? torch::cat({whole[k], bytes}, 2) : bytes;
    }
  }
  std::vector<Row> rows;
  for (int64_t n = 0; n < session.options.count; ++n) {
    const auto label = static_cast<size_t>(labels[n].item<int64_t>());
    Row row{fmt::format("{} {}", session.options.seed + static_cast<uint64_t>(n),
                        session.cascade.classes[label]),
            {}};
    for (const torch::Tensor& stage : whole) {
      const int64_t frames = stage.size(2);
      std::vector<int64_t> shown;
      for (int64_t i = 0; i < std::min(kShownFrames, frames); ++i) {
        shown.push_back(frames < 2 ? 0
                                   : i * (frames - 1) /
                                         std::max<int64_t>(1, std::min(kShownFrames, frames) - 1));
      }
      const torch::Tensor picked = stage[n]
                                       .index_select(1, torch::tensor(shown, torch::kInt64))
                                       .permute({1, 2, 3, 0})
                                       .contiguous();
      row.stages.emplace_back(picked.const_data_ptr<uint8_t>(),
                              picked.const_data_ptr<uint8_t>() + picked.numel());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Every stage of the same videos, one above the other.
Result<void> addSamples(ReportPage& page, const RunData& run, const ReportRequest& request,
                        const std::stop_token& stop) {
  UnrollOptions options;
  options.count = request.samples;
  options.lastStage = run.sampled();
  options.threads = request.threads;
  options.device = request.device;
  // --frames counts the recipe's last stage; a run that has fewer stages yet shows as much time.
  const int64_t stride = run.recipe.dataStride(static_cast<size_t>(options.lastStage) - 1);
  options.frames = std::max<int64_t>(1, request.frames / stride);
  UNROLL_TRY_ASSIGN(session, openSession({request.project, run.name, {}, {}}, options));
  UNROLL_TRY_ASSIGN(rows, sampleRows(session, stop));
  std::vector<media::SheetRow> sheet;
  for (const Row& row : rows) {
    for (size_t k = 0; k < row.stages.size(); ++k) {
      const int size = static_cast<int>(session.cascade.recipe.stages[k].size);
      const auto frames =
          static_cast<int>(row.stages[k].size() / static_cast<size_t>(size * size * 3));
      sheet.push_back(
          {row.stages[k], frames, size, size, k == 0 ? row.label : fmt::format("stage {}", k + 1)});
    }
  }
  const auto largest = static_cast<int>(session.cascade.recipe.stages[session.cascade.last()].size);
  media::SheetSettings settings;
  settings.scale = std::max(1, 64 / largest);
  UNROLL_TRY_ASSIGN(picture, media::contactSheet(sheet, settings));
  UNROLL_TRY_ASSIGN(png, media::encodePng(picture));
  page.picture(png,
               fmt::format("{} videos of {} frames, every stage of each, {} pictures spread over "
                           "them; seeds and classes at the left. Steps: {}.",
                           session.options.count, session.options.frames, kShownFrames,
                           session.cascade.origin));
  return {};
}
#endif

}  // namespace

Result<ReportSummary> reportRun(const ReportRequest& request, const FrameProgress& progress,
                                std::stop_token stop) {
  const auto begun = std::chrono::steady_clock::now();
  UNROLL_TRY_ASSIGN(project, io::Project::open(request.project));
  ReportSummary summary;
  UNROLL_TRY_ASSIGN(runs, readRuns(project, summary.problems));
  ReportPage page(fmt::format("Unroll: {}", project.name()));
  page.note(fmt::format("Written {} by unroll report.", today()));
  if (const auto store = data::openClipStore(project.dataFolder().string())) {
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
#ifdef UNROLL_HAS_MEDIA
    if (run.sampled() > 0 && request.samples > 0) {
      if (const auto added = addSamples(page, run, request, stop); !added) {
        if (added.error().kind == ErrorKind::Cancelled) return tl::unexpected(added.error());
        summary.problems.push_back(added.error().message);
        page.note(added.error().message);
      }
    }
#endif
    describeRun(page, run);
    if (progress) progress(i + 1, total);
  }
  const std::vector<std::pair<const char*, bool (*)(ReportPage&, const std::vector<RunData>&)>>
      effects = {{"Unrolled beyond the training window", addBaselineDecay},
                 {"With and without the matching critic", addMatchingCritic},
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
