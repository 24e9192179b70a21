#include "train/trainer.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/seeds.h"
#include "metrics/pictures.h"
#include "nn/clip_axes.h"
#include "protocol/recipe_json.h"
#include "train/first_stage_window.h"
#include "train/losses.h"
#include "train/standing_statistics.h"

namespace unroll::train {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kLeastCriticFrames = 4;  // The 3-D blocks halve time twice.

// Numbers of batches far beyond any training, for what must not repeat its windows.
constexpr int64_t kStandingWindows = int64_t{1} << 40;
constexpr int64_t kPreviewWindows = int64_t{1} << 41;
constexpr int64_t kProbeBatchesTried = 16;  // For a real clip of a probe's class.

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// uint8 (N, T, H, W, 3) -> (N, 3, T, H, W) in [-1, 1], channels-last.
torch::Tensor toClips(const data::Batch& batch, torch::Device device) {
  const auto clips = static_cast<int64_t>(batch.labels.size());
  // from_blob wants a mutable pointer and does not write.
  auto* pixels = const_cast<uint8_t*>(batch.pixels.data());  // NOLINT
  torch::Tensor clip =
      torch::from_blob(pixels, {clips, batch.frames, batch.size, batch.size, 3}, torch::kUInt8);
  return clip.to(device).permute({0, 4, 1, 2, 3}).to(torch::kFloat32).mul_(1.0 / 127.5).sub_(1.0);
}

torch::Tensor toLabels(const std::vector<int64_t>& labels, int64_t classes, torch::Device device) {
  torch::Tensor label = torch::tensor(labels, torch::kInt64);
  return (classes == 1 ? torch::zeros_like(label) : label).to(device);
}

}  // namespace

Result<std::unique_ptr<Trainer>> Trainer::create(TrainerSpec spec) {
  TORCH_CHECK(spec.first <= spec.last && spec.last < spec.recipe.stages.size(), "no such stages");
  UNROLL_TRY_ASSIGN(share, generatedShare(spec.recipe.stages[spec.first].conditioning));
  const std::string stage = stageName(spec.first);
  if (spec.first > 0 && share > 0 && spec.lower.generators.size() != spec.first) {
    return fail(ErrorKind::Usage, fmt::format("{} learns from what stage{} makes, which this run "
                                              "does not have yet: train it first, or "
                                              "set {}.conditioning=real.",
                                              stage, spec.first, stage));
  }
  if (spec.first > 0 && spec.lower.generators.empty() && !spec.windowAt) {
    return fail(ErrorKind::Usage,
                fmt::format("{} needs windows of the data or the stages below it.", stage));
  }
  int64_t frames = spec.recipe.stages[spec.last].frames;
  for (size_t i = spec.last; i > spec.first;
       --i) {  // Joint training: windows of lower stages come from the last one's.
    frames /= spec.recipe.stages[i].temporalStride;
    const StageRecipe& below = spec.recipe.stages[i - 1];
    if (frames < kLeastCriticFrames && (below.temporalCritic || below.matchingCritic)) {
      return fail(ErrorKind::Usage,
                  fmt::format("Trained jointly, stage{} sees {} frames, too few for its temporal "
                              "critics, which need {}: "
                              "set stage{}.frames to {} or more, or switch them off.",
                              i, frames, kLeastCriticFrames, spec.last + 1,
                              kLeastCriticFrames * spec.recipe.stages[spec.last].frames /
                                  std::max<int64_t>(frames, 1)));
    }
  }
  auto trainer = std::unique_ptr<Trainer>(new Trainer(std::move(spec)));
  size_t critics = 0;
  for (const auto& nets : trainer->nets_) critics += nets->critics().size();
  if (critics == 0) {
    return fail(ErrorKind::Usage,
                fmt::format("{} has no critic: switch on spatialCritic, temporalCritic or "
                            "matchingCritic.",
                            trainer->name()));
  }
  std::vector<StageNets*> stages;
  for (const auto& nets : trainer->nets_) stages.push_back(nets.get());
  GanStepOptions options;
  options.bfloat16 = trainer->settings().precision == "bfloat16" && trainer->spec_.device.is_cuda();
  trainer->step_ = std::make_unique<GanStep>(stages, options);
  trainer->generatedShare_ = trainer->spec_.first > 0 && !trainer->lower_.empty() ? share : 0;
  return trainer;
}

