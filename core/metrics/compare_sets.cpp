#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "base/seeds.h"
#include "metrics/clip_measures.h"
#include "metrics/distances.h"

namespace unroll::metrics {
namespace {

constexpr int64_t kProtocolClips = 2048;
constexpr int64_t kKernelClips = 2048;  // Of a draw; the kernel's table grows with their square.

/// The rows of one draw, for each set.
struct Draw {
  torch::Tensor first, second;  ///< two halves of the real clips
  torch::Tensor fake;
  torch::Tensor noise;
};

torch::Tensor permutation(Random& random, int64_t count, int64_t taken) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (int64_t i = 0; i < taken; ++i) {
    std::swap(order[static_cast<size_t>(i)],
              order[static_cast<size_t>(i + random.below(count - i))]);
  }
  order.resize(static_cast<size_t>(taken));
  return torch::tensor(order, torch::kInt64);
}

std::vector<Draw> drawAll(const ClipSets& sets, int64_t n, int64_t draws, uint64_t seed) {
  std::vector<Draw> all;
  for (int64_t i = 0; i < draws; ++i) {
    Random random(streamSeed(seed, "measure-draw", static_cast<uint64_t>(i)));
    const torch::Tensor real = permutation(random, sets.real->count(), 2 * n);
    Draw draw{
        real.narrow(0, 0, n), real.narrow(0, n, n), permutation(random, sets.fake->count(), n), {}};
    if (sets.noise != nullptr) draw.noise = permutation(random, sets.noise->count(), n);
    all.push_back(std::move(draw));
  }
  return all;
}

Spread spreadOf(const std::vector<double>& values) {
  Spread spread;
  const auto n = static_cast<double>(values.size());
  for (double value : values) spread.mean += value / n;
  for (double value : values) {
    spread.deviation += (value - spread.mean) * (value - spread.mean) / n;
  }
  spread.deviation = std::sqrt(spread.deviation);
  return spread;
}

/// Makes rows: the same table of one set of numbers a clip, for real, fake, still and noise clips.
class Rows {
 public:
  using Table = std::function<torch::Tensor(const ClipMeasures&)>;
  using Value = std::function<double(const torch::Tensor& real, const torch::Tensor& other)>;

  Rows(const ClipSets& sets, const std::vector<Draw>& draws, MeasureReport& report)
      : sets_(sets), draws_(draws), report_(report) {}

  /// `value` compares a half of the real clips with others.
  void compare(MeasureRow row, const Table& table, const Value& value, bool whole = true) {
    const torch::Tensor real = table(*sets_.real), fake = table(*sets_.fake);
    row.fake = over([&](const Draw& d) { return value(pick(real, d.first), pick(fake, d.fake)); });
    row.floor =
        over([&](const Draw& d) { return value(pick(real, d.first), pick(real, d.second)); });
    if (sets_.still != nullptr) {
      const torch::Tensor still = table(*sets_.still);
      row.still =
          over([&](const Draw& d) { return value(pick(real, d.first), pick(still, d.second)); });
    }
    if (sets_.noise != nullptr) {
      const torch::Tensor noise = table(*sets_.noise);
      row.noise =
          over([&](const Draw& d) { return value(pick(real, d.first), pick(noise, d.noise)); });
    }
    if (whole) row.whole = value(real, fake);
    report_.rows.push_back(std::move(row));
  }

 private:
  static torch::Tensor pick(const torch::Tensor& table, const torch::Tensor& rows) {
    return table.index_select(0, rows);
  }
  Spread over(const std::function<double(const Draw&)>& value) const {
    std::vector<double> values;
    for (const Draw& draw : draws_) values.push_back(value(draw));
    return spreadOf(values);
  }

