#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/seeds.h"
#include "metrics/clip_measures.h"
#include "metrics/distances.h"

namespace unroll::metrics {
namespace {

constexpr int64_t kProtocolClips = 2048;

/// The rows of one draw, for each set.
struct Draw {
  torch::Tensor first, second;  ///< two halves of the real clips
  torch::Tensor fake;
  torch::Tensor noise;
};

std::vector<Draw> drawAll(const ClipSets& sets, int64_t n, int64_t draws, uint64_t seed) {
  std::vector<Draw> all;
  for (int64_t i = 0; i < draws; ++i) {
    Random random(streamSeed(seed, "measure-draw", static_cast<uint64_t>(i)));
    const torch::Tensor real = drawRows(random, sets.real->rows(), 2 * n);
    Draw draw{
        real.narrow(0, 0, n), real.narrow(0, n, n), drawRows(random, sets.fake->rows(), n), {}};
    if (sets.noise != nullptr) draw.noise = drawRows(random, sets.noise->rows(), n);
    all.push_back(std::move(draw));
  }
  return all;
}

/// Some of the real clips, and a name for them under which is kept what they come to.
struct RealPart {
  torch::Tensor table;
  std::string name;
};

/// Makes rows: the same table of one set of numbers a clip, for real, fake, still and noise clips.
class Rows {
 public:
  using Table = std::function<torch::Tensor(const ClipMeasures&)>;
  using Values = std::function<std::vector<double>(const RealPart& real, const torch::Tensor&)>;
  using Value = std::function<double(const torch::Tensor& real, const torch::Tensor& other)>;

  /// `what` tells these real clips' kept numbers from others'.
  Rows(const ClipSets& sets, const std::vector<Draw>& draws, MeasureReport& report,
       const std::string& what = "")
      : sets_(sets),
        draws_(draws),
        report_(report),
        numbers_(sets.numbers == nullptr ? own_ : *sets.numbers),
        drawing_(fmt::format("{}{} draws of {} beside {}, seed {}", what, draws.size(),
                             report.protocol.drawClips, report.protocol.fakeClips,
                             report.protocol.seed)) {}

  RealNumbers& numbers() { return numbers_; }
  /// Under which is kept what all real clips come to.
  std::string allName() const { return drawing_ + ", all"; }

  /// `values` compares real clips with others and gives a number for each of `rows`. `whole`: also
  /// of all clips at once.
  void compare(std::vector<MeasureRow> rows, const Table& table, const Values& values,
               bool whole = true) {
    const torch::Tensor real = table(*sets_.real), fake = table(*sets_.fake);
    const auto against = [&](const torch::Tensor& others, torch::Tensor Draw::*picked) {
      std::vector<std::vector<double>> found(rows.size());
      for (size_t i = 0; i < draws_.size(); ++i) {
        const RealPart part{pick(real, draws_[i].first), fmt::format("{}, {}", drawing_, i)};
        const std::vector<double> each = values(part, pick(others, draws_[i].*picked));
        for (size_t row = 0; row < rows.size(); ++row) found[row].push_back(each[row]);
      }
      std::vector<Spread> spreads;
      for (const std::vector<double>& each : found) spreads.push_back(spreadOf(each));
      return spreads;
    };
    const auto kept = [&](const char* what, const torch::Tensor& others,
                          torch::Tensor Draw::*picked) {
      const std::string name = fmt::format("{} of {}, {}", what, rows.front().name, drawing_);
      return numbers_.spreads(name, [&] { return against(others, picked); });
    };
    const auto put = [&](std::optional<Spread> MeasureRow::*column,
                         const std::vector<Spread>& spreads) {
      for (size_t row = 0; row < rows.size(); ++row) rows[row].*column = spreads[row];
    };
    put(&MeasureRow::fake, against(fake, &Draw::fake));
    put(&MeasureRow::floor, kept("floor", real, &Draw::second));
    if (sets_.still != nullptr) {
      put(&MeasureRow::still, kept("still", table(*sets_.still), &Draw::second));
    }
    if (sets_.noise != nullptr) {
      put(&MeasureRow::noise, kept("noise", table(*sets_.noise), &Draw::noise));
    }
    if (whole) {
      const std::vector<double> all = values({flat(real), allName()}, flat(fake));
      for (size_t row = 0; row < rows.size(); ++row) rows[row].whole = all[row];
    }
    report_.rows.insert(report_.rows.end(), rows.begin(), rows.end());
  }

  void compare(MeasureRow row, const Table& table, const Value& value) {
    compare(std::vector{std::move(row)}, table,
            [&](const RealPart& real, const torch::Tensor& other) {
              return std::vector{value(real.table, other)};
            });
  }

 private:
  /// A clip's samples (N, R, width) as rows of their own.
  static torch::Tensor flat(const torch::Tensor& table) {
    return table.dim() == 3 ? table.flatten(0, 1) : table;
  }
  static torch::Tensor pick(const torch::Tensor& table, const torch::Tensor& rows) {
    return flat(table.index_select(0, rows));
  }

