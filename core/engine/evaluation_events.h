#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate_run.h"
#include "io/project.h"

namespace unroll::engine {

/// Appends the measures of one stage to the run's events.jsonl: "scalar" events measure/… and one
/// "spectrum" event. A run that is being trained is not disturbed: whole lines are added behind its
/// own. Errors: Disk.
Result<void> writeMeasureEvents(const io::RunFolder& run, const StageEvaluation& evaluation);

/// Everything in runs/NAME/measures/, by name of file; files that are damaged are left out.
std::vector<io::Json> readMeasures(const io::RunFolder& run);

/// The protocol that a document of measures was made by, as Protocol::key(); "" when it says none.
std::string protocolKey(const io::Json& document);

/// Whether these documents were made by one protocol, so that their numbers may stand on one axis.
/// Those that say none, and null ones, are passed over.
bool oneProtocol(const std::vector<const io::Json*>& documents);

/// By which protocol each step of a run's stages was measured.
class MeasuredProtocols {
 public:
  explicit MeasuredProtocols(const io::RunFolder& run);
  void add(const StageEvaluation& evaluation);
  /// Whether other steps of this stage were measured by another protocol.
  bool otherwise(const StageEvaluation& evaluation) const;

 private:
  std::map<std::pair<int64_t, std::string>, std::map<int64_t, std::string>> keys_;
};

/// Keeps everything measured in runs/NAME/measures/stage2-step-00001200.json (joint-stage2-… for a
/// joint checkpoint), which `unroll report` reads. Errors: Disk.
Result<void> keepMeasures(const io::RunFolder& run, const StageEvaluation& evaluation);

}  // namespace unroll::engine
