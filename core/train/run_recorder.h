#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "io/event_log.h"
#include "io/tensorboard.h"
#include "train/run_plan.h"
#include "train/trainer.h"

namespace unroll::train {

/// Writes what happens in a run to events.jsonl and TensorBoard, and previews as .npy. A full disk
/// never stops training here (checkpoints tell): lines wait and what was lost is counted.
class RunRecorder {
 public:
  /// `resumedFrom` >= 0: training goes on from that step, later curves no longer count.
  static Result<RunRecorder> open(const RunPlan& plan, const Training& training,
                                  int64_t resumedFrom);

  void iteration(int64_t step, const IterationReport& report);
  void state(const std::string& state, int64_t step);
  void checkpoint(int64_t step, const std::filesystem::path& file);
  void message(const std::string& sentence);
  void failed(const std::string& sentence);

  /// Writes previews/<stage-step>/probe-N.npy, uint8 (T, H, W, 3): the folder. Errors: Disk.
  Result<std::filesystem::path> preview(int64_t step, const std::vector<torch::Tensor>& clips);

  void flush();

 private:
  RunRecorder() = default;
  void scalar(int64_t step, const std::string& name, double value);

  std::optional<io::EventLog> events_;
  std::optional<io::TensorBoardWriter> board_;
  std::filesystem::path previews_;
  std::string name_;
  int64_t stage_ = 0;  ///< 0: joint
};

}  // namespace unroll::train
