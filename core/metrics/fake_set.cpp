#include "metrics/fake_set.h"

#include "metrics/pictures.h"

namespace unroll::metrics {

FakeSet::FakeSet(LoadedFeatures* features, const RealSet& real)
    : moving_(features, real.moving.choice(), real.moving.frames(), real.moving.size()) {
  if (real.still && moving_.choice().distance && !moving_.perFrame()) {
    still_.emplace(features, MeasureChoice::distanceAlone(), moving_.frames(), moving_.size());
  }
}

void FakeSet::add(const torch::Tensor& pictures, const std::string& className) {
  moving_.add(pictures, className);
  if (still_) still_->add(firstFrameThroughout(pictures));
}

void FakeSet::finish() {
  moving_.finish();
  if (still_) still_->finish();
}

ClipSets FakeSet::beside(const RealSet& real, const ClipMeasures* noise,
                         RealNumbers* numbers) const {
  return {&real.moving, &moving_, real.still ? &*real.still : nullptr,
          noise,        numbers,  still_ ? &*still_ : nullptr};
}

}  // namespace unroll::metrics
