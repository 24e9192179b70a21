#include "train/best_checkpoint.h"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "io/event_log.h"
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
  if (least == nullptr || (marked != nullptr && marked->step == least->step)) return best;
  // A mark that names no measure is from before `bestBy`.
  std::string before;
  if (marked != nullptr) before = marked->bestBy.empty() ? Recipe().bestBy : marked->bestBy;
  if (before == best.measure_) return best;
  UNROLL_TRY(
      plan.checkpoints.setMark(name, least->step, io::CheckpointMark::Best, true, best.measure_));
  std::string note = fmt::format("The best checkpoint of {} is that of step {} by {}", name,
                                 least->step, best.measure_);
  if (marked != nullptr)
    note += fmt::format(", and was that of step {} by {}", marked->step, before);
  best.notes_.push_back(note + ".");
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
