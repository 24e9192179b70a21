#include "metrics/feature_ranking.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "metrics/clip_source.h"
#include "metrics/distances.h"
#include "metrics/distortions.h"
#include "metrics/feature_weights.h"
#include "metrics/pictures.h"

namespace unroll::metrics {
namespace {

constexpr int64_t kFrames = 16;
constexpr int64_t kFastest = 3;
constexpr int64_t kSpan = (kFrames - 1) * kFastest + 1;
constexpr int64_t kBatch = 16;
constexpr int64_t kMostClips = 400;  // On both sides together: the network looks at them 28 times.

struct Side {
  std::vector<torch::Tensor> clips;  ///< uint8 (kSpan, size, size, 3)
  std::vector<std::string> classes;
};

using Damage = std::function<torch::Tensor(const torch::Tensor&)>;

FeatureStatistics statisticsOf(LoadedFeatures& features, const std::vector<torch::Tensor>& clips,
                               const Damage& damage) {
  torch::NoGradGuard guard;
  FeatureStatistics statistics(features.info.width);
  for (size_t first = 0; first < clips.size(); first += kBatch) {
    const size_t end = std::min(clips.size(), first + kBatch);
    const std::vector<torch::Tensor> part(clips.begin() + static_cast<std::ptrdiff_t>(first),
                                          clips.begin() + static_cast<std::ptrdiff_t>(end));
    const torch::Tensor damaged = damage(toUnitClips(torch::stack(part)));
    statistics.add(features.network->extract(damaged).features);
  }
  return statistics;
}

bool growsAlways(const std::vector<double>& distances) {
  return std::ranges::adjacent_find(distances, std::greater_equal<>()) == distances.end();
}

/// A row with one level for each damage.
RankRow rankRow(LoadedFeatures& features, const FeatureStatistics& real, const Side& side,
                std::string name, const std::vector<std::pair<std::string, Damage>>& levels) {
  RankRow row;
  row.damage = std::move(name);
  for (const auto& [level, damage] : levels) {
    row.levels.push_back(level);
    row.distances.push_back(
        frechetDistance(real, statisticsOf(features, side.clips, damage)).distance);
  }
  row.grows = growsAlways(row.distances);
  return row;
}

/// Clips of the first `share` of the classes only, as many as before.
RankRow rankModes(LoadedFeatures& features, const FeatureStatistics& real, const Side& side) {
  std::vector<std::string> classes = side.classes;
  std::ranges::sort(classes);
  classes.erase(std::ranges::unique(classes).begin(), classes.end());
  RankRow row;
  row.damage = "classes kept";
  int64_t before = 0;
  for (double share : {1.0, 0.75, 0.5, 0.25, 0.0}) {
    const auto kept =
        std::max<int64_t>(1, std::llround(share * static_cast<double>(classes.size())));
    if (kept == before) continue;  // Few classes: two shares are the same number.
    before = kept;
    std::vector<torch::Tensor> clips;
    for (size_t i = 0; i < side.clips.size(); ++i) {
      const auto at = std::ranges::lower_bound(classes, side.classes[i]) - classes.begin();
      if (at < kept) clips.push_back(side.clips[i]);
    }
    if (clips.size() < 2) continue;  // No covariance can be told from one clip.
    row.levels.push_back(fmt::format("{} of {}", kept, classes.size()));
    row.distances.push_back(frechetDistance(real, statisticsOf(features, clips,
                                                               [](const torch::Tensor& x) {
                                                                 return faster(x, 1, kFrames);
                                                               }))
                                .distance);
  }
  row.grows = growsAlways(row.distances);
  return row;
}

}  // namespace

Result<Ranking> rankDamage(LoadedFeatures& features, const std::filesystem::path& path,
                           const std::string& workerProgram, const std::stop_token& stop) {
  Side real, fake;
  const ClipCut cut{.frames = kSpan,
                    .size = 64,
                    .hop = kFrames / 2,
                    .maxClips = kMostClips,
                    .workerProgram = workerProgram};
  UNROLL_TRY_ASSIGN(report, readClips(
                                path, cut,
                                [&](const torch::Tensor& clip, const ClipOrigin& origin) {
                                  Side& side = real.clips.size() <= fake.clips.size() ? real : fake;
                                  side.clips.push_back(clip);
                                  side.classes.push_back(origin.className);
                                  return Result<void>();
                                },
                                {}, stop));
  if (fake.clips.size() < 2) {
    return fail(ErrorKind::Refused, fmt::format("'{}' gives {} clips of {} frames, too few to rank "
                                                "damage with.",
                                                path.string(), report.clips, kSpan));
  }
  const Damage none = [](const torch::Tensor& x) { return faster(x, 1, kFrames); };
  const FeatureStatistics statistics = statisticsOf(features, real.clips, none);
  Ranking ranking;
  ranking.clips = static_cast<int64_t>(fake.clips.size());
  ranking.source = path.string();
  Random random(17);
  const auto levels = [&](std::initializer_list<double> strengths,
                          const std::function<torch::Tensor(const torch::Tensor&, double)>& apply) {
    std::vector<std::pair<std::string, Damage>> made;
    for (double strength : strengths) {
      made.emplace_back(fmt::format("{:g}", strength), [=](const torch::Tensor& x) {
        return apply(faster(x, 1, kFrames), strength);
      });
    }
    return made;
  };
  const auto add = [&](const std::string& name,
                       const std::vector<std::pair<std::string, Damage>>& made) -> Result<void> {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "Ranking was interrupted.");
    ranking.rows.push_back(rankRow(features, statistics, fake, name, made));
    return {};
  };
  UNROLL_TRY(add("blur, pixels of 64", levels({0, 0.5, 1, 2, 4}, blurred)));
  UNROLL_TRY(add("noise, of the range -1..1",
                 levels({0, 0.05, 0.1, 0.2, 0.4},
                        [&](const torch::Tensor& x, double s) { return noisy(x, s, random); })));
  UNROLL_TRY(add("frozen share", levels({0, 0.25, 0.5, 0.75, 1}, frozen)));
  UNROLL_TRY(add("shuffled share",
                 levels({0, 0.25, 0.5, 0.75, 1},
                        [&](const torch::Tensor& x, double s) { return shuffled(x, s, random); })));
  std::vector<std::pair<std::string, Damage>> speeds;
  for (int64_t step = 1; step <= kFastest; ++step) {
    speeds.emplace_back(fmt::format("x{}", step),
                        [=](const torch::Tensor& x) { return faster(x, step, kFrames); });
  }
  UNROLL_TRY(add("speed", speeds));
  RankRow modes = rankModes(features, statistics, fake);
  if (modes.levels.size() > 1)
    ranking.rows.push_back(std::move(modes));  // Else there is one class.
  return ranking;
}

Result<Ranking> rankDamageWithFile(const std::filesystem::path& weights,
                                   const std::filesystem::path& path,
                                   const std::string& workerProgram, const std::stop_token& stop) {
  UNROLL_TRY_ASSIGN(features, loadFeatures(weights.string(), weights.parent_path()));
  return rankDamage(features, path, workerProgram, stop);
}

}  // namespace unroll::metrics