  const ClipSets& sets_;
  const std::vector<Draw>& draws_;
  MeasureReport& report_;
};

FeatureStatistics statisticsOf(const torch::Tensor& features) {
  FeatureStatistics statistics(features.size(1));
  statistics.add(features);
  return statistics;
}

std::string shortName(const std::string& network) {
  return network == "features-small" ? "small" : network;
}

void addFeatureRows(Rows& rows, const ClipSets& sets, MeasureReport& report) {
  const MeasureChoice& choice = sets.real->choice();
  const std::string network = report.protocol.network, suffix = "_" + shortName(network);
  const auto features = [](const ClipMeasures& set) { return set.features(); };
  const bool fvd = network == "i3d";
  const auto title = [&](const char* what) { return fmt::format("{} ({})", what, network); };
  if (choice.distance) {
    rows.compare({.name = fvd ? "fvd" : "fd" + suffix,
                  .title = fvd ? "FVD (i3d)" : title("Fréchet distance"),
                  .unit = "",
                  .better = "lower",
                  .fake = {},
                  .floor = {},
                  .still = {},
                  .noise = {},
                  .whole = {}},
                 features, [](const torch::Tensor& real, const torch::Tensor& other) {
                   return frechetDistance(statisticsOf(real), statisticsOf(other)).distance;
                 });
  }
  const auto row = [](std::string name, std::string text, std::string unit, std::string better) {
    MeasureRow made;
    made.name = std::move(name);
    made.title = std::move(text);
    made.unit = std::move(unit);
    made.better = std::move(better);
    return made;
  };
  if (choice.kernel) {
    rows.compare(row("kvd" + suffix, title("Kernel distance"), "", "lower"), features,
                 [](const torch::Tensor& real, const torch::Tensor& other) {
                   const int64_t n = std::min({real.size(0), other.size(0), kKernelClips});
                   return kernelDistanceWhole(real.narrow(0, 0, n), other.narrow(0, 0, n));
                 });
  }
  if (choice.score) {
    const int64_t splits = report.protocol.splits;
    rows.compare(
        row("is" + suffix, title("Inception Score"), "", "higher"),
        [](const ClipMeasures& set) { return set.logits(); },
        [=](const torch::Tensor&, const torch::Tensor& other) {
          return inceptionScore(other, splits).mean;
        });
  }
  if (choice.coverage) {
    const auto part = [&](const char* name, const char* what, double Neighbourhood::*member) {
      rows.compare(
          row(name + suffix, title(what), "", "higher"), features,
          [=](const torch::Tensor& real, const torch::Tensor& other) {
            return neighbourhood(real, other).*member;
          },
          /*whole=*/false);
    };
    part("precision", "Precision", &Neighbourhood::precision);
    part("recall", "Recall", &Neighbourhood::recall);
    part("density", "Density", &Neighbourhood::density);
    part("coverage", "Coverage", &Neighbourhood::coverage);
  }
}

void addOtherRows(Rows& rows, const ClipSets& sets) {
  const MeasureChoice& choice = sets.real->choice();
  const auto row = [](std::string name, std::string title, std::string unit) {
    MeasureRow made;
    made.name = std::move(name);
    made.title = std::move(title);
    made.unit = std::move(unit);
    made.better = "near real";
    return made;
  };
  if (choice.spectrum) {
    rows.compare(
        row("psd_high_db", "Fine detail, beside real clips", "dB"),
        [](const ClipMeasures& set) { return set.spectra(); },
        [](const torch::Tensor& real, const torch::Tensor& other) {
          return highFrequencyDecibel(other.mean(0, true), real.mean(0, true))[0];
        });
  }
  const auto own = [](const torch::Tensor&, const torch::Tensor& other) {
    return other.mean().item<double>();
  };
  if (!choice.motion) return;
  rows.compare(
      row("motion", "Change from frame to frame", "levels of 255"),
      [](const ClipMeasures& set) { return set.changes(); }, own);
  if (sets.real->flow().defined()) {
    rows.compare(
        row("flow", "Motion, optical flow", "pixels a frame"),
        [](const ClipMeasures& set) { return set.flow(); }, own);
  }
}

std::vector<double> toVector(const torch::Tensor& values) {
  const torch::Tensor flat = values.to(torch::kFloat64).contiguous();
  return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
}

std::vector<std::vector<double>> toRows(const torch::Tensor& table) {
  std::vector<std::vector<double>> rows;
  for (int64_t i = 0; i < table.size(0); ++i) rows.push_back(toVector(table[i]));
  return rows;
}

void addCurves(const ClipSets& sets, MeasureReport& report) {
  const MeasureChoice& choice = sets.real->choice();
  if (choice.spectrum) {
    const torch::Tensor fake = sets.fake->spatial().mean(), real = sets.real->spatial().mean();
    report.spectrum = {toRows(fake), toRows(real), toRows(sets.real->spatial().deviation())};
    report.curves.push_back({"psd_high_share", "share of the power", highFrequencyShare(fake),
                             highFrequencyShare(real)});
    report.curves.push_back({"psd_high_db", "dB", highFrequencyDecibel(fake, real), {}});
    report.curves.push_back({"temporal_psd", "power, by cycles a clip",
                             toVector(sets.fake->temporal().mean()),
                             toVector(sets.real->temporal().mean())});
  }
  if (choice.motion) {
    report.curves.push_back({"motion", "levels of 255 a frame",
                             toVector(sets.fake->changes().mean(0)),
                             toVector(sets.real->changes().mean(0))});
    if (sets.real->flow().defined()) {
      report.curves.push_back({"flow", "pixels a frame", toVector(sets.fake->flow().mean(0)),
                               toVector(sets.real->flow().mean(0))});
    }
  }
}

void addClasses(const ClipSets& sets, MeasureReport& report) {
  if (!sets.real->choice().motion) return;
  std::map<std::string, ClassMotion> classes;
  const auto gather = [&](const ClipMeasures& set, int64_t ClassMotion::*clips,
                          double ClassMotion::*sum) {
    const std::vector<double> motion = toVector(set.changes().mean(1));
    for (size_t i = 0; i < motion.size(); ++i) {
      ClassMotion& entry = classes[set.classNames()[i]];
      entry.name = set.classNames()[i];
      ++(entry.*clips);
      entry.*sum += motion[i];
    }
  };
  gather(*sets.real, &ClassMotion::realClips, &ClassMotion::real);
  gather(*sets.fake, &ClassMotion::fakeClips, &ClassMotion::fake);
  for (auto& [name, entry] : classes) {
    entry.real /= static_cast<double>(std::max<int64_t>(entry.realClips, 1));
    entry.fake /= static_cast<double>(std::max<int64_t>(entry.fakeClips, 1));
    report.classes.push_back(entry);
  }
}

void warn(const ClipSets& sets, MeasureReport& report) {
  const int64_t fewest = std::min(sets.real->count(), sets.fake->count());
  if (!sets.real->choice().features()) return;
  if (fewest < kProtocolClips) {
    report.warnings.push_back(fmt::format(
        "{} clips are fewer than the 2048 that published numbers are made with: distances come out "
        "larger and less certain; compare them only with others of as many clips.",
        fewest));
  }
  const int64_t width = sets.real->features().size(1);
  const std::string few =
      frechetWarning(report.protocol.drawClips, report.protocol.drawClips, width);
  if (sets.real->choice().distance && !few.empty()) report.warnings.push_back(few);
}

}  // namespace