Trainer::Trainer(TrainerSpec spec)
    : spec_(std::move(spec)),
      random_(static_cast<uint64_t>(spec_.recipe.seed), name()),
      lower_(spec_.recipe, spec_.lower) {
  for (size_t i = spec_.first; i <= spec_.last; ++i) {
    nets_.push_back(std::make_unique<StageNets>(buildStage(spec_.recipe, i, spec_.device)));
    averages_.emplace_back(*nets_.back()->generator, *nets_.back()->average,
                           nets_.back()->recipe.emaDecay);
  }
}

std::string Trainer::name() const { return joint() ? "joint" : stageName(spec_.first); }

data::WindowSpec Trainer::windowSpec() const {
  data::WindowSpec spec;
  spec.batch = settings().batch;
  spec.frames = settings().frames;
  spec.stride = spec_.recipe.dataStride(spec_.last);
  spec.size = settings().size;
  spec.flip = settings().flip;
  spec.seed = streamSeed(static_cast<uint64_t>(spec_.recipe.seed), "windows." + name());
  return spec;
}

int64_t Trainer::windowFrames(size_t stage) const {
  int64_t frames = settings().frames;
  for (size_t k = spec_.last; k > stage; --k) frames /= spec_.recipe.stages[k].temporalStride;
  return frames;
}

int64_t Trainer::latestStartNow() const {
  const double progress =
      static_cast<double>(counters_.step) / static_cast<double>(settings().steps);
  return latestStart(spec_.recipe.stages[0], progress);
}

torch::Tensor Trainer::coarser(const torch::Tensor& clip, size_t stage) const {
  return nn::coarse(clip, spec_.recipe.stages[stage - 1].size,
                    spec_.recipe.stages[stage].temporalStride);
}

torch::Tensor Trainer::conditioningWindow(const torch::Tensor& realLow,
                                          const torch::Tensor& label) {
  if (generatedShare_ <= 0) return realLow;
  const int64_t frames = realLow.size(2);
  if (generatedShare_ >= 1) return lower_.windows(label, frames, random_.conditioning);
  const torch::Tensor drawn = torch::rand({label.size(0)}, random_.conditioning) < generatedShare_;
  const torch::Tensor chosen = drawn.nonzero().flatten().to(label.device());
  if (chosen.numel() == 0) return realLow;
  const torch::Tensor made =
      lower_.windows(label.index_select(0, chosen), frames, random_.conditioning);
  return realLow.index_copy(0, chosen, made);
}

void Trainer::drawRest(StepInput& input) {
  const int64_t clips = input.label.size(0);
  const torch::Device device = spec_.device;
  int64_t cells = settings().size;
  input.z.clear();
  input.picked.clear();
  for (size_t i = spec_.first; i <= spec_.last; ++i) {
    const StageRecipe& stage = spec_.recipe.stages[i];
    input.z.push_back(drawNoise(random_.noise, clips, spec_.recipe.latent, device));
    input.picked.push_back(
        drawFrames(random_.frames, windowFrames(i), stage.spatialFrames, device));
    cells = std::min(cells, stage.size);
    if (i > 0 && stage.matchingCritic) cells = std::min(cells, spec_.recipe.stages[i - 1].size);
  }
  input.frames = windowFrames(spec_.first);
  if (spec_.first == 0) input.skipped = drawStart(random_.frames, latestStartNow());
  if (spec_.first > 0) input.low = conditioningWindow(input.realLow, input.label);
  const AugmentOptions augment{settings().translation, settings().cutout, settings().color};
  if (augment.any()) {
    if (!input.real.empty())
      input.augmentReal = drawAugmentation(random_.augmentation, augment, clips, cells);
    input.augmentFake = drawAugmentation(random_.augmentation, augment, clips, cells);
  }
}

StepInput Trainer::criticInput(const data::Batch& batch) {
  torch::NoGradGuard guard;
  StepInput input;
  input.label = toLabels(batch.labels, spec_.recipe.classes, spec_.device);
  input.real.resize(nets_.size());
  torch::Tensor clip = toClips(batch, spec_.device);
  for (size_t i = nets_.size(); i-- > 0;) {
    input.real[i] = clip;
    if (i > 0) clip = coarser(clip, spec_.first + i);
  }
  if (spec_.first > 0) input.realLow = coarser(clip, spec_.first);
  drawRest(input);
  return input;
}

StepInput Trainer::generatorInput(const StepInput& last) {
  torch::NoGradGuard guard;
  StepInput input;
  input.label = last.label;
  input.realLow = last.realLow;
  if (spec_.first == 0 && spec_.recipe.stages[0].varietyWeight > 0)
    input.realVariety = varietyOf(last.real[0], last.label);
  drawRest(input);
  return input;
}

