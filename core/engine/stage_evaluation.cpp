#include "engine/stage_evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include <ATen/CPUGeneratorImpl.h>

#include "base/seeds.h"
#include "metrics/distances.h"
#include "metrics/fake_set.h"
#include "metrics/pictures.h"
#include "metrics/similarity.h"
#include "nn/clip_axes.h"

namespace unroll::engine {
namespace {

using metrics::ClipMeasures;
using metrics::MeasureRow;
using metrics::Spread;

constexpr size_t kNearest = 8;

/// Whether stage `index` (from 0) is measured beside the stage below.
bool isGrounded(const EvaluateRequest& request, size_t index) {
  return index > 0 && std::ranges::find(request.measures, "grounding") != request.measures.end();
}

std::vector<double> toVector(const torch::Tensor& values) {
  const torch::Tensor flat = values.to(torch::kFloat64).contiguous();
  return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
}

Spread spreadOf(const torch::Tensor& values) { return metrics::spreadOf(toVector(values)); }

/// Gathered video by video: (N, t) each.
struct Kept {
  std::vector<torch::Tensor> psnr, ssim;
  void add(const metrics::Grounding& found) {
    psnr.push_back(found.psnr);
    ssim.push_back(found.ssim);
  }
  SetGrounding spread() const {
    return {spreadOf(torch::cat(psnr).mean(1)), spreadOf(torch::cat(ssim).mean(1))};
  }
};

/// Numbers along a whole unroll, video by video.
struct Unroll {
  std::vector<torch::Tensor> changes;  ///< (N, T - 1)
  /// How well the videos keep to the stage below, to that of another video, and how well their
  /// first frames throughout and noise do.
  Kept own, other, still, noise;
  std::unique_ptr<metrics::SpatialSpectrum> spectrum;
};

/// One batch of videos, all their frames.
struct Videos {
  torch::Tensor fine, low;  ///< (N, 3, T, H, W), (N, 3, t, h, h); `low` undefined in stage 1
};

std::optional<Videos> makeVideos(UnrollSession& session, int64_t first, int64_t count,
                                 std::vector<int64_t>& labels, const std::stop_token& stop) {
  StreamInput input;
  CascadeStream stream = session.stream(first, count, input);
  const size_t last = session.cascade.last();
  std::vector<torch::Tensor> fine, low;
  while (const auto chunk = stream.next()) {
    if (stop.stop_requested()) return std::nullopt;
    fine.push_back(chunk->stages[last]);
    if (last > 0) low.push_back(chunk->stages[last - 1]);
  }
  const torch::Tensor own = input.label.to(torch::kCPU);
  for (int64_t i = 0; i < count; ++i) labels.push_back(own[i].item<int64_t>());
  Videos videos;
  videos.fine = torch::cat(fine, 2).narrow(2, 0, session.options.frames);
  if (last > 0) {
    videos.low = torch::cat(low, 2);
    const int64_t stride = session.cascade.recipe.stages[last].temporalStride;
    // Frames of the stage below whose finer counterpart was made.
    const int64_t shown = (session.options.frames - 1) / stride + 1;
    videos.low = videos.low.narrow(2, 0, std::min(shown, videos.low.size(2)));
  }
  return videos;
}

/// `ceilings`: also what stills and noise come to, once.
void measureUnroll(const Videos& videos, int64_t stride, bool spectrum, bool ceilings,
                   uint64_t seed, Unroll& unroll) {
  unroll.changes.push_back(metrics::frameDifference(videos.fine));
  if (spectrum) unroll.spectrum->add(videos.fine);
  if (!videos.low.defined()) return;
  const torch::Tensor &low = videos.low, &fine = videos.fine;
  unroll.own.add(metrics::grounding(low, fine, stride));
  if (low.size(0) > 1) {
    unroll.other.add(metrics::grounding(low.roll(1, 0), fine, stride));
  }
  if (!ceilings || !unroll.still.psnr.empty()) return;
  unroll.still.add(metrics::grounding(low, fine.narrow(2, 0, 1).expand_as(fine), stride));
  auto random = at::detail::createCPUGenerator(streamSeed(seed, "grounding-noise"));
  const torch::Tensor noise = torch::rand(fine.sizes(), random, torch::kFloat32) * 2 - 1;
  unroll.noise.add(metrics::grounding(low, noise, stride));
}

MeasureRow row(std::string name, std::string title, std::string unit, std::string better,
               std::optional<Spread> fake, std::optional<Spread> floor = {}) {
  MeasureRow made =
      MeasureRow::of(std::move(name), std::move(title), std::move(unit), std::move(better));
  made.fake = fake;
  made.floor = floor;
  return made;
}

void addGrounding(const Unroll& unroll, const RealStage& real, metrics::MeasureReport& report) {
  const SetGrounding own = unroll.own.spread();
  MeasureRow db = row("grounding_db", "Keeps to the stage below", "dB", "higher", own.psnr);
  MeasureRow ssim =
      row("grounding_ssim", "Keeps to the stage below, structure", "", "higher", own.ssim);
  const auto put = [&](std::optional<Spread> MeasureRow::*column, const SetGrounding& found) {
    db.*column = found.psnr;
    ssim.*column = found.ssim;
  };
  if (real.grounded) put(&MeasureRow::floor, *real.grounded);
  if (!unroll.still.psnr.empty()) put(&MeasureRow::still, unroll.still.spread());
  if (!unroll.noise.psnr.empty()) put(&MeasureRow::noise, unroll.noise.spread());
  report.rows.push_back(std::move(db));
  if (!unroll.other.psnr.empty()) {
    report.rows.push_back(row("grounding_other_db", "The same beside another video", "dB",
                              "lower than that", unroll.other.spread().psnr));
  }
  report.rows.push_back(std::move(ssim));
  report.curves.push_back(
      {"grounding_db", "dB", toVector(torch::cat(unroll.own.psnr).mean(0)), {}});
  report.curves.push_back(
      {"grounding_ssim", "", toVector(torch::cat(unroll.own.ssim).mean(0)), {}});
}

/// Real clips beside what the stage below would have to make of them: as near as bytes can be.
Result<SetGrounding> groundedReal(const data::ClipStore& store, const metrics::StoreCut& cut,
                                  const Recipe& recipe, size_t index, const std::stop_token& stop) {
  constexpr int64_t kClips = 16;
  metrics::StoreCut few = cut;
  few.maxClips = kClips;
  const int64_t stride = recipe.stages[index].temporalStride;
  Kept kept;
  const auto take = [&](const torch::Tensor& clip, const metrics::ClipOrigin&) {
    const torch::Tensor fine = metrics::toUnitClips(clip.unsqueeze(0));
    const torch::Tensor low = metrics::toUnitClips(
        metrics::toPictures(nn::coarse(fine, recipe.stages[index - 1].size, stride)));
    kept.add(metrics::grounding(low, fine, stride));
    return Result<void>();
  };
  UNROLL_TRY(metrics::readStoreClips(store, few, take, stop));
  return kept.spread();
}

/// Of each of these clips of real videos the distance to the nearest real clip of another video:
/// neighbours in time are nearly the same clip. `clips`: rows of the same clips as the set's.
Spread nearestOfOthers(const metrics::RealSet& set, const torch::Tensor& clips) {
  const torch::Tensor x = set.moving.features().to(torch::kFloat64);
  const torch::Tensor y = clips.to(torch::kFloat64);
  std::map<std::string, int64_t> numbers;
  std::vector<int64_t> video;
  for (int64_t row = 0; row < x.size(0); ++row) {
    const std::string& file = set.originOfRow(row).file;
    video.push_back(numbers.try_emplace(file, numbers.size()).first->second);
  }
  const torch::Tensor videos = torch::tensor(video, torch::kInt64);
  std::vector<double> nearest;
  for (int64_t i = 0; i < y.size(0); ++i) {
    torch::Tensor distances = (x - y[i]).square().sum(1).sqrt();
    distances.masked_fill_(videos == videos[i], std::numeric_limits<double>::infinity());
    const double least = distances.min().item<double>();
    if (std::isfinite(least)) nearest.push_back(least);
  }
  return metrics::spreadOf(nearest);
}

/// The mean distance of two clips of a set, over draws of `clips` of them.
Spread pairDistance(const torch::Tensor& features, int64_t clips, const EvaluateRequest& request) {
  std::vector<double> found;
  for (int64_t draw = 0; draw < request.draws; ++draw) {
    Random random(streamSeed(request.seed, "variety-draw", static_cast<uint64_t>(draw)));
    const torch::Tensor rows =
        metrics::drawRows(random, features.size(0), std::min(clips, features.size(0)));
    found.push_back(metrics::meanPairDistance(features.index_select(0, rows)));
  }
  return metrics::spreadOf(found);
}

/// Once for all checkpoints: what variety real clips have, and what has none or all of it.
void settleVariety(RealStage& real, int64_t clips, const EvaluateRequest& request) {
  if (real.moving) return;
  const torch::Tensor data = real.set.moving.features();
  real.moving = {pairDistance(data, clips, request), nearestOfOthers(real.set, data)};
  if (real.set.still) {
    const torch::Tensor still = real.set.still->features();
    real.still = {pairDistance(still, clips, request), nearestOfOthers(real.set, still)};
  }
  if (real.noise) {
    const torch::Tensor noise = real.noise->features();
    real.noisy = {pairDistance(noise, clips, request),
                  metrics::spreadOf(metrics::nearestReal(data, noise).distance)};
  }
}

void addVariety(const ClipMeasures& fake, RealStage& real, const EvaluateRequest& request,
                StageEvaluation& evaluation) {
  const torch::Tensor own = fake.features(), data = real.set.moving.features();
  if (!own.defined() || !data.defined()) return;
  metrics::MeasureReport& report = evaluation.report;
  const int64_t clips = report.protocol.drawClips;
  settleVariety(real, clips, request);
  const metrics::Nearest nearest = metrics::nearestReal(data, own);
  MeasureRow pairs = row("diversity", "Distance of two clips to each other", "", "near real",
                         pairDistance(own, clips, request));
  MeasureRow nearestRow = row("nearest_real", "Distance to the nearest real clip", "", "near real",
                              metrics::spreadOf(nearest.distance));
  const auto put = [&](std::optional<Spread> MeasureRow::*column,
                       const std::optional<SetVariety>& found) {
    if (!found) return;
    pairs.*column = found->pair;
    if (found->nearest.mean > 0) nearestRow.*column = found->nearest;
  };
  put(&MeasureRow::floor, real.moving);
  put(&MeasureRow::still, real.still);
  put(&MeasureRow::noise, real.noisy);
  report.rows.push_back(std::move(pairs));
  report.rows.push_back(std::move(nearestRow));
  const double typical = real.moving->nearest.mean;
  std::vector<size_t> order(nearest.distance.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t i) { return nearest.distance[i]; });
  for (size_t i = 0; i < std::min(kNearest, order.size()); ++i) {
    const metrics::ClipOrigin& origin = real.set.originOfRow(nearest.index[order[i]]);
    const int64_t clip = fake.clipOfRow(static_cast<int64_t>(order[i]));
    evaluation.nearest.push_back(
        {request.seed + static_cast<uint64_t>(clip), origin.file, origin.className, origin.start,
         typical > 0 ? nearest.distance[order[i]] / typical : nearest.distance[order[i]]});
  }
}

/// The change where training windows would meet, over elsewhere, of draws of half the videos.
/// `changes` (N, T - 1). Nothing where nothing moves, or no window ends.
std::optional<Spread> seam(const torch::Tensor& changes, int64_t window,
                           const EvaluateRequest& request) {
  std::vector<double> found;
  const int64_t half = (changes.size(0) + 1) / 2;
  for (int64_t draw = 0; draw < request.draws; ++draw) {
    Random random(streamSeed(request.seed, "seam-draw", static_cast<uint64_t>(draw)));
    const torch::Tensor rows = metrics::drawRows(random, changes.size(0), half);
    const double ratio =
        metrics::seamRatio(toVector(changes.index_select(0, rows).mean(0)), window);
    if (ratio > 0) found.push_back(ratio);
  }
  if (found.empty()) return std::nullopt;
  return metrics::spreadOf(found);
}

/// Along the whole unroll, where it is longer than a training window.
void addUnroll(const Unroll& unroll, RealStage& real, const ClipMeasures* late,
               const EvaluateRequest& request, metrics::MeasureReport& report) {
  const torch::Tensor changes = torch::cat(unroll.changes);
  const std::vector<double> perFrame = toVector(changes.mean(0));
  const bool motion = real.set.moving.choice().motion;
  if (motion) {
    const std::vector<double> whole =
        toVector(real.set.moving.changes().mean().expand({static_cast<int64_t>(perFrame.size())}));
    report.curves.push_back({"unroll_motion", "levels of 255 a frame", perFrame, whole});
    // Real videos have no windows that could meet.
    if (const auto ratio = seam(changes, real.frames, request)) {
      report.rows.push_back(row("seam", "Change where training windows would meet, over elsewhere",
                                "", "near real", ratio, Spread{1, 0}));
    }
  }
  if (unroll.spectrum) {
    const torch::Tensor fake = unroll.spectrum->mean();
    const torch::Tensor band = real.set.moving.spatial().mean().mean(0, true).expand_as(fake);
    report.curves.push_back(
        {"unroll_high_db", "dB", metrics::highFrequencyDecibel(fake, band), {}});
    // The spectrum shown is that of the whole unroll, beside the data's, which is the same at all
    // times.
    report.spectrum.fake.clear();
    for (int64_t t = 0; t < fake.size(0); ++t) report.spectrum.fake.push_back(toVector(fake[t]));
  }
  if (late == nullptr || report.rows.empty()) return;
  metrics::MeasureReport later;
  later.protocol = report.protocol;
  const metrics::ClipSets sets{&real.set.moving,
                               late,
                               real.set.still ? &*real.set.still : nullptr,
                               real.noise ? &*real.noise : nullptr,
                               &real.numbers,
                               nullptr};
  if (!metrics::compareSets(sets, request.draws, later)) return;
  for (MeasureRow& found : later.rows) {
    found.name += "_late";
    found.title += ", last window";
    report.rows.push_back(std::move(found));
  }
}

}  // namespace

