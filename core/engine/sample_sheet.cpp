#include "engine/sample_sheet.h"

#include <algorithm>

#include <fmt/format.h>

#ifdef UNROLL_HAS_MEDIA
#include "media/contact_sheet.h"
#endif

namespace unroll::engine {
namespace {

constexpr int64_t kMostRows = 16;
constexpr int64_t kMostFrames = 12;

#ifdef UNROLL_HAS_MEDIA
constexpr bool kHasMedia = true;
#else
constexpr bool kHasMedia = false;
#endif

}  // namespace

SampleSheet::SampleSheet(std::vector<int64_t> sizes, std::vector<int64_t> frames, int64_t count, bool wanted)
    : sizes_(std::move(sizes)),
      rows_(kHasMedia && wanted ? static_cast<size_t>(std::min(count, kMostRows)) : 0) {
  for (int64_t number : frames) steps_.push_back(std::max<int64_t>(1, (number + kMostFrames - 1) / kMostFrames));
}

void SampleSheet::begin(const Sampled& sampled) {
  if (gathered_.size() >= rows_) return;
  Row row;
  row.label = fmt::format("{} {}", sampled.seed, sampled.className);
  row.pixels.resize(sizes_.size());
  row.seen.resize(sizes_.size());
  gathered_.push_back(std::move(row));
}

void SampleSheet::add(size_t position, size_t video, std::span<const std::byte> frames) {
  if (video >= gathered_.size()) return;
  Row& row = gathered_[video];
  const auto size = static_cast<size_t>(sizes_[position] * sizes_[position] * 3);
  for (size_t offset = 0; offset < frames.size(); offset += size, ++row.seen[position]) {
    if (row.seen[position] % steps_[position] != 0) continue;
    for (std::byte value : frames.subspan(offset, size)) {
      row.pixels[position].push_back(std::to_integer<uint8_t>(value));
    }
  }
}

Result<bool> SampleSheet::save([[maybe_unused]] size_t position,
                               [[maybe_unused]] const std::filesystem::path& path) const {
  if (gathered_.empty()) return false;
#ifdef UNROLL_HAS_MEDIA
  const int size = static_cast<int>(sizes_[position]);
  std::vector<media::SheetRow> rows;
  for (const Row& row : gathered_) {
    const auto frames = static_cast<int>(row.pixels[position].size() / static_cast<size_t>(size * size * 3));
    rows.push_back({row.pixels[position], frames, size, size, row.label});
  }
  media::SheetSettings settings;
  settings.scale = std::max(1, 64 / size);
  UNROLL_TRY(media::saveContactSheet(path.string(), rows, settings));
#endif
  return true;
}

}  // namespace unroll::engine
