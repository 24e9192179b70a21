#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/report_parts.h"
#include "engine/report_sections.h"
#include "metrics/spread.h"

namespace unroll::engine {
namespace {

/// How much one run's classes move; classes without clips are left out.
struct MotionOfRun {
  std::string run;
  std::map<std::string, double> real, made;
};

MotionOfRun motionOf(const std::string& run, const io::Json& classes) {
  MotionOfRun motion{run, {}, {}};
  for (const io::Json& entry : classes) {
    const std::string name = entry.value("name", "");
    if (entry.value("realClips", int64_t{0}) > 0)
      motion.real[name] = io::eventNumber(entry["realMotion"]);
    if (entry.value("fakeClips", int64_t{0}) > 0)
      motion.made[name] = io::eventNumber(entry["fakeMotion"]);
  }
  return motion;
}

std::vector<double> ranksOf(const std::vector<double>& values) {
  std::vector<double> ranks;
  for (double value : values) {
    // Equal values share the mean of their places.
    const auto below = std::ranges::count_if(values, [&](double other) { return other < value; });
    const auto equal = std::ranges::count(values, value);
    ranks.push_back(static_cast<double>(below) + static_cast<double>(equal - 1) / 2);
  }
  return ranks;
}

/// Spearman's, of the classes that are in both; NaN of fewer than three, or where all are equal.
double rankCorrelation(const MotionOfRun& motion) {
  std::vector<double> real, made;
  for (const auto& [name, value] : motion.made) {
    const auto found = motion.real.find(name);
    if (found == motion.real.end()) continue;
    real.push_back(found->second);
    made.push_back(value);
  }
  if (real.size() < 3) return NAN;
  const std::vector<double> x = ranksOf(real), y = ranksOf(made);
  const double middle = static_cast<double>(x.size() - 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : NAN;
}

void addMotionTable(ReportPage& page, const std::string& clips,
                    const std::vector<MotionOfRun>& runs) {
  std::vector<std::pair<double, std::string>> classes;
  for (const auto& [name, value] : runs.front().real) classes.emplace_back(value, name);
  std::ranges::sort(classes);
  std::vector<std::string> header = {"class", "real"};
  std::vector<std::string> last = {"rank correlation with real", ""};
  for (const MotionOfRun& run : runs) {
    header.push_back(run.run);
    last.push_back(metrics::numberText(rankCorrelation(run)));
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [value, name] : classes) {
    std::vector<std::string> row = {name, metrics::numberText(value)};
    for (const MotionOfRun& run : runs) {
      const auto found = run.made.find(name);
      row.push_back(found == run.made.end() ? "-" : metrics::numberText(found->second));
    }
    rows.push_back(std::move(row));
  }
  rows.push_back(std::move(last));
  page.subsection("Of " + clips);
  page.table(header, rows);
}

}  // namespace

bool addLowMotion(ReportPage& page, const std::vector<RunData>& runs) {
  // Motion of another rate or size is another number: a table for each.
  std::map<std::string, std::vector<MotionOfRun>> tables;
  for (const RunData& run : runs) {
    const io::Json* document = run.measured(static_cast<int64_t>(run.recipe.stages.size()));
    if (document == nullptr || !document->contains("classes")) continue;
    MotionOfRun motion = motionOf(run.name, (*document)["classes"]);
    if (motion.made.size() > 1) tables[clipsOf(*document)].push_back(std::move(motion));
  }
  if (tables.empty()) return false;
  page.section("Motion, class by class");
  page.paragraph(
      "Change from frame to frame in levels of 255, the stillest classes of the data first. Where "
      "classes that move little are made with little motion too, the rank correlation of made "
      "with real motion is near 1; near 0 the class says nothing about the motion.");
  for (const auto& [clips, table] : tables) addMotionTable(page, clips, table);
  return true;
}

}  // namespace unroll::engine