  const ClipSets& sets_;
  const std::vector<Draw>& draws_;
  MeasureReport& report_;
  RealNumbers own_;
  RealNumbers& numbers_;
  std::string drawing_;
};

FeatureStatistics statisticsOf(const torch::Tensor& features) {
  FeatureStatistics statistics(features.size(1));
  statistics.add(features);
  return statistics;
}

std::string shortName(const std::string& network) {
  return network == "features-small" ? "small" : network;
}

/// Fréchet distances of draws, and of all clips, also of those that no row was kept of.
void addDistance(Rows& rows, const ClipSets& sets, MeasureRow row, MeasureReport& report) {
  rows.compare(
      {std::move(row)}, [](const ClipMeasures& set) { return set.samples(); },
      [&](const RealPart& real, const torch::Tensor& other) {
        const FeatureGaussian& half = rows.numbers().gaussian(
            real.name, [&] { return gaussianOf(statisticsOf(real.table)); });
        return std::vector{frechetDistance(half, statisticsOf(other)).distance};
      },
      /*whole=*/false);
  const FeatureGaussian& all =
      rows.numbers().gaussian(rows.allName(), [&] { return gaussianOf(sets.real->statistics()); });
  report.rows.back().whole = frechetDistance(all, sets.fake->statistics()).distance;
}

/// Kernel distances of draws, and of all clips that rows were kept of, with its standard error.
void addKernelDistance(Rows& rows, const ClipSets& sets, MeasureRow row, MeasureReport& report) {
  Protocol& protocol = report.protocol;
  rows.compare(
      {std::move(row)}, [](const ClipMeasures& set) { return set.samples(); },
      [&](const RealPart& real, const torch::Tensor& other) {
        const KernelDistance found = kernelDistance(real.table, other, protocol.seed);
        protocol.kernelBlocks = found.blocks;
        protocol.kernelRows = found.rows;
        return std::vector{found.distance};
      },
      /*whole=*/false);
  const KernelDistance all = kernelDistance(sets.real->samples().flatten(0, 1),
                                            sets.fake->samples().flatten(0, 1), protocol.seed);
  report.rows.back().whole = all.distance;
  if (all.blocks > 1) report.rows.back().wholeError = all.error;
}

void addFeatureRows(Rows& rows, const ClipSets& sets, const std::vector<Draw>& draws,
                    MeasureReport& report) {
  const MeasureChoice& choice = sets.real->choice();
  const std::string network = report.protocol.network, suffix = "_" + shortName(network);
  const bool perFrame = sets.real->perFrame();
  const auto row = [&](const std::string& name, const char* what, const char* better) {
    return MeasureRow::of(name, fmt::format("{} ({})", what, network), "", better);
  };
  if (choice.distance) {
    MeasureRow distance = row("fd" + suffix, "Fréchet distance", "lower");
    if (network == "i3d") distance = row("fvd", "FVD", "lower");
    if (perFrame) distance = row("fid", "FID of frames", "lower");
    const std::string name = distance.name;
    addDistance(rows, sets, std::move(distance), report);
    if (sets.still != nullptr && sets.fakeStill != nullptr) {
      const ClipSets frozen{sets.still, sets.fakeStill, nullptr, nullptr, sets.numbers};
      Rows ofFrozen(frozen, draws, report, "frozen, ");
      addDistance(ofFrozen, frozen,
                  row(name + "_look", "Fréchet distance of first frames, motion left out", "lower"),
                  report);
    }
  }
  if (choice.kernel)
    addKernelDistance(rows, sets, row("kvd" + suffix, "Kernel distance", "lower"), report);
  if (choice.score) {
    const int64_t splits = report.protocol.splits;
    rows.compare(
        row("is" + suffix, "Inception Score", "higher"),
        [](const ClipMeasures& set) { return set.logits(); },
        [=](const torch::Tensor&, const torch::Tensor& other) {
          return inceptionScore(other, splits).mean;
        });
  }
  if (choice.coverage) {
    // Of clips, also where a network looks at frames: the neighbours of a frame are its own clip's.
    const auto part = [&](const char* name, const char* what) {
      return perFrame ? MeasureRow::of(name + suffix,
                                       fmt::format("{} ({}, mean over frames)", what, network), "",
                                       "higher")
                      : row(name + suffix, what, "higher");
    };
    rows.compare(
        {part("precision", "Precision"), part("recall", "Recall"), part("density", "Density"),
         part("coverage", "Coverage")},
        [](const ClipMeasures& set) { return set.features(); },
        [](const RealPart& real, const torch::Tensor& other) {
          const Neighbourhood found = neighbourhood(real.table, other);
          return std::vector{found.precision, found.recall, found.density, found.coverage};
        },
        /*whole=*/false);
  }
}

void addOtherRows(Rows& rows, const ClipSets& sets) {
  const MeasureChoice& choice = sets.real->choice();
  const auto row = [](const char* name, const char* title, const char* unit) {
    return MeasureRow::of(name, title, unit, "near real");
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
  const int64_t fewest = std::min(sets.real->rows(), sets.fake->rows());
  if (!sets.real->choice().features()) return;
  if (fewest < kProtocolClips) {
    report.warnings.push_back(fmt::format(
        "{} clips are fewer than the 2048 that published numbers are made with: distances come out "
        "larger and less certain; compare them only with others of as many clips.",
        fewest));
  }
  const torch::Tensor samples = sets.real->samples();
  const int64_t drawn = report.protocol.drawClips * samples.size(1);
  const std::string few =
      frechetWarning(drawn, drawn, samples.size(2), sets.real->perFrame() ? "frames" : "clips");
  if (sets.real->choice().distance && !few.empty()) report.warnings.push_back(few);
}

}  // namespace

int64_t clipsOfDraw(int64_t real, int64_t fake) { return std::min(real / 2, fake); }

Result<void> compareSets(const ClipSets& sets, int64_t draws, MeasureReport& report) {
  torch::NoGradGuard guard;
  Protocol& protocol = report.protocol;
  protocol.realClips = sets.real->count();
  protocol.fakeClips = sets.fake->count();
  protocol.keptClips = sets.real->mostRows();
  const int64_t n = clipsOfDraw(sets.real->rows(), sets.fake->rows());
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
  if (sets.real->choice().features()) addFeatureRows(rows, sets, all, report);
  addOtherRows(rows, sets);
  addCurves(sets, report);
  addClasses(sets, report);
  warn(sets, report);
  return {};
}

}  // namespace unroll::metrics
