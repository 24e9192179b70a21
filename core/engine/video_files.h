#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "engine/sample_run.h"
#include "engine/unroll_session.h"
#include "io/npy.h"

namespace unroll::engine {

/// The files of one sampled video, a stage each, open while its chunks arrive; nothing is seen of
/// them before commit().
class VideoFiles {
 public:
  /// OUT/seed-00000017/stage1.npy, … for the stages numbered from 0 in `stages`. Errors: Disk.
  static Result<VideoFiles> open(const UnrollSession& session, const std::filesystem::path& out,
                                 const std::vector<size_t>& stages, uint64_t seed, int64_t label);

  /// The next frames, uint8 (t, H, W, 3), of the stage at `position` of `stages`.
  Result<void> append(size_t position, std::span<const std::byte> frames);
  Result<void> commit();

  const Sampled& sampled() const { return sampled_; }

 private:
  VideoFiles() = default;
  std::vector<io::NpyWriter> writers_;
  Sampled sampled_;
};

/// (T, H, W, 3) bytes of one video of a chunk's stage.
torch::Tensor pictures(const torch::Tensor& clips, int64_t video);

/// The memory of a contiguous tensor on the CPU.
std::span<const std::byte> bytesOf(const torch::Tensor& tensor);

/// OUT/samples.json: what was made from what.
Result<void> writeSampleIndex(const UnrollSession& session, const std::filesystem::path& out,
                              const std::vector<size_t>& stages, const SampleSummary& summary);

/// Stages asked for, counted from 1, as indices; all when none are. Errors: NotFound.
Result<std::vector<size_t>> wantedStages(const std::vector<int64_t>& asked, size_t known);

}  // namespace unroll::engine
