#include "engine/sample_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file_system.h"
#include "engine/sample_sheet.h"
#include "engine/unroll_session.h"
#include "engine/video_files.h"
#include "train/memory_model.h"

namespace unroll::engine {
namespace {

using Clock = std::chrono::steady_clock;

/// Makes videos first .. first+count-1 and writes them.
Result<void> sampleBatch(UnrollSession& session, const SampleRequest& request, const std::vector<size_t>& stages,
                         int64_t first, int64_t count, const FrameProgress& progress, std::stop_token stop,
                         SampleSummary& summary, SampleSheet& sheet) {
  StreamInput input;
  CascadeStream stream = session.stream(first, count, input);
  std::vector<VideoFiles> videos;
  for (int64_t video = 0; video < count; ++video) {
    UNROLL_TRY_ASSIGN(files, VideoFiles::open(session, request.out, stages,
                                              session.options.seed + static_cast<uint64_t>(first + video),
                                              input.label[video].item<int64_t>()));
    sheet.begin(files.sampled());
    videos.push_back(std::move(files));
  }
  while (const auto chunk = stream.next()) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "Sampling was interrupted; videos that were whole are kept.");
    for (size_t position = 0; position < stages.size(); ++position) {
      for (int64_t video = 0; video < count; ++video) {
        const torch::Tensor bytes = pictures(chunk->stages[stages[position]], video);
        UNROLL_TRY(videos[static_cast<size_t>(video)].append(position, bytesOf(bytes)));
        sheet.add(position, static_cast<size_t>(first + video), bytesOf(bytes));
      }
    }
    const int64_t done = std::min(chunk->firstFrame + chunk->stages.back().size(2), session.options.frames);
    if (progress) progress(first * session.options.frames + done * count, session.options.count * session.options.frames);
  }
  for (VideoFiles& video : videos) {
    UNROLL_TRY(video.commit());
    summary.samples.push_back(video.sampled());
  }
  return {};
}

}  // namespace

Result<SampleSummary> sampleRun(const SampleRequest& request, const FrameProgress& progress, std::stop_token stop) {
  const auto begun = Clock::now();
  UnrollOptions options = request.unroll;
  for (int64_t stage : request.stages) options.lastStage = std::max(options.lastStage, stage);
  UNROLL_TRY_ASSIGN(session, openSession(request.source, options));
  UNROLL_TRY_ASSIGN(stages, wantedStages(request.stages, session.cascade.stages.size()));
  UNROLL_TRY(makeFolders(realVfs(), request.out));
  SampleSummary summary;
  summary.steps = session.cascade.steps;
  std::vector<int64_t> sizes;
  for (size_t index : stages) {
    summary.frames.push_back(session.framesOf(index));
    summary.frameRates.push_back(session.frameRate(index));
    sizes.push_back(session.cascade.recipe.stages[index].size);
  }
  SampleSheet sheet(sizes, summary.frames, session.options.count, request.contactSheet);
  for (int64_t first = 0; first < session.options.count; first += session.options.batch) {
    const int64_t count = std::min(session.options.batch, session.options.count - first);
    UNROLL_TRY(sampleBatch(session, request, stages, first, count, progress, stop, summary, sheet));
  }
  UNROLL_TRY(writeSampleIndex(session, request.out, stages, summary));
  for (size_t position = 0; position < stages.size(); ++position) {
    const auto path = request.out / fmt::format("contact-sheet-stage{}.png", stages[position] + 1);
    UNROLL_TRY_ASSIGN(written, sheet.save(position, path));
    if (written) summary.sheets.push_back(path);
  }
  summary.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  summary.peakBytes = train::peakResidentMemory();
  return summary;
}

}  // namespace unroll::engine
