#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "engine/evaluate_run.h"
#include "io/project.h"

namespace unroll::engine {

/// Appends the measures of one stage to the run's events.jsonl: "scalar" events measure/… and one
/// "spectrum" event. A run that is being trained is not disturbed: whole lines are added behind its
/// own. Errors: Disk.
Result<void> writeMeasureEvents(const io::RunFolder& run, const StageEvaluation& evaluation);

/// What keepMeasures() keeps of a run's curves or, `pairs`, beside them, by name of file; files
/// that are damaged are left out.
std::vector<io::Json> readMeasures(const io::RunFolder& run, bool pairs = false);

/// The protocol that a document of measures was made by, as Protocol::key(); "" when it says none.
std::string protocolKey(const io::Json& document);

/// Whether these documents were made by one protocol, so that their numbers may stand on one axis.
/// Those that say none, and null ones, are passed over.
bool oneProtocol(const std::vector<const io::Json*>& documents);

/// The same of the points of one run's curve, which must also stand on the same checkpoints of the
/// stages below. Documents that do not say on which are not held to it.
bool oneCurve(const std::vector<const io::Json*>& documents);

/// By which protocol each step of a run's stages was measured.
class MeasuredProtocols {
 public:
  explicit MeasuredProtocols(const io::RunFolder& run);
  void add(const StageEvaluation& evaluation);
  /// Whether other steps of this stage were measured by another protocol, or on other checkpoints
  /// of the stages below.
  bool otherwise(const StageEvaluation& evaluation) const;

 private:
  struct Point {
    std::string protocol;  ///< its key
    std::string below;     ///< the steps that the stages below stand at
  };
  std::map<std::tuple<int64_t, std::string, int64_t>, Point> points_;  ///< stage, training, step
};

/// Keeps everything measured in runs/NAME/measures/stage2-step-00001200.json (joint-stage2-… for a
/// joint checkpoint), which `unroll report` reads; what is no point of the run's curve in
/// measures/pairs/stage2-steps-00000800-00001200.json. Returns the file. Errors: Disk.
Result<std::filesystem::path> keepMeasures(const io::RunFolder& run,
                                           const StageEvaluation& evaluation);

}  // namespace unroll::engine
