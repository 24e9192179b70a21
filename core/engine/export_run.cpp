#include "engine/export_run.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/file_system.h"
#include "base/nearest.h"
#include "engine/unroll_session.h"
#include "metrics/pictures.h"
#include "protocol/recipe_json.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/image.h"
#include "media/video_writer.h"
#endif

namespace unroll::engine {

#ifndef UNROLL_HAS_MEDIA

Result<ExportSummary> exportRun(const ExportRequest&, const FrameProgress&, std::stop_token) {
  return fail(ErrorKind::Unsupported,
              "This build has no FFmpeg and cannot write videos; build with -DUNROLL_MEDIA=ON, or "
              "use 'unroll sample'.");
}

#else

namespace {

constexpr int64_t kHeightAimed = 256;
constexpr int64_t kGridVideos = 16;
constexpr int kPairGap = 4;
constexpr int kGridGap = 2;
constexpr double kMostKept = 2e9;  // Bytes of frames that wait to be shown backwards.

enum class Layout { Stage, Pair, Grid };

struct Plan {
  Layout layout = Layout::Pair;
  size_t stage = 0;  ///< index; for pair and grid the last
};

Result<Plan> planFor(const std::string& what, size_t stages) {
  std::vector<std::string> known;
  for (size_t index = 0; index < stages; ++index)
    known.push_back(fmt::format("stage{}", index + 1));
  const auto found = std::find(known.begin(), known.end(), what);
  if (found != known.end()) return Plan{Layout::Stage, static_cast<size_t>(found - known.begin())};
  if (what == "grid") return Plan{Layout::Grid, stages - 1};
  if (what == "pair") {
    if (stages < 2)
      return fail(ErrorKind::Refused,
                  "A pair needs two stages, and this cascade has one; use --what stage1.");
    return Plan{Layout::Pair, stages - 1};
  }
  known.insert(known.end(), {"pair", "grid"});
  return fail(ErrorKind::Usage, fmt::format("--what is '{}'; use one of {}.{}", what,
                                            fmt::join(known, ", "), didYouMean(what, known)));
}

/// One frame of one video of a chunk as a picture, enlarged `factor` times.
media::Image picture(const torch::Tensor& clips, int64_t video, int64_t frame, int factor) {
  const torch::Tensor bytes =
      metrics::toBytes(clips[video].select(1, frame)).permute({1, 2, 0}).contiguous();
  const auto side = static_cast<int>(bytes.size(0));
  const std::span<const uint8_t> pixels(bytes.data_ptr<uint8_t>(),
                                        static_cast<size_t>(bytes.numel()));
  return media::enlarge(media::toImage(pixels, side, side), factor);
}

/// The picture of the export at frame `frame` of `chunk` (of the planned stage).
media::Image compose(const UnrollSession& session, const Plan& plan, const StreamChunk& chunk,
                     int64_t frame, int factor) {
  const Recipe& recipe = session.cascade.recipe;
  const torch::Tensor& clips = chunk.stages[plan.stage];
  if (plan.layout == Layout::Stage) return picture(clips, 0, frame, factor);
  if (plan.layout == Layout::Grid) {
    std::vector<media::Image> cells;
    for (int64_t video = 0; video < clips.size(0); ++video)
      cells.push_back(picture(clips, video, frame, factor));
    const auto columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(cells.size()))));
    return media::grid(cells, columns, kGridGap);
  }
  // Stage 1 is shown at the size and rate of the last stage, each pixel and frame repeated.
  const int64_t stride = recipe.dataStride(0) / recipe.dataStride(plan.stage);
  const auto times = static_cast<int>(recipe.stages[plan.stage].size / recipe.stages[0].size);
  const std::vector<media::Image> pair{picture(chunk.stages[0], 0, frame / stride, factor * times),
                                       picture(clips, 0, frame, factor)};
  return media::sideBySide(pair, kPairGap);
}

/// Whether all frames of all stages may stay in memory until they are shown backwards.
Result<void> checkKept(const UnrollSession& session) {
  double bytes = 0;
  for (size_t stage = 0; stage < session.cascade.stages.size(); ++stage) {
    const double side = static_cast<double>(session.cascade.recipe.stages[stage].size);
    bytes += 3 * sizeof(float) * side * side *
             static_cast<double>(session.options.frames * session.options.count);
  }
  if (bytes <= kMostKept) return {};
  return fail(ErrorKind::OutOfMemory,
              fmt::format("Shown there and back, {} frames would keep {} in memory: make the video "
                          "shorter, or leave --ping-pong out.",
                          session.options.frames, humanBytes(static_cast<uint64_t>(bytes))));
}