int64_t clipsOfDraw(int64_t real, int64_t fake) { return std::min(real / 2, fake); }

Result<void> compareSets(const ClipSets& sets, int64_t draws, MeasureReport& report) {
  torch::NoGradGuard guard;
  Protocol& protocol = report.protocol;
  protocol.realClips = sets.real->count();
  protocol.fakeClips = sets.fake->count();
  const int64_t n = clipsOfDraw(protocol.realClips, protocol.fakeClips);
  if (n < 4) {
    return fail(ErrorKind::Refused,
                fmt::format("There are {} real and {} fake clips of {} frames; 8 real and 4 fake "
                            "ones are the least: give more videos, or a smaller --frames.",
                            protocol.realClips, protocol.fakeClips, protocol.frames));
  }
  protocol.drawClips = n;
  protocol.draws = draws;
  protocol.splits = sets.real->choice().score ? (n >= 100 ? 10 : 1) : 0;
  const std::vector<Draw> all = drawAll(sets, n, draws, protocol.seed);
  Rows rows(sets, all, report);
  if (sets.real->choice().features()) addFeatureRows(rows, sets, report);
  addOtherRows(rows, sets);
  addCurves(sets, report);
  addClasses(sets, report);
  warn(sets, report);
  return {};
}

}  // namespace unroll::metrics
