#include "engine/cascade_stream.h"

#include <algorithm>
#include <cmath>

#include "base/seeds.h"

namespace unroll::engine {
namespace {

int64_t roundUp(int64_t value, int64_t unit) { return (value + unit - 1) / unit * unit; }

}  // namespace

StreamInput drawInput(const Cascade& cascade, uint64_t firstSeed, int64_t count, std::optional<int64_t> label,
                      double truncation) {
  StreamInput input;
  input.label = torch::empty({count}, torch::kInt64);
  const int64_t latent = cascade.recipe.latent;
  for (size_t stage = 0; stage < cascade.stages.size(); ++stage) {
    torch::Tensor z = torch::empty({count, latent});
    float* values = z.data_ptr<float>();
    for (int64_t video = 0; video < count; ++video) {
      Random random(streamSeed(firstSeed + static_cast<uint64_t>(video), "sample-noise", stage));
      for (int64_t i = 0; i < latent; ++i) {
        double value = random.normal();
        while (truncation > 0 && std::abs(value) > truncation) value = random.normal();
        values[video * latent + i] = static_cast<float>(value);
      }
    }
    input.z.push_back(z.to(cascade.device));
  }
  for (int64_t video = 0; video < count; ++video) {
    Random random(streamSeed(firstSeed + static_cast<uint64_t>(video), "sample-label"));
    input.label[video] = label.value_or(random.below(cascade.recipe.classes));
  }
  input.label = input.label.to(cascade.device);
  return input;
}

CascadeStream::CascadeStream(Cascade& cascade, StreamInput input, int64_t frames, int64_t chunk)
    : cascade_(cascade), input_(std::move(input)), frames_(frames) {
  const int64_t slowest = slowness(0);
  chunk_ = roundUp(chunk, slowest);
  for (size_t index = 0; index < cascade.stages.size(); ++index) {
    Stage stage;
    stage.stride = index == 0 ? 1 : cascade.stages[index]->spec().temporalStride;
    stage.context = cascade.stages[index]->contextFrames();
    stage.recurrent = cascade.stages[index]->spec().temporal == models::TemporalKind::ConvGru;
    stage.shown = cascade.recipe.stages[0].burnIn * (slowest / slowness(index));
    stages_.push_back(stage);
  }
  int64_t total = stages_[0].shown + roundUp(frames, slowest) / slowest + models::tailFrames(cascade.stages);
  for (Stage& stage : stages_) stage.total = total *= stage.stride;
  int64_t begin = stages_.back().shown;
  for (size_t index = stages_.size(); index-- > 0;) {
    Stage& stage = stages_[index];
    stage.first = stage.recurrent ? 0 : begin / stage.stride * stage.stride;
    begin = std::max<int64_t>(0, stage.first / stage.stride - stage.context);
  }
}

int64_t CascadeStream::slowness(size_t index) const {
  return cascade_.recipe.dataStride(index) / cascade_.recipe.dataStride(cascade_.last());
}

std::optional<StreamChunk> CascadeStream::next() {
  if (next_ >= frames_) return std::nullopt;
  torch::NoGradGuard guard;
  const int64_t end = std::min(next_ + chunk_, roundUp(frames_, slowness(0)));
  StreamChunk chunk;
  chunk.firstFrame = next_;
  for (size_t index = 0; index < stages_.size(); ++index) {
    Stage& stage = stages_[index];
    const int64_t stride = slowness(index);
    make(index, stage.shown + end / stride);
    const int64_t shownEnd = std::min(end / stride, (frames_ + stride - 1) / stride);
    chunk.stages.push_back(stage.slice(stage.shown + next_ / stride, stage.shown + shownEnd)
                               .to(torch::kCPU)
                               .clone());
  }
  next_ = end;
  forget();
  return chunk;
}

void CascadeStream::make(size_t index, int64_t upTo) {
  Stage& stage = stages_[index];
  const int64_t unit = chunk_ / slowness(index);
  while (stage.end() < upTo) {
    const int64_t from = stage.end(), to = std::min(from + unit, stage.total);
    const torch::Tensor made = index == 0 ? makeFirst(from, to) : makeLater(index, from, to);
    stage.kept = stage.kept.defined() && stage.kept.size(2) > 0 ? torch::cat({stage.kept, made}, 2) : made;
  }
}

torch::Tensor CascadeStream::makeFirst(int64_t from, int64_t to) {
  Stage& stage = stages_[0];
  const int64_t before = std::min(stage.context, from);
  const int64_t after = std::min(stage.context, stage.total - to);
  const torch::Tensor clip = cascade_.stages[0]->forward(
      input_.z[0], input_.label, before + to - from + after, {}, stage.state);
  return clip.slice(2, before, before + to - from);
}

torch::Tensor CascadeStream::makeLater(size_t index, int64_t from, int64_t to) {
  Stage& stage = stages_[index];
  Stage& below = stages_[index - 1];
  const int64_t lowFrom = from / stage.stride, lowTo = to / stage.stride;
  const int64_t before = std::min(stage.context, lowFrom);
  const int64_t after = std::min(stage.context, below.total - lowTo);
  make(index - 1, lowTo + after);
  const torch::Tensor low = below.slice(lowFrom - before, lowTo + after);
  const torch::Tensor clip =
      cascade_.stages[index]->forward(input_.z[index], input_.label, 0, low, stage.state);
  return clip.slice(2, before * stage.stride, before * stage.stride + to - from);
}

void CascadeStream::forget() {
  for (size_t index = 0; index < stages_.size(); ++index) {
    Stage& stage = stages_[index];
    int64_t needed = stage.shown + next_ / slowness(index);
    if (index + 1 < stages_.size()) {
      const Stage& above = stages_[index + 1];
      needed = std::min(needed, std::max<int64_t>(0, above.end() / above.stride - above.context));
    }
    needed = std::clamp(needed, stage.first, stage.end());
    stage.kept = stage.slice(needed, stage.end()).clone();
    stage.first = needed;
  }
}

}  // namespace unroll::engine
