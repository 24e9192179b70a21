#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/sample_run.h"

namespace unroll::engine {

/// Gathers some frames of the first videos while they stream by, for a contact sheet of each stage: at most 16
/// rows of 12 frames spread over the video. In a build without media nothing is gathered or written.
class SampleSheet {
 public:
  SampleSheet(std::vector<int64_t> sizes, std::vector<int64_t> frames, int64_t count, bool wanted);

  void begin(const Sampled& sampled);
  /// The next frames, uint8 (t, H, W, 3), of video number `video` in the stage at `position`.
  void add(size_t position, size_t video, std::span<const std::byte> frames);
  /// False when there is nothing to write.
  Result<bool> save(size_t position, const std::filesystem::path& path) const;

 private:
  struct Row {
    std::string label;
    std::vector<std::vector<uint8_t>> pixels;  ///< for each stage
    std::vector<int64_t> seen;                 ///< frames, for each stage
  };
  std::vector<int64_t> sizes_, steps_;
  size_t rows_;
  std::vector<Row> gathered_;
};

}  // namespace unroll::engine
