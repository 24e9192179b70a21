#include "engine/report_pictures.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "engine/report_parts.h"
#include "engine/unroll_session.h"
#include "metrics/pictures.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/contact_sheet.h"
#endif

namespace unroll::engine {
#ifdef UNROLL_HAS_MEDIA
namespace {

constexpr int64_t kShownFrames = 10;
constexpr size_t kShownNearest = 4;
constexpr int64_t kLeastPixels = 64;  // Smaller pictures are enlarged.

/// Frames spread over a clip (T, H, W, 3), as bytes.
std::vector<uint8_t> shownFrames(const torch::Tensor& clip) {
  const int64_t frames = clip.size(0), count = std::min(kShownFrames, frames);
  std::vector<int64_t> shown;
  for (int64_t i = 0; i < count; ++i)
    shown.push_back(frames < 2 ? 0 : i * (frames - 1) / std::max<int64_t>(1, count - 1));
  const torch::Tensor picked =
      clip.index_select(0, torch::tensor(shown, torch::kInt64)).contiguous();
  return {picked.const_data_ptr<uint8_t>(), picked.const_data_ptr<uint8_t>() + picked.numel()};
}

media::SheetRow sheetRow(const std::vector<uint8_t>& bytes, int64_t size, std::string label) {
  const auto side = static_cast<int>(size);
  const auto frames = static_cast<int>(bytes.size() / static_cast<size_t>(size * size * 3));
  return {bytes, frames, side, side, std::move(label)};
}

/// The PNG of a sheet whose largest pictures have `size` pixels.
Result<std::vector<uint8_t>> drawn(const std::vector<media::SheetRow>& sheet, int64_t size) {
  media::SheetSettings settings;
  settings.scale = static_cast<int>(std::max<int64_t>(1, kLeastPixels / size));
  UNROLL_TRY_ASSIGN(picture, media::contactSheet(sheet, settings));
  return media::encodePng(picture);
}

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
      row.stages.push_back(shownFrames(stage[n].permute({1, 2, 3, 0})));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// One made clip that lies near a real one, and that real clip.
struct Near {
  std::vector<uint8_t> made, real;
};

/// The frames of a real clip that a document of measures names; empty where it is not there any
/// more, or where several clips of one file could be meant.
Result<std::vector<uint8_t>> realFrames(const data::ClipStore& store, const io::Json& nearest,
                                        const Recipe& recipe, size_t index) {
  const StageRecipe& stage = recipe.stages[index];
  const int64_t stride = recipe.dataStride(index), start = nearest.value("start", int64_t{0});
  std::optional<size_t> found;
  for (size_t i = 0; i < store.clips().size(); ++i) {
    const data::ClipInfo& clip = store.clips()[i];
    const bool fits = start >= 0 && start < clip.frames - (stage.frames - 1) * stride;
    if (clip.source != nearest.value("source", "") || !fits) continue;
    if (found) return std::vector<uint8_t>();
    found = i;
  }
  if (!found) return std::vector<uint8_t>();
  torch::Tensor pictures =
      torch::empty({stage.frames, stage.size, stage.size, 3}, torch::TensorOptions(torch::kUInt8));
  UNROLL_TRY(store.read({.clip = static_cast<int64_t>(*found),
                         .start = start,
                         .frames = stage.frames,
                         .stride = stride,
                         .size = stage.size},
                        {pictures.data_ptr<uint8_t>(), static_cast<size_t>(pictures.numel())}));
  return shownFrames(pictures);
}

/// The cascade that a document of measures is about, to make single videos of.
Result<UnrollSession> measuredCascade(const io::Json& document, const RunData& run,
                                      const ReportRequest& request) {
  ModelSource source{.project = request.project,
                     .run = run.name,
                     .step = document.value("step", int64_t{0}),
                     .model = {},
                     .training = document.value("checkpoint", "")};
  const auto steps = document.value("steps", std::vector<int64_t>());
  if (document.value("checkpoint", "") != "joint" && steps.size() > 1)
    source.below.assign(steps.begin(), steps.end() - 1);
  UnrollOptions options;
  options.seed = 0;  // Videos are then told by their own.
  options.lastStage = document.value("stage", int64_t{0});
  options.threads = request.threads;
  options.device = request.device;
  return openSession(source, options);
}

/// The video that was measured, made again: the seed gives the same.
std::vector<uint8_t> madeFrames(UnrollSession& session, uint64_t seed) {
  StreamInput input;
  CascadeStream stream = session.stream(static_cast<int64_t>(seed), 1, input);
  std::vector<torch::Tensor> parts;
  while (const auto chunk = stream.next())
    parts.push_back(metrics::toPictures(chunk->stages.back()));
  const torch::Tensor clip = torch::cat(parts, 1)[0];
  return shownFrames(clip.narrow(0, 0, std::min(session.options.frames, clip.size(0))));
}

}  // namespace

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
      sheet.push_back(sheetRow(row.stages[k], session.cascade.recipe.stages[k].size,
                               k == 0 ? row.label : fmt::format("stage {}", k + 1)));
    }
  }
  UNROLL_TRY_ASSIGN(png, drawn(sheet, session.cascade.recipe.stages[session.cascade.last()].size));
  page.picture(png,
               fmt::format("{} videos of {} frames, every stage of each, {} pictures spread over "
                           "them; seeds and classes at the left. Steps: {}.",
                           session.options.count, session.options.frames, kShownFrames,
                           session.cascade.origin));
  return {};
}

