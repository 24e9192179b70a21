#include "engine/video_files.h"

#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/file_system.h"
#include "io/json_file.h"
#include "metrics/pictures.h"

namespace unroll::engine {

torch::Tensor pictures(const torch::Tensor& clips, int64_t video) {
  return metrics::toPictures(clips.narrow(0, video, 1))[0];
}

std::span<const std::byte> bytesOf(const torch::Tensor& tensor) {
  return {static_cast<const std::byte*>(tensor.data_ptr()), static_cast<size_t>(tensor.nbytes())};
}

Result<std::vector<size_t>> wantedStages(const std::vector<int64_t>& asked, size_t known) {
  std::vector<size_t> wanted;
  for (const int64_t stage : asked) {
    if (stage < 1 || stage > static_cast<int64_t>(known)) {
      return fail(ErrorKind::NotFound,
                  fmt::format("There is no stage {} in this cascade; it has stages 1 to {}.", stage,
                              known));
    }
    wanted.push_back(static_cast<size_t>(stage - 1));
  }
  if (wanted.empty()) {
    for (size_t index = 0; index < known; ++index) wanted.push_back(index);
  }
  return wanted;
}

Result<VideoFiles> VideoFiles::open(const UnrollSession& session, const std::filesystem::path& out,
                                    const std::vector<size_t>& stages, uint64_t seed,
                                    int64_t label) {
  VideoFiles files;
  files.sampled_.seed = seed;
  files.sampled_.label = label;
  files.sampled_.className = session.cascade.classes[static_cast<size_t>(label)];
  const auto folder = out / fmt::format("seed-{:08}", seed);
  UNROLL_TRY(makeFolders(realVfs(), folder));
  for (const size_t index : stages) {
    const int64_t size = session.cascade.recipe.stages[index].size;
    const auto path = folder / fmt::format("stage{}.npy", index + 1);
    UNROLL_TRY_ASSIGN(writer, io::NpyWriter::create(realVfs(), path, io::NpyType::Uint8,
                                                    {session.framesOf(index), size, size, 3}));
    files.writers_.push_back(std::move(writer));
    files.sampled_.files.push_back(path);
  }
  return files;
}

Result<void> VideoFiles::append(size_t position, std::span<const std::byte> frames) {
  return writers_[position].append(frames);
}

Result<void> VideoFiles::commit() {
  for (io::NpyWriter& writer : writers_) UNROLL_TRY(writer.commit());
  return {};
}

Result<void> writeSampleIndex(const UnrollSession& session, const std::filesystem::path& out,
                              const std::vector<size_t>& stages, const SampleSummary& summary) {
  io::Json samples = io::Json::array();
  for (const Sampled& sampled : summary.samples) {
    io::Json files = io::Json::object();
    for (size_t position = 0; position < stages.size(); ++position) {
      files[fmt::format("stage{}", stages[position] + 1)] =
          sampled.files[position].lexically_relative(out).string();
    }
    samples.push_back({{"seed", sampled.seed},
                       {"label", sampled.label},
                       {"class", sampled.className},
                       {"files", files}});
  }
  const io::Json document{
      {"model", session.cascade.origin},          {"steps", session.cascade.steps},
      {"truncation", session.options.truncation}, {"frames", summary.frames},
      {"frame_rates", summary.frameRates},        {"samples", samples}};
  return writeFileAtomically(realVfs(), out / "samples.json", document.dump(1) + "\n");
}

}  // namespace unroll::engine
