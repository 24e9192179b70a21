#include "metrics/measure_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "metrics/feature_weights.h"

namespace unroll::metrics {
namespace {

/// JSON has no word for what is not a number.
io::Json number(double value) { return std::isfinite(value) ? io::Json(value) : io::Json(nullptr); }

io::Json numbers(const std::vector<double>& values) {
  io::Json list = io::Json::array();
  for (double value : values) list.push_back(number(value));
  return list;
}

io::Json table(const std::vector<std::vector<double>>& rows) {
  io::Json list = io::Json::array();
  for (const auto& row : rows) list.push_back(numbers(row));
  return list;
}

io::Json spread(const std::optional<Spread>& value) {
  if (!value) return nullptr;
  return {{"mean", number(value->mean)}, {"deviation", number(value->deviation)}};
}

}  // namespace

void Protocol::setNetwork(const LoadedFeatures& loaded) {
  network = loaded.info.name;
  hash = loaded.hash;
  features = loaded.info.features;
  resize = loaded.info.resize;
}

std::string Protocol::key() const {
  const std::string blocks =
      kernelBlocks > 1 ? fmt::format("|{} of {}", kernelBlocks, kernelRows) : std::string();
  return fmt::format("{}|{}|{}|{}|{}|{}|{:g}|{}|{}{}", network, hash, features, resize, frames,
                     size, frameRate, drawClips, splits, blocks);
}

std::string Protocol::line() const {
  std::string text;
  if (!network.empty()) text += fmt::format("network {} ({}), {}; ", network, hash, features);
  text += fmt::format("clips of {} frames, {}x{}", frames, size, size);
  if (frameRate > 0) text += fmt::format(", {:g} frames per second", frameRate);
  text += fmt::format("; {} real and {} fake clips", realClips, fakeClips);
  if (draws > 0) text += fmt::format("; {} draws of {} against {}", draws, drawClips, drawClips);
  if (draws > 0 && std::max(realClips, fakeClips) > keptClips) {
    text += fmt::format(" out of {} kept at random", keptClips);
  }
  if (kernelBlocks > 1) {
    text += fmt::format("; a kernel distance is the mean over {} random blocks of {}", kernelBlocks,
                        kernelRows);
  }
  if (!network.empty()) text += "; pictures " + resize;
  return text + fmt::format("; seed {}.", seed);
}

MeasureRow MeasureRow::of(std::string name, std::string title, std::string unit,
                          std::string better) {
  MeasureRow row;
  row.name = std::move(name);
  row.title = std::move(title);
  row.unit = std::move(unit);
  row.better = std::move(better);
  return row;
}

double MeasureRow::distanceFromWanted(double fakeMean, double floorMean) const {
  if (better == "higher") return -fakeMean;
  if (better == "near real") return std::abs(fakeMean - floorMean);
  return fakeMean;
}

std::optional<double> MeasureRow::distanceFromWanted() const {
  if (!fake) return std::nullopt;
  const double distance = distanceFromWanted(fake->mean, floor ? floor->mean : 0);
  return std::isfinite(distance) ? std::optional(distance) : std::nullopt;
}

const MeasureRow* MeasureReport::find(const std::string& name) const {
  const auto found = std::ranges::find(rows, name, &MeasureRow::name);
  return found == rows.end() ? nullptr : &*found;
}

io::Json toJson(const Protocol& p) {
  return {{"network", p.network},
          {"hash", p.hash},
          {"features", p.features},
          {"resize", p.resize},
          {"frames", p.frames},
          {"size", p.size},
          {"frameRate", p.frameRate},
          {"hop", p.hop},
          {"realClips", p.realClips},
          {"fakeClips", p.fakeClips},
          {"keptClips", p.keptClips},
          {"drawClips", p.drawClips},
          {"draws", p.draws},
          {"splits", p.splits},
          {"kernelBlocks", p.kernelBlocks},
          {"kernelRows", p.kernelRows},
          {"seed", p.seed},
          {"real", p.real},
          {"fake", p.fake},
          {"key", p.key()}};
}

io::Json toJson(const MeasureReport& report) {
  io::Json document = {{"protocol", toJson(report.protocol)}, {"measures", io::Json::array()}};
  for (const MeasureRow& row : report.rows) {
    document["measures"].push_back(
        {{"name", row.name},
         {"title", row.title},
         {"unit", row.unit},
         {"better", row.better},
         {"fake", spread(row.fake)},
         {"floor", spread(row.floor)},
         {"still", spread(row.still)},
         {"noise", spread(row.noise)},
         {"whole", row.whole ? number(*row.whole) : io::Json()},
         {"wholeError", row.wholeError ? number(*row.wholeError) : io::Json()}});
  }
  document["curves"] = io::Json::array();
  for (const MeasureCurve& curve : report.curves) {
    document["curves"].push_back({{"name", curve.name},
                                  {"unit", curve.unit},
                                  {"fake", numbers(curve.fake)},
                                  {"real", numbers(curve.real)}});
  }
  document["spectrum"] = {{"fake", table(report.spectrum.fake)},
                          {"real", table(report.spectrum.real)},
                          {"realDeviation", table(report.spectrum.realDeviation)}};
  document["classes"] = io::Json::array();
  for (const ClassMotion& entry : report.classes) {
    document["classes"].push_back({{"name", entry.name},
                                   {"realClips", entry.realClips},
                                   {"fakeClips", entry.fakeClips},
                                   {"realMotion", number(entry.real)},
                                   {"fakeMotion", number(entry.fake)}});
  }
  document["warnings"] = report.warnings;
  document["seconds"] = report.seconds;
  return document;
}

std::vector<std::pair<std::string, double>> scalarsOf(const MeasureReport& report,
                                                      const std::string& prefix) {
  std::vector<std::pair<std::string, double>> scalars;
  for (const MeasureRow& row : report.rows) {
    if (row.fake) scalars.emplace_back(prefix + row.name, row.fake->mean);
    if (row.floor) scalars.emplace_back(prefix + row.name + "/real", row.floor->mean);
  }
  return scalars;
}

io::Json spectrumFields(const MeasureReport& report) {
  if (report.spectrum.fake.empty() || report.spectrum.real.empty()) return {};
  const auto overTime = [](const std::vector<std::vector<double>>& rows) {
    std::vector<double> mean(rows.front().size(), 0.0);
    for (const auto& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) mean[i] += row[i] / static_cast<double>(rows.size());
    }
    return mean;
  };
  return {{"size", report.protocol.size},
          {"fake", table(report.spectrum.fake)},
          {"real", numbers(overTime(report.spectrum.real))},
          {"realDeviation", numbers(overTime(report.spectrum.realDeviation))}};
}