Result<RealStage> readRealStage(const data::ClipStore& store,
                                const std::filesystem::path& dataFolder, const Recipe& recipe,
                                size_t index, const EvaluateRequest& request,
                                metrics::LoadedFeatures* features, metrics::StatisticsCache& cache,
                                const std::stop_token& stop) {
  const metrics::StoreCut cut{.frames = recipe.stages[index].frames,
                              .stride = recipe.dataStride(index),
                              .size = recipe.stages[index].size,
                              .maxClips = request.realClips};
  UNROLL_TRY_ASSIGN(
      set,
      metrics::realStoreSet(
          store, dataFolder, cut,
          {features, metrics::MeasureChoice::of(request.measures), request.ceilings}, cache, stop));
  RealStage real{std::move(set), cut.frames, cut.size, {}, {}, {}, {}, {}, {}};
  if (isGrounded(request, index)) {
    UNROLL_TRY_ASSIGN(grounded, groundedReal(store, cut, recipe, index, stop));
    real.grounded = grounded;
  }
  return real;
}

Result<StageEvaluation> evaluateStage(UnrollSession& session, RealStage& real,
                                      const EvaluateRequest& request,
                                      metrics::LoadedFeatures* features,
                                      const FrameProgress& progress, const std::stop_token& stop) {
  torch::NoGradGuard guard;
  const size_t index = session.cascade.last();
  const metrics::MeasureChoice& choice = real.set.moving.choice();
  metrics::FakeSet fake(features, real.set);
  ClipMeasures late(features, choice, real.frames, real.size);
  const int64_t frames = session.options.frames;
  const bool longer = frames > real.frames, twice = frames >= 2 * real.frames;
  Unroll unroll;
  if (choice.spectrum) {
    unroll.spectrum = std::make_unique<metrics::SpatialSpectrum>(frames, real.size);
  }
  const bool grounded = isGrounded(request, index);
  std::vector<int64_t> labels;
  for (int64_t first = 0; first < request.samples; first += session.options.batch) {
    const int64_t count = std::min(session.options.batch, request.samples - first);
    auto videos = makeVideos(session, first, count, labels, stop);
    if (!videos) return fail(ErrorKind::Cancelled, "Evaluating was interrupted.");
    if (!grounded) videos->low = torch::Tensor();
    measureUnroll(*videos, session.cascade.recipe.stages[index].temporalStride, choice.spectrum,
                  request.ceilings, request.seed, unroll);
    const torch::Tensor pictures = metrics::toPictures(videos->fine);
    for (int64_t n = 0; n < count; ++n) {
      const std::string& name =
          session.cascade.classes[static_cast<size_t>(labels[static_cast<size_t>(first + n)])];
      fake.add(pictures[n].narrow(0, 0, real.frames).contiguous(), name);
      if (twice)
        late.add(pictures[n].narrow(0, frames - real.frames, real.frames).contiguous(), name);
    }
    if (progress) progress(first + count, request.samples);
  }
  if (request.ceilings && !real.noise) {
    metrics::ClipMeasures& noise = real.noise.emplace(features, choice, real.frames, real.size);
    UNROLL_TRY(metrics::addNoise(noise,
                                 metrics::clipsOfDraw(real.set.moving.rows(), fake.moving().rows()),
                                 request.seed, {}, stop));
  }
  fake.finish();
  late.finish();

  StageEvaluation evaluation;
  evaluation.stage = static_cast<int64_t>(index) + 1;
  evaluation.step = session.cascade.steps.back();
  evaluation.steps = session.cascade.steps;
  evaluation.onCurve = session.cascade.onNewest;
  metrics::Protocol& protocol = evaluation.report.protocol;
  if (features != nullptr) protocol.setNetwork(*features);
  protocol.frames = real.frames;
  protocol.size = real.size;
  protocol.frameRate = session.frameRate(index);
  protocol.hop = real.frames;
  protocol.seed = request.seed;
  protocol.real = "the project's clips, training and held back";
  protocol.fake = session.cascade.origin + ", averaged weights";
  UNROLL_TRY(metrics::compareSets(
      fake.beside(real.set, real.noise ? &*real.noise : nullptr, &real.numbers), request.draws,
      evaluation.report));
  if (grounded) addGrounding(unroll, real, evaluation.report);
  addVariety(fake.moving(), real, request, evaluation);
  if (longer) {
    addUnroll(unroll, real, twice ? &late : nullptr, request, evaluation.report);
  }
  return evaluation;
}

}  // namespace unroll::engine
