#include "metrics/clip_measures.h"

#include <algorithm>
#include <numeric>

#include "metrics/clip_source.h"
#include "metrics/similarity.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/optical_flow.h"
#endif

namespace unroll::metrics {
namespace {

constexpr size_t kBatch = 16;

torch::Tensor joined(const std::vector<torch::Tensor>& parts) {
  return parts.empty() ? torch::Tensor() : torch::cat(parts);
}

#ifdef UNROLL_HAS_MEDIA
/// (N, T, H, W, 3) uint8 -> (N, T - 1) pixels.
torch::Tensor flowOf(const torch::Tensor& pictures) {
  const int64_t clips = pictures.size(0), frames = pictures.size(1);
  const int64_t height = pictures.size(2), width = pictures.size(3);
  torch::Tensor flow = torch::zeros({clips, frames - 1}, torch::kFloat64);
  const auto bytes = static_cast<size_t>(height * width * 3);
  for (int64_t n = 0; n < clips; ++n) {
    const uint8_t* clip = pictures[n].const_data_ptr<uint8_t>();
    for (int64_t t = 0; t + 1 < frames; ++t) {
      const uint8_t* at = clip + static_cast<size_t>(t) * bytes;
      flow[n][t] = media::meanFlow({at, bytes}, {at + bytes, bytes}, static_cast<int>(width),
                                   static_cast<int>(height));
    }
  }
  return flow;
}
#endif

}  // namespace

MeasureChoice MeasureChoice::of(const std::vector<std::string>& names) {
  const auto has = [&](const char* name) { return std::ranges::find(names, name) != names.end(); };
  return {.distance = has("fvd"),
          .score = has("is"),
          .kernel = has("kvd"),
          .coverage = has("coverage"),
          .spectrum = has("psd"),
          .motion = has("motion")};
}

ClipMeasures::ClipMeasures(LoadedFeatures* features, MeasureChoice choice, int64_t frames,
                           int64_t size)
    : features_(features),
      choice_(choice),
      frames_(frames),
      size_(size),
      spatial_(frames, size),
      temporal_(frames) {}

void ClipMeasures::add(const torch::Tensor& pictures, const std::string& className) {
  waiting_.push_back(pictures);
  classNames_.push_back(className);
  ++count_;
  if (waiting_.size() == kBatch) finish();
}

void ClipMeasures::finish() {
  if (waiting_.empty()) return;
  torch::NoGradGuard guard;
  const torch::Tensor pictures = torch::stack(waiting_);
  waiting_.clear();
  const torch::Tensor clips = toUnitClips(pictures);
  if (choice_.features() && features_ != nullptr) {
    const models::ClipFeatures found = features_->network->extract(clips);
    featureParts_.push_back(found.features.to(torch::kCPU, torch::kFloat32));
    logitParts_.push_back(found.logits.to(torch::kCPU, torch::kFloat32));
  }
  if (choice_.spectrum) {
    spectrumParts_.push_back(spatial_.add(clips).mean(1));
    temporal_.add(clips);
  }
  if (choice_.motion) {
    changeParts_.push_back(frameDifference(clips));
#ifdef UNROLL_HAS_MEDIA
    flowParts_.push_back(flowOf(pictures));
#endif
  }
}

torch::Tensor ClipMeasures::features() const { return joined(featureParts_); }
torch::Tensor ClipMeasures::logits() const { return joined(logitParts_); }
torch::Tensor ClipMeasures::spectra() const { return joined(spectrumParts_); }
torch::Tensor ClipMeasures::changes() const { return joined(changeParts_); }
torch::Tensor ClipMeasures::flow() const { return joined(flowParts_); }

}  // namespace unroll::metrics