Result<IterationReport> Trainer::iterate(const BatchSource& source) {
  const Clock::time_point start = Clock::now();
  IterationReport report;
  const bool early = spec_.device.is_cpu();  // A GPU is asked for its numbers once an iteration.
  const auto inspect = [&](const PendingReport& pending, StepReport& read,
                           const char* who) -> Result<void> {
    read = pending.read();
    if (auto broken = watchdog_.check(read, who)) {
      return fail(ErrorKind::Refused, fmt::format("Training {} stopped at step {}: {}.", name(),
                                                  counters_.step + 1, *broken));
    }
    return {};
  };
  PendingReport pending;
  const size_t accumulation = static_cast<size_t>(settings().accumulation);
  int64_t cursor = counters_.cursor;
  for (int64_t i = 0; i < settings().criticSteps; ++i) {
    inputs_.clear();
    for (size_t k = 0; k < accumulation; ++k, ++cursor) {
      const Clock::time_point asked = Clock::now();
      UNROLL_TRY_ASSIGN(batch, source());
      report.secondsWaiting += secondsSince(asked);
      inputs_.push_back(criticInput(batch));
    }
    pending = step_->critic(inputs_);
    if (early) UNROLL_TRY(inspect(pending, report.critic, "critic"));
  }
  std::vector<StepInput> inputs;
  for (const StepInput& last : inputs_) inputs.push_back(generatorInput(last));
  inputs_.clear();
  const PendingReport generator = step_->generator(inputs);
  if (!early) UNROLL_TRY(inspect(pending, report.critic, "critic"));
  UNROLL_TRY(inspect(generator, report.generator, "generator"));
  for (Ema& average : averages_) average.update();
  counters_.cursor = cursor;
  ++counters_.step;
  report.seconds = secondsSince(start);
  return report;
}

Trainer::Counters Trainer::counters() const {
  Counters counters = counters_;
  counters.averaged = averages_[0].updates();
  return counters;
}

void Trainer::setCounters(const Counters& counters) {
  counters_ = counters;
  for (Ema& average : averages_) average.setUpdates(counters.averaged);
}

NamedTensors Trainer::state() const {
  NamedTensors state;
  for (const auto& nets : nets_) {
    NamedTensors more = nets->state(joint() ? stageName(nets->index) + "." : "");
    state.insert(state.end(), more.begin(), more.end());
  }
  for (const NamedTensors& more : {step_->optimiserState(), random_.state()}) {
    state.insert(state.end(), more.begin(), more.end());
  }
  return state;
}

void Trainer::loaded(const NamedTensors& state) { random_.setState(state); }

Result<GeneratorBatch> Trainer::standingBatch(size_t stage, int64_t index, LowerCascade& below) {
  at::Generator random =
      makeGenerator(static_cast<uint64_t>(spec_.recipe.seed), "standing." + stageName(stage),
                    static_cast<uint64_t>(index));
  GeneratorBatch batch;
  const int64_t clips = settings().batch;
  std::vector<int64_t> labels(static_cast<size_t>(clips), 0);
  for (int64_t& label : labels) {
    if (spec_.labels.empty()) break;
    label = spec_.labels[static_cast<size_t>(
        drawBelow(random, static_cast<int64_t>(spec_.labels.size())))];
  }
  const int64_t frames = windowFrames(stage);
  if (stage == 0) {
    // Whole windows only, for each piece counts the same.
    batch.piece = spec_.recipe.stages[0].burnIn + frames;
    batch.frames = (latestStartNow() / batch.piece + 1) * batch.piece;
  } else if (below.empty()) {
    UNROLL_TRY_ASSIGN(windows, spec_.windowAt(kStandingWindows + index));
    batch.low = coarser(toClips(windows, spec_.device), stage);
    labels = windows.labels;
  }
  batch.label = toLabels(labels, spec_.recipe.classes, spec_.device);
  if (stage > 0 && !below.empty()) {
    batch.low =
        below.windows(batch.label, frames / spec_.recipe.stages[stage].temporalStride, random);
  }
  batch.z = drawNoise(random, batch.label.size(0), spec_.recipe.latent, spec_.device);
  return batch;
}

Result<void> Trainer::settleAverages(int64_t batches) {
  torch::NoGradGuard guard;
  LowerStages below = spec_.lower;
  if (spec_.first == 0) below.latestStart = latestStartNow();
  for (size_t i = 0; i < nets_.size(); ++i) {
    averages_[i].syncBuffers();
    LowerCascade lower(spec_.recipe, below);
    UNROLL_TRY(estimateStandingStatistics(*nets_[i]->average, batches, [&](int64_t index) {
      return standingBatch(spec_.first + i, index, lower);
    }));
    if (below.generators.size() == spec_.first + i) below.generators.push_back(nets_[i]->average);
  }
  return {};
}