std::map<std::string, std::string> describe(const UnrollSession& session,
                                            const ExportRequest& request) {
  const UnrollOptions& options = session.options;
  return {{"title", fmt::format("Unroll Studio: {} of {}", request.what, session.cascade.origin)},
          {"comment", fmt::format("seed {}, {} frames, truncation {}", options.seed, options.frames,
                                  options.truncation)},
          {"unroll_model", session.cascade.origin},
          {"unroll_steps", fmt::format("{}", fmt::join(session.cascade.steps, ","))},
          {"unroll_seed", std::to_string(options.seed)},
          {"unroll_label", options.label ? std::to_string(*options.label) : "drawn from the seed"},
          {"unroll_recipe", toJson(session.cascade.recipe)}};
}

}  // namespace

Result<ExportSummary> exportRun(const ExportRequest& request, const FrameProgress& progress,
                                std::stop_token stop) {
  const auto begun = std::chrono::steady_clock::now();
  UNROLL_TRY_ASSIGN(preset, media::videoPresetByName(request.preset));
  UnrollOptions options = request.unroll;
  if (request.what.starts_with("stage") && request.what.size() == 6)
    options.lastStage = request.what[5] - '0';
  if (request.what == "grid" && options.count <= 1) options.count = kGridVideos;
  if (request.what != "grid") options.count = 1;
  if (options.lastStage < 0 || options.lastStage > 9) options.lastStage = 0;
  UNROLL_TRY_ASSIGN(session, openSession(request.source, options));
  UNROLL_TRY_ASSIGN(plan, planFor(request.what, session.cascade.stages.size()));
  const int64_t size = session.cascade.recipe.stages[plan.stage].size;
  const int64_t most = session.options.count > 1 ? kHeightAimed / 2 : kHeightAimed;
  const auto factor =
      static_cast<int>(request.scale > 0 ? request.scale : std::max<int64_t>(1, most / size));

  ExportSummary summary;
  summary.file = request.out;
  summary.frameRate = request.frameRate > 0 ? request.frameRate : session.frameRate(plan.stage);
  StreamInput input;
  const int64_t frames = session.options.frames;
  const int64_t shown = request.pingPong ? media::thereAndBack(frames) : frames;
  if (request.pingPong) UNROLL_TRY(checkKept(session));
  CascadeStream stream = session.stream(0, session.options.count, input);
  std::optional<media::VideoWriter> writer;
  const auto write = [&](const StreamChunk& chunk, int64_t frame) -> Result<void> {
    if (stop.stop_requested()) {
      return fail(ErrorKind::Cancelled,
                  fmt::format("The export was interrupted; nothing was written to {}.",
                              request.out.string()));
    }
    const media::Image image = compose(session, plan, chunk, frame, factor);
    if (!writer) {
      media::WriterSettings settings{
          image.width, image.height, media::FrameRate::from(summary.frameRate),
          preset,      request.loop, describe(session, request)};
      UNROLL_TRY_ASSIGN(opened, media::VideoWriter::open(request.out.string(), settings));
      writer.emplace(std::move(opened));
      summary.width = image.width;
      summary.height = image.height;
    }
    UNROLL_TRY(writer->write(image.rgb));
    if (progress) progress(writer->frames(), shown);
    return {};
  };
  std::vector<StreamChunk> kept;
  while (auto chunk = stream.next()) {
    const int64_t made = std::min(chunk->stages[plan.stage].size(2), frames - chunk->firstFrame);
    for (int64_t frame = 0; frame < made; ++frame) UNROLL_TRY(write(*chunk, frame));
    if (request.pingPong) kept.push_back(std::move(*chunk));
  }
  for (const StreamChunk& chunk : kept | std::views::reverse) {
    const int64_t made = std::min(chunk.stages[plan.stage].size(2), frames - chunk.firstFrame);
    for (int64_t frame = made - 1; frame >= 0; --frame) {
      const int64_t place = chunk.firstFrame + frame;  // The ends are shown once each way round.
      if (place > 0 && place < frames - 1) UNROLL_TRY(write(chunk, frame));
    }
  }
  UNROLL_TRY(writer->finish());
  summary.frames = shown * (media::writesLoops(preset) ? std::max(1, request.loop) : 1);
  summary.note = writer->note();
  std::error_code ignored;
  if (std::filesystem::is_regular_file(request.out, ignored)) {
    summary.bytes = static_cast<int64_t>(std::filesystem::file_size(request.out, ignored));
  }
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return summary;
}

#endif

}  // namespace unroll::engine
