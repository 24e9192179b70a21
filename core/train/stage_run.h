#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "train/best_checkpoint.h"
#include "train/live_measures.h"
#include "train/run_checkpoints.h"
#include "train/run_recorder.h"

namespace unroll::train {

/// One training of a run from where it stands to its last step: loader, steps, log, previews,
/// checkpoints.
class StageRun {
 public:
  StageRun(RunPlan& plan, const TrainRequest& request, const Training& training,
           TrainObserver& observer);

  /// Errors: see trainRun().
  Result<StageSummary> run(std::stop_token stop);

  /// Writes the error that ended the training into the run's log, and gives it with what can be
  /// done about it. For every error but Cancelled, also when nothing could be prepared.
  Error failed(Error error);

  bool interrupted() const { return interrupted_; }
  /// Seconds that the trainings still to come will take, reckoned from this one's cost; for the
  /// progress.
  void setLater(std::vector<Training> later) { later_ = std::move(later); }

 private:
  using Clock = std::chrono::steady_clock;
  Result<bool> finishedBefore();
  bool branching() const;  ///< starts from another run's checkpoint
  void warnOfMemory();
  Result<void> prepare();
  Result<void> restore();
  Result<void> openLoader();
  Result<void> loop(const std::stop_token& stop);
  Result<void> grantWishes(const std::stop_token& stop);
  Result<void> pause(bool free, const std::stop_token& stop);
  Result<void> freeMemory();
  void enter(const char* state);
  Result<void> save();
  Result<void> settleForPreviews();
  Result<void> preview();
  Result<void> evaluate();
  Result<void> keepIfBest(int64_t step, const metrics::MeasureReport& report);
  Result<void> afterStep(const IterationReport& report);
  void tell(bool always);
  Error explained(Error error) const;
  int64_t target() const;

  RunPlan& plan_;
  const TrainRequest& request_;
  Training training_;
  TrainObserver& observer_;
  std::vector<Training> later_;
  std::unique_ptr<Trainer> trainer_;  ///< none while its memory is given away in a pause
  std::unique_ptr<data::WindowLoader> loader_;
  std::optional<RunRecorder> recorder_;
  std::optional<LiveMeasures> measures_;
  bool unmeasured_ = false;      ///< the data is too small to measure against
  std::optional<BestCheckpoint> best_;  ///< from the first measures on
  StageSummary summary_;
  IterationReport last_;
  std::string state_;  ///< last one written
  bool interrupted_ = false;
  bool freed_ = false;  ///< its memory was given away once: its own checkpoint is where it stands
  int64_t savedStep_ = -1, previewStep_ = -1;
  int64_t settledStep_ = -1;  ///< for which the averages are ready for previews
  double secondsPerStep_ = 0, secondsWaiting_ = 0, secondsTraining_ = 0;
  Clock::time_point saved_, told_;
};

}  // namespace unroll::train
