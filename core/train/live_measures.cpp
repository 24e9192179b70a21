#include "train/live_measures.h"

#include <algorithm>

#include "metrics/clip_measures.h"
#include "metrics/clip_source.h"

namespace unroll::train {
namespace {

constexpr int64_t kRealClips = 256;
constexpr int64_t kDraws = 3;
const std::vector<std::string> kMeasures = {"fvd", "is", "psd", "motion"};

}  // namespace

LiveMeasures::LiveMeasures() = default;
LiveMeasures::~LiveMeasures() = default;
LiveMeasures::LiveMeasures(LiveMeasures&&) noexcept = default;
LiveMeasures& LiveMeasures::operator=(LiveMeasures&&) noexcept = default;

Result<LiveMeasures> LiveMeasures::open(const data::ClipStore& store, const Recipe& recipe,
                                        size_t index) {
  LiveMeasures live;
  UNROLL_TRY_ASSIGN(features, metrics::loadFeatures("small", {}));
  live.features_ = std::make_unique<metrics::LoadedFeatures>(std::move(features));
  live.frames_ = recipe.stages[index].frames;
  live.size_ = recipe.stages[index].size;
  live.frameRate_ = recipe.frameRate / static_cast<double>(recipe.dataStride(index));
  live.seed_ = static_cast<uint64_t>(recipe.seed);
  live.real_ = std::make_unique<metrics::ClipMeasures>(
      live.features_.get(), metrics::MeasureChoice::of(kMeasures), live.frames_, live.size_);
  const metrics::StoreCut cut{.frames = live.frames_,
                              .stride = recipe.dataStride(index),
                              .size = live.size_,
                              .maxClips = kRealClips};
  UNROLL_TRY(metrics::readStoreClips(
      store, cut, [&](const torch::Tensor& clip, const metrics::ClipOrigin& origin) {
        live.real_->add(clip, origin.className);
        return Result<void>();
      }));
  live.real_->finish();
  return live;
}

Result<metrics::MeasureReport> LiveMeasures::measure(const std::vector<torch::Tensor>& clips) {
  metrics::ClipMeasures fake(features_.get(), real_->choice(), frames_, size_);
  for (const torch::Tensor& clip : clips) {
    fake.add(clip.narrow(0, 0, std::min(frames_, clip.size(0))).contiguous());
  }
  fake.finish();
  metrics::MeasureReport report;
  metrics::Protocol& protocol = report.protocol;
  protocol.setNetwork(*features_);
  protocol.frames = frames_;
  protocol.size = size_;
  protocol.frameRate = frameRate_;
  protocol.hop = frames_;
  protocol.seed = seed_;
  UNROLL_TRY(metrics::compareSets({real_.get(), &fake, nullptr, nullptr}, kDraws, report));
  return report;
}

}  // namespace unroll::train
