#include "metrics/statistics_cache.h"

#include <xxhash.h>

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/file_system.h"
#include "io/safetensors.h"

namespace unroll::metrics {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kVersion = 2;  // Of the tables' meaning: another one makes all files strangers.
constexpr uint64_t kMostBytes = uint64_t{1} << 30;  // Of the folder.
constexpr const char* kPrefix = "real-";
constexpr const char* kEnding = ".safetensors";
constexpr const char* kAbout = "about";  // What is no table, as JSON in bytes.

std::string hashOf(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

io::Json aboutOf(const RealSet& set) {
  io::Json origins = io::Json::array();
  for (const ClipOrigin& origin : set.origins) {
    origins.push_back({origin.file, origin.className, origin.start});
  }
  return {{"origins", std::move(origins)},
          {"files", set.report.files},
          {"clips", set.report.clips},
          {"rejected", set.report.rejected}};
}

bool setAbout(RealSet& set, const io::Json& about) {
  try {
    for (const io::Json& origin : about.at("origins")) {
      set.origins.push_back({origin.at(0).get<std::string>(), origin.at(1).get<std::string>(),
                             origin.at(2).get<int64_t>()});
    }
    set.report.files = about.at("files").get<int64_t>();
    set.report.clips = about.at("clips").get<int64_t>();
    set.report.rejected = about.at("rejected").get<std::vector<std::string>>();
  } catch (const io::Json::exception&) {
    return false;
  }
  return set.report.clips == static_cast<int64_t>(set.origins.size());
}

/// A stored table, or an undefined tensor.
torch::Tensor readTable(const io::SafetensorsFile& file, const std::string& name) {
  const io::TensorInfo* info = file.find(name);
  if (info == nullptr || (info->dtype != io::DType::F32 && info->dtype != io::DType::F64))
    return {};
  torch::Tensor table =
      torch::empty(info->shape, info->dtype == io::DType::F32 ? torch::kFloat32 : torch::kFloat64);
  const auto read = file.read(
      name, {static_cast<std::byte*>(table.data_ptr()), static_cast<size_t>(table.nbytes())});
  return read ? table : torch::Tensor();
}

}  // namespace

std::optional<RealSet> StatisticsCache::find(const fs::path& path, const std::string& key,
                                             const std::function<RealSet()>& empty) {
  if (!exists(realVfs(), path)) return std::nullopt;
  const auto broken = [&](const std::string& why) {
    notes_.push_back(fmt::format("The kept statistics '{}' are made anew: {}", path.string(), why));
    return std::nullopt;
  };
  const auto file = io::SafetensorsFile::open(path);
  if (!file) return broken(file.error().message);
  const auto whole = file->verify();
  if (!whole) return broken(whole.error().message);
  const auto stored = file->metadata().find("key");
  if (!*whole || stored == file->metadata().end() || stored->second != key) {
    return broken("they are of something else.");
  }
  const io::TensorInfo* info = file->find(kAbout);
  std::string text(info == nullptr ? 0 : info->byteSize(), '\0');
  const auto read = file->read(kAbout, std::as_writable_bytes(std::span(text.data(), text.size())));
  RealSet set = empty();
  const auto about = io::Json::parse(text, nullptr, /*allow_exceptions=*/false);
  bool fits = read && setAbout(set, about);
  if (fits) {
    std::vector<std::string> names;
    for (const ClipOrigin& origin : set.origins) names.push_back(origin.className);
    fits = set.moving.restore([&](const std::string& name) { return readTable(*file, name); },
                              names) &&
           (!set.still ||
            set.still->restore(
                [&](const std::string& name) { return readTable(*file, "still." + name); }, names));
  }
  if (!fits) return broken("something in them is missing.");
  return set;
}

void StatisticsCache::keep(const fs::path& file, const std::string& key, const RealSet& set) {
  std::vector<io::TensorView> views;
  std::vector<torch::Tensor> alive;
  uint64_t bytes = 0;
  const auto add = [&](const ClipMeasures& measures, const std::string& prefix) {
    for (const auto& [name, table] : measures.tables()) {
      const torch::Tensor& stored = alive.emplace_back(table.contiguous());
      const bool wide = stored.dtype() == torch::kFloat64;
      views.push_back({prefix + name,
                       wide ? io::DType::F64 : io::DType::F32,
                       stored.sizes().vec(),
                       {static_cast<const std::byte*>(stored.data_ptr()), stored.nbytes()}});
      bytes += stored.nbytes();
    }
  };
  add(set.moving, "");
  if (set.still) add(*set.still, "still.");
  const std::string about =
      aboutOf(set).dump(-1, ' ', /*ensure_ascii=*/false, io::Json::error_handler_t::replace);
  views.push_back({kAbout, io::DType::U8, {static_cast<int64_t>(about.size())}, asBytes(about)});
  if (bytes > kMostBytes) {
    notes_.push_back(fmt::format("The statistics of the real clips take {} and are not kept.",
                                 humanBytes(bytes)));
    return;
  }
  Result<void> kept = makeFolders(realVfs(), folder_);
  if (kept) kept = io::writeSafetensors(realVfs(), file, views, {{"key", key}});
  if (kept) return trim(file);
  notes_.push_back("The statistics of the real clips are not kept: " + kept.error().message);
}

void StatisticsCache::trim(const fs::path& newest) {
  struct Kept {
    fs::path path;
    FileStatus status;
  };
  std::vector<Kept> files;
  uint64_t bytes = 0;
  const auto entries = realVfs().list(folder_);
  if (!entries) return;
  for (const FolderEntry& entry : *entries) {
    if (!entry.name.starts_with(kPrefix) || !entry.name.ends_with(kEnding)) continue;
    const auto status = realVfs().status(folder_ / entry.name);
    if (!status) continue;
    bytes += status->size;
    files.push_back({folder_ / entry.name, *status});
  }
  std::ranges::sort(files, {}, [](const Kept& kept) { return kept.status.modified; });
  for (const Kept& kept : files) {
    if (bytes <= kMostBytes) return;
    if (kept.path == newest) continue;
    if (realVfs().unlink(kept.path)) bytes -= kept.status.size;
  }
}

Result<RealSet> StatisticsCache::get(io::Json key, const std::function<RealSet()>& empty,
                                     const std::function<Result<void>(RealSet&)>& read) {
  key["version"] = kVersion;
  const std::string text =
      key.dump(-1, ' ', /*ensure_ascii=*/true, io::Json::error_handler_t::replace);
  const fs::path file = folder_ / (kPrefix + hashOf(text) + kEnding);
  if (!folder_.empty()) {
    if (auto found = find(file, text, empty)) {
      ++remembered_;
      return std::move(*found);
    }
  }
  RealSet set = empty();
  UNROLL_TRY(read(set));
  if (!folder_.empty()) keep(file, text, set);
  return set;
}

}  // namespace unroll::metrics