Result<std::vector<torch::Tensor>> Trainer::previews(int64_t count) {
  UNROLL_TRY_ASSIGN(made, makeProbes(count, /*allParts=*/false));
  std::vector<torch::Tensor> pictures;
  for (const ProbeClips& probe : made) pictures.push_back(probe.front().second);
  return pictures;
}

Result<std::vector<ProbeClips>> Trainer::probes(int64_t count) {
  return makeProbes(count, /*allParts=*/true);
}

Result<torch::Tensor> Trainer::realProbe(int64_t probe, int64_t label) const {
  torch::Tensor fallback;
  const int64_t tries = spec_.recipe.classes == 1 ? 1 : kProbeBatchesTried;
  for (int64_t batch = 0; batch < tries; ++batch) {
    UNROLL_TRY_ASSIGN(windows,
                      spec_.windowAt(kPreviewWindows + probe * kProbeBatchesTried + batch));
    const auto found = std::find(windows.labels.begin(), windows.labels.end(), label);
    const bool there = found != windows.labels.end();
    const torch::Tensor clips = toClips(windows, torch::kCPU);
    if (there) return clips.narrow(0, found - windows.labels.begin(), 1);
    if (!fallback.defined()) fallback = clips.narrow(0, 0, 1);
  }
  return fallback;  // Hardly any footage is of this class.
}

Result<std::vector<ProbeClips>> Trainer::makeProbes(int64_t count, bool allParts) {
  torch::NoGradGuard guard;
  LowerStages stages = spec_.lower;
  for (const auto& nets : nets_) stages.generators.push_back(nets->average);
  const bool whole = stages.generators.size() == spec_.last + 1;
  std::optional<nn::NormScope> norms;
  std::optional<LowerCascade> cascade;
  if (whole) {
    cascade.emplace(spec_.recipe, stages);
  } else {
    norms.emplace(*nets_[0]->average);
  }
  std::vector<ProbeClips> made;
  const int64_t classes = spec_.recipe.classes;
  for (int64_t probe = 0; probe < count; ++probe) {
    at::Generator random = makeGenerator(static_cast<uint64_t>(spec_.recipe.seed), "preview",
                                         static_cast<uint64_t>(probe));
    ProbeClips& parts = made.emplace_back();
    if (whole) {
      const int64_t label = classes <= count ? probe % classes : probe * classes / count;
      const int64_t frames = joint() ? windowFrames(0) : spec_.recipe.stages[0].frames;
      const std::vector<torch::Tensor> clips =
          cascade->stageClips(toLabels({label}, classes, spec_.device), frames, random);
      // The trained stage first, as previews() wants it.
      for (size_t stage = clips.size(); stage-- > 0;) {
        parts.emplace_back(stageName(stage), metrics::toPictures(clips[stage])[0]);
        if (!allParts) break;
      }
      if (!allParts || !spec_.windowAt) continue;
      UNROLL_TRY_ASSIGN(real, realProbe(probe, label));
      parts.emplace_back("real", metrics::toPictures(real)[0]);
      continue;
    }
    UNROLL_TRY_ASSIGN(window, spec_.windowAt(kPreviewWindows + probe));
    const torch::Tensor real = toClips(window, spec_.device).narrow(0, 0, 1);
    const torch::Tensor label = toLabels({window.labels[0]}, classes, spec_.device);
    const torch::Tensor z = drawNoise(random, 1, spec_.recipe.latent, spec_.device);
    const torch::Tensor clip = nets_[0]->average->forward(z, label, 0, coarser(real, spec_.first));
    parts.emplace_back(stageName(spec_.first), metrics::toPictures(clip)[0]);
    if (allParts) parts.emplace_back("real", metrics::toPictures(real)[0]);
  }
  return made;
}

bool Trainer::finite() const {
  torch::NoGradGuard guard;
  std::vector<torch::Tensor> norms;
  for (const auto& nets : nets_) {
    for (const torch::Tensor& parameter : nets->generator->parameters()) norms.push_back(parameter);
    for (const torch::Tensor& parameter : nets->average->parameters()) norms.push_back(parameter);
    for (const auto& [name, critic] : nets->critics()) {
      for (const torch::Tensor& parameter : critic->parameters()) norms.push_back(parameter);
    }
  }
  return torch::isfinite(torch::stack(torch::_foreach_norm(norms)).sum()).item<bool>();
}

}  // namespace unroll::train
