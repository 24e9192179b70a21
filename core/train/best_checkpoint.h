#pragma once

#include <optional>
#include <string>
#include <vector>

#include "metrics/measure_report.h"
#include "train/run_plan.h"

namespace unroll::train {

/// Which checkpoint of one training is the best by the recipe's `bestBy`. Only numbers of that
/// measure are compared, also where a training that is gone on with chose by another before.
///
/// Threads: owned by the training thread.
class BestCheckpoint {
 public:
  /// Looks at what the run's checkpoints had come to before `step`, at which `report` was made. A
  /// mark that is missing, or that another measure set, goes to the one that is best by this
  /// measure. `name`, `stage`: of the training, as in its checkpoints and in its events. Errors:
  /// Unreadable, Disk.
  static Result<BestCheckpoint> open(RunPlan& plan, const std::string& name, int64_t stage,
                                     int64_t step, const metrics::MeasureReport& report);

  /// Whether `report` is better than all before it, which it then is compared with.
  bool improvedBy(const metrics::MeasureReport& report);

  /// Sentences for the user from opening.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::string measure_;
  std::optional<double> least_;  ///< MeasureRow::distanceFromWanted of the best so far
  std::vector<std::string> notes_;
};

}  // namespace unroll::train
