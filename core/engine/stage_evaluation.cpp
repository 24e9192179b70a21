#include "engine/stage_evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "metrics/distances.h"
#include "metrics/pictures.h"
#include "metrics/similarity.h"

namespace unroll::engine {
namespace {

using metrics::ClipMeasures;
using metrics::MeasureRow;
using metrics::Spread;

constexpr size_t kNearest = 8;

std::vector<double> toVector(const torch::Tensor& values) {
  const torch::Tensor flat = values.to(torch::kFloat64).contiguous();
  return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
}

Spread spreadOf(const torch::Tensor& values) { return metrics::spreadOf(toVector(values)); }

/// Numbers along a whole unroll, video by video.
struct Unroll {
  std::vector<torch::Tensor> changes;  ///< (N, T - 1)
  std::vector<torch::Tensor> psnr, ssim,
      other;  ///< (N, t); `other`: beside another video's stage below
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

void measureUnroll(const Videos& videos, int64_t stride, bool spectrum, Unroll& unroll) {
  unroll.changes.push_back(metrics::frameDifference(videos.fine));
  if (spectrum) unroll.spectrum->add(videos.fine);
  if (!videos.low.defined()) return;
  const metrics::Grounding own = metrics::grounding(videos.low, videos.fine, stride);
  unroll.psnr.push_back(own.psnr);
  unroll.ssim.push_back(own.ssim);
  if (videos.low.size(0) > 1) {
    unroll.other.push_back(metrics::grounding(videos.low.roll(1, 0), videos.fine, stride).psnr);
  }
}

MeasureRow row(std::string name, std::string title, std::string unit, std::string better,
               std::optional<Spread> fake, std::optional<Spread> floor = {}) {
  MeasureRow made =
      MeasureRow::of(std::move(name), std::move(title), std::move(unit), std::move(better));
  made.fake = fake;
  made.floor = floor;
  return made;
}

void addGrounding(const Unroll& unroll, metrics::MeasureReport& report) {
  const torch::Tensor psnr = torch::cat(unroll.psnr), ssim = torch::cat(unroll.ssim);
  report.rows.push_back(
      row("grounding_db", "Keeps to the stage below", "dB", "higher", spreadOf(psnr.mean(1))));
  if (!unroll.other.empty()) {
    report.rows.push_back(row("grounding_other_db", "The same beside another video", "dB",
                              "lower than that", spreadOf(torch::cat(unroll.other).mean(1))));
  }
  report.rows.push_back(row("grounding_ssim", "Keeps to the stage below, structure", "", "higher",
                            spreadOf(ssim.mean(1))));
  report.curves.push_back({"grounding_db", "dB", toVector(psnr.mean(0)), {}});
  report.curves.push_back({"grounding_ssim", "", toVector(ssim.mean(0)), {}});
}

/// Distances of the real clips to each other, those of one video left out of the search for the
/// nearest: neighbours in time are nearly the same clip.
double nearestAmongReal(const metrics::RealSet& set) {
  double sum = 0;
  int64_t counted = 0;
  const torch::Tensor x = set.moving.features().to(torch::kFloat64);
  std::map<std::string, int64_t> numbers;
  std::vector<int64_t> video;
  for (int64_t row = 0; row < x.size(0); ++row) {
    const std::string& file = set.originOfRow(row).file;
    video.push_back(numbers.try_emplace(file, numbers.size()).first->second);
  }
  const torch::Tensor videos = torch::tensor(video, torch::kInt64);
  for (int64_t i = 0; i < x.size(0); ++i) {
    torch::Tensor distances = (x - x[i]).square().sum(1).sqrt();
    distances.masked_fill_(videos == videos[i], std::numeric_limits<double>::infinity());
    const double least = distances.min().item<double>();
    if (!std::isfinite(least)) continue;
    sum += least;
    ++counted;
  }
  return counted > 0 ? sum / static_cast<double>(counted) : 0;
}

void addVariety(const ClipMeasures& fake, RealStage& real, const EvaluateRequest& request,
                StageEvaluation& evaluation) {
  const torch::Tensor own = fake.features(), data = real.set.moving.features();
  if (!own.defined() || !data.defined()) return;
  if (!real.pairDistance) real.pairDistance = metrics::meanPairDistance(data);
  if (!real.nearestDistance) real.nearestDistance = nearestAmongReal(real.set);
  metrics::MeasureReport& report = evaluation.report;
  report.rows.push_back(row("diversity", "Distance of two clips to each other", "", "near real",
                            Spread{metrics::meanPairDistance(own), 0},
                            Spread{*real.pairDistance, 0}));
  const metrics::Nearest nearest = metrics::nearestReal(data, own);
  const double typical = *real.nearestDistance;
  const torch::Tensor distances = torch::tensor(nearest.distance, torch::kFloat64);
  report.rows.push_back(
      row("nearest_real", "Distance to the nearest real clip", "", "near real", spreadOf(distances),
          typical > 0 ? std::optional<Spread>(Spread{typical, 0}) : std::nullopt));
  std::vector<size_t> order(nearest.distance.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t i) { return nearest.distance[i]; });
  for (size_t i = 0; i < std::min(kNearest, order.size()); ++i) {
    const metrics::ClipOrigin& origin = real.set.originOfRow(nearest.index[order[i]]);
    evaluation.nearest.push_back(
        {request.seed + static_cast<uint64_t>(fake.clipOfRow(static_cast<int64_t>(order[i]))), origin.file, origin.className, origin.start,
         typical > 0 ? nearest.distance[order[i]] / typical : nearest.distance[order[i]]});
  }
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
    const double seam = metrics::seamRatio(perFrame, real.frames);
    if (seam > 0) {
      const double among =
          metrics::seamRatio(std::vector<double>(whole.begin(), whole.end()), real.frames);
      report.rows.push_back(row("seam", "Change where training windows would meet, over elsewhere",
                                "", "near real", Spread{seam, 0}, Spread{among, 0}));
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
  if (!metrics::compareSets({&real.set.moving, late, nullptr, nullptr, &real.numbers},
                            request.draws, later))
    return;
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
  return RealStage{std::move(set), cut.frames, cut.size, {}, {}, {}, {}};
}

Result<StageEvaluation> evaluateStage(UnrollSession& session, RealStage& real,
                                      const EvaluateRequest& request,
                                      metrics::LoadedFeatures* features,
                                      const FrameProgress& progress, const std::stop_token& stop) {
  torch::NoGradGuard guard;
  const size_t index = session.cascade.last();
  const metrics::MeasureChoice& choice = real.set.moving.choice();
  ClipMeasures fake(features, choice, real.frames, real.size);
  ClipMeasures late(features, choice, real.frames, real.size);
  ClipMeasures frozen(features, metrics::MeasureChoice::distanceAlone(), real.frames, real.size);
  const bool looks = real.set.still && choice.distance && !fake.perFrame();
  const int64_t frames = session.options.frames;
  const bool longer = frames > real.frames, twice = frames >= 2 * real.frames;
  Unroll unroll;
  if (choice.spectrum) {
    unroll.spectrum = std::make_unique<metrics::SpatialSpectrum>(frames, real.size);
  }
  const bool grounded =
      index > 0 && std::ranges::find(request.measures, "grounding") != request.measures.end();
  std::vector<int64_t> labels;
  for (int64_t first = 0; first < request.samples; first += session.options.batch) {
    const int64_t count = std::min(session.options.batch, request.samples - first);
    auto videos = makeVideos(session, first, count, labels, stop);
    if (!videos) return fail(ErrorKind::Cancelled, "Evaluating was interrupted.");
    if (!grounded) videos->low = torch::Tensor();
    measureUnroll(*videos, session.cascade.recipe.stages[index].temporalStride, choice.spectrum,
                  unroll);
    const torch::Tensor pictures = metrics::toPictures(videos->fine);
    for (int64_t n = 0; n < count; ++n) {
      const std::string& name =
          session.cascade.classes[static_cast<size_t>(labels[static_cast<size_t>(first + n)])];
      const torch::Tensor window = pictures[n].narrow(0, 0, real.frames).contiguous();
      fake.add(window, name);
      if (looks) frozen.add(metrics::firstFrameThroughout(window));
      if (twice)
        late.add(pictures[n].narrow(0, frames - real.frames, real.frames).contiguous(), name);
    }
    if (progress) progress(first + count, request.samples);
  }
  if (request.ceilings && !real.noise) {
    metrics::ClipMeasures& noise = real.noise.emplace(features, choice, real.frames, real.size);
    UNROLL_TRY(metrics::addNoise(noise, metrics::clipsOfDraw(real.set.moving.rows(), fake.rows()),
                                 request.seed, {}, stop));
  }
  fake.finish();
  late.finish();
  frozen.finish();

  StageEvaluation evaluation;
  evaluation.stage = static_cast<int64_t>(index) + 1;
  evaluation.step = session.cascade.steps.back();
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
      {&real.set.moving, &fake, real.set.still ? &*real.set.still : nullptr,
       real.noise ? &*real.noise : nullptr, &real.numbers, looks ? &frozen : nullptr},
      request.draws, evaluation.report));
  if (!unroll.psnr.empty()) addGrounding(unroll, evaluation.report);
  addVariety(fake, real, request, evaluation);
  if (longer) {
    addUnroll(unroll, real, twice ? &late : nullptr, request, evaluation.report);
  }
  return evaluation;
}

}  // namespace unroll::engine
