#include "engine/sample_run.h"

#include <sys/resource.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/file_system.h"
#include "engine/sample_sheet.h"
#include "engine/unroll_session.h"
#include "io/json_file.h"
#include "io/npy.h"

namespace unroll::engine {
namespace {

using Clock = std::chrono::steady_clock;

Result<std::vector<size_t>> wantedStages(const std::vector<int64_t>& asked, size_t known) {
  std::vector<size_t> wanted;
  for (int64_t stage : asked) {
    if (stage < 1 || stage > static_cast<int64_t>(known)) {
      return fail(ErrorKind::NotFound,
                  fmt::format("There is no stage {} in this cascade; it has stages 1 to {}.", stage, known));
    }
    wanted.push_back(static_cast<size_t>(stage - 1));
  }
  if (wanted.empty()) {
    for (size_t index = 0; index < known; ++index) wanted.push_back(index);
  }
  return wanted;
}

/// (T, H, W, 3) bytes of one video of a chunk.
torch::Tensor pictures(const torch::Tensor& clips, int64_t video) {
  return toBytes(clips[video]).permute({1, 2, 3, 0}).contiguous();
}

std::span<const std::byte> bytesOf(const torch::Tensor& tensor) {
  return {static_cast<const std::byte*>(tensor.data_ptr()), static_cast<size_t>(tensor.nbytes())};
}

int64_t peakResidentBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024;
}

/// The files of one video, open while its chunks arrive.
struct VideoFiles {
  std::vector<io::NpyWriter> writers;
  Sampled sampled;
};

Result<VideoFiles> openFiles(const UnrollSession& session, const SampleRequest& request,
                             const std::vector<size_t>& stages, uint64_t seed, int64_t label) {
  VideoFiles files;
  files.sampled.seed = seed;
  files.sampled.label = label;
  files.sampled.className = session.cascade.classes[static_cast<size_t>(label)];
  const auto folder = request.out / fmt::format("seed-{:08}", seed);
  UNROLL_TRY(makeFolders(realVfs(), folder));
  for (size_t index : stages) {
    const int64_t size = session.cascade.recipe.stages[index].size;
    const auto path = folder / fmt::format("stage{}.npy", index + 1);
    UNROLL_TRY_ASSIGN(writer, io::NpyWriter::create(realVfs(), path, io::NpyType::Uint8,
                                                    {session.framesOf(index), size, size, 3}));
    files.writers.push_back(std::move(writer));
    files.sampled.files.push_back(path);
  }
  return files;
}

/// Makes videos first .. first+count-1 and writes them.
Result<void> sampleBatch(UnrollSession& session, const SampleRequest& request, const std::vector<size_t>& stages,
                         int64_t first, int64_t count, const FrameProgress& progress, std::stop_token stop,
                         SampleSummary& summary, SampleSheet& sheet) {
  StreamInput input;
  CascadeStream stream = session.stream(first, count, input);
  std::vector<VideoFiles> videos;
  for (int64_t video = 0; video < count; ++video) {
    UNROLL_TRY_ASSIGN(files, openFiles(session, request, stages,
                                       session.options.seed + static_cast<uint64_t>(first + video),
                                       input.label[video].item<int64_t>()));
    sheet.begin(files.sampled);
    videos.push_back(std::move(files));
  }
  while (const auto chunk = stream.next()) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "Sampling was interrupted; videos that were whole are kept.");
    for (size_t position = 0; position < stages.size(); ++position) {
      for (int64_t video = 0; video < count; ++video) {
        const torch::Tensor bytes = pictures(chunk->stages[stages[position]], video);
        UNROLL_TRY(videos[static_cast<size_t>(video)].writers[position].append(bytesOf(bytes)));
        sheet.add(position, static_cast<size_t>(first + video), bytesOf(bytes));
      }
    }
    const int64_t done = std::min(chunk->firstFrame + chunk->stages.back().size(2), session.options.frames);
    if (progress) progress(first * session.options.frames + done * count, session.options.count * session.options.frames);
  }
  for (VideoFiles& video : videos) {
    for (io::NpyWriter& writer : video.writers) UNROLL_TRY(writer.commit());
    summary.samples.push_back(std::move(video.sampled));
  }
  return {};
}

Result<void> writeIndex(const UnrollSession& session, const SampleRequest& request, const std::vector<size_t>& stages,
                        const SampleSummary& summary) {
  io::Json samples = io::Json::array();
  for (const Sampled& sampled : summary.samples) {
    io::Json files = io::Json::object();
    for (size_t position = 0; position < stages.size(); ++position) {
      files[fmt::format("stage{}", stages[position] + 1)] = sampled.files[position].lexically_relative(request.out).string();
    }
    samples.push_back({{"seed", sampled.seed}, {"label", sampled.label}, {"class", sampled.className}, {"files", files}});
  }
  const io::Json document{{"model", session.cascade.origin},
                          {"steps", session.cascade.steps},
                          {"truncation", session.options.truncation},
                          {"frames", summary.frames},
                          {"frame_rates", summary.frameRates},
                          {"samples", samples}};
  return writeFileAtomically(realVfs(), request.out / "samples.json", document.dump(1) + "\n");
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
  UNROLL_TRY(writeIndex(session, request, stages, summary));
  for (size_t position = 0; position < stages.size(); ++position) {
    const auto path = request.out / fmt::format("contact-sheet-stage{}.png", stages[position] + 1);
    UNROLL_TRY_ASSIGN(written, sheet.save(position, path));
    if (written) summary.sheets.push_back(path);
  }
  summary.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  summary.peakBytes = peakResidentBytes();
  return summary;
}

}  // namespace unroll::engine
