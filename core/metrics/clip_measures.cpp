#include "metrics/clip_measures.h"

#include <algorithm>
#include <numeric>

#include "metrics/pictures.h"
#include "metrics/similarity.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/optical_flow.h"
#endif

namespace unroll::metrics {
namespace {

constexpr size_t kBatch = 16;

torch::Tensor joined(const std::vector<torch::Tensor>& parts) {
  if (parts.size() == 1) return parts.front();
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
  return {.distance = has("fvd") || has("fid"),
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
    const auto byClip = [n = clips.size(0)](const torch::Tensor& rows) {
      return rows.to(torch::kCPU, torch::kFloat32).view({n, rows.size(0) / n, rows.size(1)});
    };
    featureParts_.push_back(byClip(found.features));
    logitParts_.push_back(byClip(found.logits));
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

torch::Tensor ClipMeasures::samples() const { return joined(featureParts_); }
torch::Tensor ClipMeasures::features() const {
  const torch::Tensor all = samples();
  if (!all.defined()) return all;
  return all.size(1) == 1 ? all.squeeze(1) : all.mean(1);
}
torch::Tensor ClipMeasures::logits() const { return joined(logitParts_); }
torch::Tensor ClipMeasures::spectra() const { return joined(spectrumParts_); }
torch::Tensor ClipMeasures::changes() const { return joined(changeParts_); }
torch::Tensor ClipMeasures::flow() const { return joined(flowParts_); }

std::vector<std::pair<std::string, torch::Tensor>> ClipMeasures::tables() const {
  TORCH_CHECK(waiting_.empty(), "finish() comes first");
  std::vector<std::pair<std::string, torch::Tensor>> all = {{"features", samples()},
                                                            {"logits", logits()},
                                                            {"spectra", spectra()},
                                                            {"changes", changes()},
                                                            {"flow", flow()}};
  if (choice_.spectrum) {
    all.emplace_back("spatial", spatial_.state());
    all.emplace_back("temporal", temporal_.state());
  }
  std::erase_if(all, [](const auto& table) { return !table.second.defined(); });
  return all;
}

bool ClipMeasures::restore(const std::function<torch::Tensor(const std::string&)>& table,
                           std::vector<std::string> classNames) {
  const auto count = static_cast<int64_t>(classNames.size());
  std::vector<std::pair<const char*, std::vector<torch::Tensor>*>> wanted;
  if (choice_.features() && features_ != nullptr) {
    wanted = {{"features", &featureParts_}, {"logits", &logitParts_}};
  }
  if (choice_.spectrum) wanted.emplace_back("spectra", &spectrumParts_);
  if (choice_.motion) {
    wanted.emplace_back("changes", &changeParts_);
#ifdef UNROLL_HAS_MEDIA
    wanted.emplace_back("flow", &flowParts_);
#endif
  }
  for (const auto& [name, parts] : wanted) {
    const torch::Tensor found = table(name);
    if (!found.defined() || found.dim() == 0 || found.size(0) != count) return false;
    *parts = {found};
  }
  if (choice_.spectrum) {
    const torch::Tensor spatial = table("spatial"), temporal = table("temporal");
    if (!spatial.defined() || spatial.sizes() != spatial_.state().sizes() || !temporal.defined() ||
        temporal.sizes() != temporal_.state().sizes()) {
      return false;
    }
    spatial_.setState(spatial, count);
    temporal_.setState(temporal, count);
  }
  classNames_ = std::move(classNames);
  count_ = count;
  return true;
}

const std::vector<Spread>& RealNumbers::spreads(const std::string& name,
                                                const std::function<std::vector<Spread>()>& make) {
  const auto found = spreads_.find(name);
  if (found != spreads_.end()) return found->second;
  ++made_;
  return spreads_[name] = make();
}

const FeatureGaussian& RealNumbers::gaussian(const std::string& name,
                                             const std::function<FeatureGaussian()>& make) {
  const auto found = gaussians_.find(name);
  if (found != gaussians_.end()) return found->second;
  ++made_;
  return gaussians_[name] = make();
}

}  // namespace unroll::metrics