Result<void> addNearest(ReportPage& page, const RunData& run, const data::ClipStore& store,
                        const ReportRequest& request, const std::stop_token& stop) {
  const io::Json* document = nullptr;
  for (size_t stage = run.recipe.stages.size(); stage > 0 && document == nullptr; --stage)
    document = run.measured(static_cast<int64_t>(stage));
  if (document == nullptr || !document->contains("nearest")) return {};
  const auto index = static_cast<size_t>(document->value("stage", int64_t{1}) - 1);
  std::optional<UnrollSession> cascade;
  std::vector<Near> found;
  std::string distances;
  for (const io::Json& nearest : (*document)["nearest"]) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "The report was interrupted.");
    if (found.size() == kShownNearest) break;
    UNROLL_TRY_ASSIGN(real, realFrames(store, nearest, run.recipe, index));
    if (real.empty()) continue;
    const auto seed = nearest.value("seed", uint64_t{0});
    if (!cascade) {
      UNROLL_TRY_ASSIGN(opened, measuredCascade(*document, run, request));
      cascade.emplace(std::move(opened));
    }
    found.push_back({madeFrames(*cascade, seed), std::move(real)});
    const std::filesystem::path clip = nearest.value("source", "");
    distances += fmt::format("{}seed {} at {} of '{}', frame {}", distances.empty() ? "" : "; ",
                             seed, text(io::eventNumber(nearest["distance"])),
                             clip.filename().string(), nearest.value("start", int64_t{0}));
  }
  if (found.empty()) return {};
  std::vector<media::SheetRow> sheet;
  const int64_t size = run.recipe.stages[index].size;
  for (const Near& near : found) {
    sheet.push_back(sheetRow(near.made, size, "made"));
    sheet.push_back(sheetRow(near.real, size, "nearest"));
  }
  UNROLL_TRY_ASSIGN(png, drawn(sheet, size));
  page.subsection("Nearest real clips: " + titleOf(*document));
  page.picture(png, fmt::format("Are they remembered? The made clips that lie nearest to a real "
                                "one, each above that one. Distances, where 1 is that of a real "
                                "clip to the nearest of another video: {}.",
                                distances));
  return {};
}

#else

Result<void> addSamples(ReportPage&, const RunData&, const ReportRequest&, const std::stop_token&) {
  return {};
}

Result<void> addNearest(ReportPage&, const RunData&, const data::ClipStore&, const ReportRequest&,
                        const std::stop_token&) {
  return {};
}

#endif
}  // namespace unroll::engine
