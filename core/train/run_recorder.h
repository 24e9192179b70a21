#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/event_log.h"
#include "io/tensorboard.h"
#include "metrics/measure_report.h"
#include "train/run_plan.h"
#include "train/trainer.h"

namespace unroll::train {

/// The event's name of a measure made while training: "fd_small" -> "measure/live_fd_small". Those of
/// `unroll evaluate` are made from more clips and are not comparable, so they have other names.
std::string liveName(const std::string& measure);

/// Writes what happens in a run to events.jsonl and TensorBoard, and previews as .npy. A full disk
/// never stops training here (checkpoints tell): lines wait and what was lost is counted.
class RunRecorder {
 public:
  /// `resumedFrom` >= 0: training goes on from that step, later curves no longer count.
  /// `listener` hears of every event as it is written, and outlives the recorder.
  static Result<RunRecorder> open(const RunPlan& plan, const Training& training,
                                  int64_t resumedFrom, TrainObserver& listener);

  void iteration(int64_t step, const IterationReport& report);
  /// `steps`: how many the training is asked for in all.
  void state(const std::string& state, int64_t step, int64_t steps);
  void checkpoint(int64_t step, const std::filesystem::path& file);
  void message(const std::string& sentence);
  /// `checkpoint`: the last good one, or empty, and its step.
  void failed(const Error& error, const std::filesystem::path& checkpoint, int64_t step);

  /// Writes previews/<stage-step>/probe-N.npy (the first part of each: the trained stage's clip) and
  /// probe-N-PART.npy for the others, uint8 (T, H, W, 3): the folder. Errors: Disk.
  Result<std::filesystem::path> preview(int64_t step, const std::vector<ProbeClips>& probes);

  /// Scalars "measure/live_…" and one "spectrum" event.
  void measures(int64_t step, const metrics::MeasureReport& report);

  int64_t stage() const { return stage_; }  ///< as in the events; 0: joint

  void flush();

 private:
  RunRecorder() = default;
  void scalar(int64_t step, const std::string& name, double value);
  void event(const std::string& type, const io::Json& fields);

  std::optional<io::EventLog> events_;
  std::optional<io::TensorBoardWriter> board_;
  TrainObserver* listener_ = nullptr;
  std::filesystem::path previews_;
  std::string name_;
  int64_t stage_ = 0;  ///< 0: joint
};

}  // namespace unroll::train