const std::vector<std::string>& measureNames() {
  static const std::vector<std::string> names = {"fvd",      "is",  "fid",    "kvd",
                                                 "coverage", "psd", "motion", "grounding"};
  return names;
}

const std::vector<std::string>& usualMeasures() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> usual = measureNames();
    std::erase(usual, "fid");
    return usual;
  }();
  return names;
}

Result<std::string> networkFor(const std::vector<std::string>& measures, const std::string& asked) {
  const auto has = [&](const char* name) {
    return std::ranges::find(measures, name) != measures.end();
  };
  if (!has("fid") || asked != "small") return asked;
  if (!has("fvd") && !has("is") && !has("kvd") && !has("coverage")) {
    return std::string("inception");
  }
  return fail(
      ErrorKind::Usage,
      "fid is made with --features inception, the other measures with the small network: ask "
      "for them one after the other.");
}

Result<std::vector<std::string>> parseMeasures(const std::string& text) {
  if (text.empty() || text == "all") return usualMeasures();
  std::vector<std::string> words;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (std::ranges::find(measureNames(), word) == measureNames().end()) {
      return fail(ErrorKind::Usage,
                  fmt::format("There is no measure '{}': use {}.{}", word,
                              fmt::join(measureNames(), ", "), didYouMean(word, measureNames())));
    }
    words.push_back(word);
    at = end + 1;
  }
  return words;
}

Result<void> checkNetwork(const std::vector<std::string>& measures, const LoadedFeatures& loaded) {
  const bool fid = std::ranges::find(measures, "fid") != measures.end();
  if (!fid || loaded.info.perFrame) return {};
  return fail(
      ErrorKind::Usage,
      fmt::format("fid is made with --features inception; the file holds {}, which looks at "
                  "clips: ask for fvd in place of fid.",
                  loaded.info.name));
}

}  // namespace unroll::metrics
