#include "metrics/real_sets.h"

#include <fmt/format.h>

#include "base/file_system.h"
#include "data/import_hash.h"
#include "data/store_index.h"
#include "metrics/pictures.h"

namespace unroll::metrics {
namespace {

namespace fs = std::filesystem;

RealSet emptySet(const RealLook& look, int64_t frames, int64_t size) {
  RealSet set{ClipMeasures(look.features, look.choice, frames, size), {}, {}, {}};
  if (look.still) set.still.emplace(look.features, look.choice, frames, size);
  return set;
}

TakeClip into(RealSet& set) {
  return [&set](const torch::Tensor& clip, const ClipOrigin& origin) {
    set.moving.add(clip, origin.className);
    if (set.still) set.still->add(firstFrameThroughout(clip), origin.className);
    set.origins.push_back(origin);
    return Result<void>();
  };
}

void finish(RealSet& set, ClipReport report) {
  set.moving.finish();
  if (set.still) set.still->finish();
  set.report = std::move(report);
}

/// What every set's tables depend on, however its clips are read.
io::Json keyOf(const RealLook& look, int64_t frames, int64_t size, int64_t clips) {
  const MeasureChoice& c = look.choice;
  const bool network = c.features() && look.features != nullptr;
  return {{"network", network ? look.features->info.name : ""},
          {"weights", network ? look.features->hash : ""},
          {"features", network ? look.features->info.features : ""},
          {"resize", network ? look.features->info.resize : ""},
          {"measures", {c.features(), c.spectrum, c.motion}},
          {"still", look.still},
#ifdef UNROLL_HAS_MEDIA
          {"flow", true},
#endif
          {"frames", frames},
          {"size", size},
          {"clips", clips}};
}

/// The index of a store, and the size and time of every file beside it.
Result<io::Json> storeContents(const fs::path& folder) {
  UNROLL_TRY_ASSIGN(index, data::hashFile((folder / data::kIndexName).string()));
  io::Json files = io::Json::array();
  for (const fs::path& place : {folder, folder / "clips"}) {
    const auto entries = realVfs().list(place);
    if (!entries) continue;
    for (const FolderEntry& entry : *entries) {
      const auto status = realVfs().status(place / entry.name);
      if (!status || status->type != FileType::Regular) continue;
      files.push_back({entry.name, status->size, status->modified});
    }
  }
  return io::Json{{"index", index}, {"files", std::move(files)}};
}

}  // namespace

fs::path projectCache(const io::Project& project) { return project.path() / "cache"; }

Result<RealSet> realStoreSet(const data::ClipStore& store, const fs::path& dataFolder,
                             const StoreCut& cut, const RealLook& look, StatisticsCache& cache,
                             const std::stop_token& stop) {
  const auto empty = [&] { return emptySet(look, cut.frames, cut.size); };
  const auto read = [&](RealSet& set) -> Result<void> {
    UNROLL_TRY_ASSIGN(report, readStoreClips(store, cut, into(set), stop));
    finish(set, std::move(report));
    return {};
  };
  io::Json key = keyOf(look, cut.frames, cut.size, cut.maxClips);
  const auto contents = storeContents(dataFolder);
  if (!contents) return StatisticsCache().get({}, empty, read);  // Nothing tells it from another.
  key["data"] = *contents;
  key["stride"] = cut.stride;
  key["frameRate"] = store.frameRate();
  for (const data::Split split : cut.splits) key["splits"].push_back(static_cast<int>(split));
  return cache.get(std::move(key), empty, read);
}

Result<RealSet> realFileSet(const fs::path& path, const ClipCut& cut, const RealLook& look,
                            StatisticsCache& cache, const FileProgress& progress,
                            const std::stop_token& stop) {
  const auto empty = [&] { return emptySet(look, cut.frames, cut.size); };
  const auto read = [&](RealSet& set) -> Result<void> {
    UNROLL_TRY_ASSIGN(report, readClips(path, cut, into(set), progress, stop));
    finish(set, std::move(report));
    return {};
  };
  if (!cache.keeps()) return cache.get({}, empty, read);
  UNROLL_TRY_ASSIGN(contents, clipContents(path, stop));
  io::Json key = keyOf(look, cut.frames, cut.size, cut.maxClips);
  key["path"] = fs::absolute(path).lexically_normal().string();
  key["data"] = std::move(contents);
  key["frameRate"] = cut.frameRate;
  key["hop"] = cut.hop;
  return cache.get(std::move(key), empty, read);
}

}  // namespace unroll::metrics
