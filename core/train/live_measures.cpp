#include "train/live_measures.h"

#include <algorithm>

#include "metrics/fake_set.h"

namespace unroll::train {
namespace {

constexpr int64_t kRealClips = 256;
constexpr int64_t kDraws = 3;
const std::vector<std::string> kMeasures = {"fvd", "is", "psd", "motion"};

}  // namespace

Result<LiveMeasures> LiveMeasures::open(const data::ClipStore& store, const io::Project& project,
                                        const Recipe& recipe, size_t index) {
  LiveMeasures live;
  UNROLL_TRY_ASSIGN(features, metrics::loadFeatures("small", {}));
  live.features_ = std::make_unique<metrics::LoadedFeatures>(std::move(features));
  live.frameRate_ = recipe.frameRate / static_cast<double>(recipe.dataStride(index));
  live.seed_ = static_cast<uint64_t>(recipe.seed);
  live.cut_ = {.frames = recipe.stages[index].frames,
               .stride = recipe.dataStride(index),
               .size = recipe.stages[index].size,
               .maxClips = kRealClips};
  metrics::StatisticsCache cache(metrics::projectCache(project));
  UNROLL_TRY_ASSIGN(
      real,
      metrics::realStoreSet(
          store, project.dataFolder(), live.cut_,
          {live.features_.get(), metrics::MeasureChoice::of(kMeasures), /*still=*/true}, cache));
  live.real_ = std::make_unique<metrics::RealSet>(std::move(real));
  live.notes_ = cache.takeNotes();
  return live;
}

Result<metrics::MeasureReport> LiveMeasures::measure(const std::vector<torch::Tensor>& clips) {
  metrics::FakeSet fake(features_.get(), *real_);
  for (const torch::Tensor& clip : clips) {
    fake.add(clip.narrow(0, 0, std::min(cut_.frames, clip.size(0))).contiguous());
  }
  fake.finish();
  metrics::MeasureReport report;
  metrics::Protocol& protocol = report.protocol;
  protocol.setNetwork(*features_);
  protocol.frames = cut_.frames;
  protocol.size = cut_.size;
  protocol.frameRate = frameRate_;
  protocol.hop = cut_.frames;
  protocol.seed = seed_;
  UNROLL_TRY(metrics::compareSets(fake.beside(*real_, nullptr, &numbers_), kDraws, report));
  return report;
}

}  // namespace unroll::train
