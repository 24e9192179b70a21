#include "metrics/clip_measures.h"

#include <algorithm>
#include <numeric>

#include "metrics/distortions.h"
#include "metrics/pictures.h"
#include "metrics/similarity.h"
#ifdef UNROLL_HAS_MEDIA
#include "media/optical_flow.h"
#endif

namespace unroll::metrics {
namespace {

constexpr size_t kBatch = 16;

/// Rows that fit into ClipMeasures::kMostBytes with every measure, so that sets of one comparison
/// keep the same clips whatever is asked of each.
int64_t rowsThatFit(const LoadedFeatures* features, int64_t frames, int64_t size) {
  int64_t bytes = 8 * (size / 2 + 1 + 2 * frames);
  if (features != nullptr) {
    const models::FeatureNetInfo& info = features->info;
    bytes += 4 * (info.width + info.classes) * (info.perFrame ? frames : 1);
  }
  return std::max<int64_t>(1, ClipMeasures::kMostBytes / bytes);
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
                           int64_t size, int64_t mostRows)
    : features_(features),
      choice_(choice),
      frames_(frames),
      size_(size),
      kept_(std::min(mostRows, rowsThatFit(features, frames, size))),
      spatial_(frames, size),
      temporal_(frames) {
  if (features != nullptr && choice.features()) statistics_.emplace(features->info.width);
}

void ClipMeasures::add(const torch::Tensor& pictures, const std::string& className) {
  waiting_.emplace_back(pictures, className);
  ++count_;
  if (waiting_.size() == kBatch) finish();
}

void ClipMeasures::finish() {
  if (waiting_.empty()) return;
  torch::NoGradGuard guard;
  std::vector<torch::Tensor> batch;
  std::vector<int64_t> rows;
  for (auto& [pictures, className] : waiting_) {
    batch.push_back(pictures);
    const int64_t row = rows.emplace_back(kept_.next());
    if (row < 0) continue;
    classNames_.resize(kept_.clips().size());
    classNames_[static_cast<size_t>(row)] = className;
  }
  waiting_.clear();
  const auto keep = [&rows](RowTable& table, const torch::Tensor& values) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] >= 0) table.put(rows[i], values[static_cast<int64_t>(i)]);
    }
  };
  const torch::Tensor pictures = torch::stack(batch);
  const torch::Tensor clips = toUnitClips(pictures);
  if (choice_.features() && features_ != nullptr) {
    const models::ClipFeatures found = features_->network->extract(clips);
    if (statistics_) statistics_->add(found.features);
    const auto byClip = [n = clips.size(0)](const torch::Tensor& all) {
      return all.to(torch::kCPU, torch::kFloat32).view({n, all.size(0) / n, all.size(1)});
    };
    keep(samples_, byClip(found.features));
    keep(logits_, byClip(found.logits));
  }
  if (choice_.spectrum) {
    keep(spectra_, spatial_.add(clips).mean(1));
    temporal_.add(clips);
  }
  if (choice_.motion) {
    keep(changes_, frameDifference(clips));
#ifdef UNROLL_HAS_MEDIA
    keep(flow_, flowOf(pictures));
#endif
  }
}

torch::Tensor ClipMeasures::samples() const { return samples_.all(); }
torch::Tensor ClipMeasures::features() const {
  const torch::Tensor all = samples();
  if (!all.defined()) return all;
  return all.size(1) == 1 ? all.squeeze(1) : all.mean(1);
}
torch::Tensor ClipMeasures::logits() const { return logits_.all(); }
torch::Tensor ClipMeasures::spectra() const { return spectra_.all(); }
torch::Tensor ClipMeasures::changes() const { return changes_.all(); }
torch::Tensor ClipMeasures::flow() const { return flow_.all(); }

std::vector<std::pair<std::string, torch::Tensor>> ClipMeasures::tables() const {
  TORCH_CHECK(waiting_.empty(), "finish() comes first");
  std::vector<std::pair<std::string, torch::Tensor>> all = {{"features", samples()},
                                                            {"logits", logits()},
                                                            {"spectra", spectra()},
                                                            {"changes", changes()},
                                                            {"flow", flow()}};
  if (statistics_) {
    all.emplace_back("mean", statistics_->mean());
    all.emplace_back("scatter", statistics_->scatter());
  }
  if (choice_.spectrum) {
    all.emplace_back("spatial", spatial_.state());
    all.emplace_back("temporal", temporal_.state());
  }
  std::erase_if(all, [](const auto& table) { return !table.second.defined(); });
  return all;
}

bool ClipMeasures::restore(const std::function<torch::Tensor(const std::string&)>& table,
                           const std::vector<std::string>& classNames) {
  const auto clips = static_cast<int64_t>(classNames.size());
  KeptClips kept(kept_.most());
  for (int64_t i = 0; i < clips; ++i) kept.next();
  const auto count = static_cast<int64_t>(kept.clips().size());
  std::vector<std::pair<const char*, RowTable*>> wanted;
  if (choice_.features() && features_ != nullptr) {
    wanted = {{"features", &samples_}, {"logits", &logits_}};
  }
  if (choice_.spectrum) wanted.emplace_back("spectra", &spectra_);
  if (choice_.motion) {
    wanted.emplace_back("changes", &changes_);
#ifdef UNROLL_HAS_MEDIA
    wanted.emplace_back("flow", &flow_);
#endif
  }
  for (const auto& [name, rows] : wanted) {
    torch::Tensor found = table(name);
    if (!found.defined() || found.dim() == 0 || found.size(0) != count) return false;
    rows->set(std::move(found));
  }
  if (statistics_) {
    const int64_t each = perFrame() ? frames_ : 1;
    if (!statistics_->setState(clips * each, table("mean"), table("scatter"))) return false;
  }
  if (choice_.spectrum) {
    const torch::Tensor spatial = table("spatial"), temporal = table("temporal");
    if (!spatial.defined() || spatial.sizes() != spatial_.state().sizes() || !temporal.defined() ||
        temporal.sizes() != temporal_.state().sizes()) {
      return false;
    }
    spatial_.setState(spatial, clips);
    temporal_.setState(temporal, clips);
  }
  classNames_.clear();
  for (const int64_t clip : kept.clips()) {
    classNames_.push_back(classNames[static_cast<size_t>(clip)]);
  }
  kept_ = std::move(kept);
  count_ = clips;
  return true;
}

Result<void> addNoise(ClipMeasures& set, int64_t clips, uint64_t seed,
                      const std::function<void(int64_t done, int64_t total)>& progress,
                      const std::stop_token& stop) {
  Random random(streamSeed(seed, "measure-noise"));
  for (int64_t i = 0; i < clips; ++i) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "Measuring was interrupted.");
    set.add(toPictures(uniformNoise(1, set.frames(), set.size(), random))[0]);
    if (progress) progress(i + 1, clips);
  }
  set.finish();
  return {};
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
