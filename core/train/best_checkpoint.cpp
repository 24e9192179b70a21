#include "train/best_checkpoint.h"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "io/event_log.h"
#include "protocol/recipe_json.h"
#include "train/run_recorder.h"

namespace unroll::train {
namespace {

/// How far each measured step before `before` was from what is wanted.
Result<std::map<int64_t, double>> distances(const RunPlan& plan, int64_t stage, int64_t before,
                                            const metrics::MeasureRow& row) {
  UNROLL_TRY_ASSIGN(curves, io::readScalarSeries(realVfs(), plan.run.eventsFile()));
  std::map<int64_t, double> fake, floor;
  for (const io::ScalarSeries& curve : curves) {
    if (curve.stage != stage) continue;
    const bool real = curve.name == liveName(row.name) + "/real";
    if (!real && curve.name != liveName(row.name)) continue;
    for (size_t i = 0; i < curve.steps.size(); ++i) {
      if (curve.steps[i] < before) (real ? floor : fake)[curve.steps[i]] = curve.values[i];
    }
  }
  std::map<int64_t, double> found;
  for (const auto& [step, value] : fake) {
    const double distance = row.distanceFromWanted(value, floor.contains(step) ? floor[step] : 0);
    if (std::isfinite(distance)) found[step] = distance;
  }
  return found;
}

/// The measure that the training of a checkpoint chose the best one by.
Result<std::string> chosenBy(const io::CheckpointEntry& entry) {
  UNROLL_TRY_ASSIGN(file, io::SafetensorsFile::open(entry.path));
  const auto text = file.metadata().find("recipe");
  if (text == file.metadata().end()) return std::string();
  UNROLL_TRY_ASSIGN(recipe, parseRecipe(text->second, entry.path.filename().string()));
  return recipe.bestBy;
}

}  // namespace

Result<BestCheckpoint> BestCheckpoint::open(RunPlan& plan, const std::string& name, int64_t stage,
                                            int64_t step, const metrics::MeasureReport& report) {
  BestCheckpoint best;
  best.measure_ = plan.recipe.bestBy;
  const metrics::MeasureRow* row = report.find(best.measure_);
  if (row == nullptr) {
    best.notes_.push_back(
        fmt::format("No checkpoint of {} is kept as the best: this program does "
                    "not measure '{}' while training; set bestBy to another.",
                    name, best.measure_));
    return best;
  }
  UNROLL_TRY_ASSIGN(measured, distances(plan, stage, step, *row));
  UNROLL_TRY_ASSIGN(entries, plan.checkpoints.list());
  const io::CheckpointEntry *marked = nullptr, *least = nullptr;
  for (const io::CheckpointEntry& entry : entries) {
    if (entry.stage != name) continue;
    if (entry.best) marked = &entry;
    const auto found = measured.find(entry.step);
    if (found == measured.end() || (best.least_ && found->second >= *best.least_)) continue;
    best.least_ = found->second;
    least = &entry;
  }
  if (marked == nullptr || least == nullptr || marked->step == least->step) return best;
  UNROLL_TRY_ASSIGN(before, chosenBy(*marked));
  if (before == best.measure_) return best;
  UNROLL_TRY(plan.checkpoints.setMark(name, least->step, io::CheckpointMark::Best, true));
  best.notes_.push_back(fmt::format(
      "The best checkpoint of {} is that of step {} by {}, and was that of step {} by {}.", name,
      least->step, best.measure_, marked->step, before));
  return best;
}

bool BestCheckpoint::improvedBy(const metrics::MeasureReport& report) {
  const metrics::MeasureRow* row = report.find(measure_);
  const auto distance = row == nullptr ? std::nullopt : row->distanceFromWanted();
  if (!distance || (least_ && *distance >= *least_)) return false;
  least_ = distance;
  return true;
}

}  // namespace unroll::train
