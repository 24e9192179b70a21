#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "io/event_log.h"
#include "io/project.h"
#include "protocol/recipe.h"

namespace unroll::engine {

/// What a report knows of one run.
struct RunData {
  std::string name;
  Recipe recipe;
  io::Json info;
  std::vector<io::ScalarSeries> curves;
  std::map<std::string, int64_t>
      newest;                           ///< training ("stage2", "joint") -> step of its checkpoint
  std::map<int64_t, io::Json> spectra;  ///< stage (0: joint) -> the last "spectrum" event
  std::vector<io::Json> measures;       ///< runs/NAME/measures/*.json, by stage and step
  std::vector<io::Json> pairs;          ///< on other stages below than the newest

  bool joint() const { return newest.contains("joint"); }
  const io::ScalarSeries* curve(int64_t stage, const std::string& name) const;
  /// The newest measures of a stage (from 1), or nullptr.
  const io::Json* measured(int64_t stage) const;
  /// Whether all measures of a stage were made by one protocol on one stage below, so that a curve
  /// may join them.
  bool oneCurve(int64_t stage) const;
  /// The last stage (from 1) that can be sampled with all those below it; 0: none.
  int64_t sampled() const;
};

/// Errors: those of reading; a run that is damaged is left out with a sentence in `problems`.
Result<std::vector<RunData>> readRuns(const io::Project& project,
                                      std::vector<std::string>& problems);

/// Whether the recipes of two runs are equal but for one key of every stage, seeds, steps and
/// intervals.
bool differOnlyIn(const Recipe& a, const Recipe& b, bool StageRecipe::*key);
bool differOnlyIn(const Recipe& a, const Recipe& b, std::string StageRecipe::*key);

}  // namespace unroll::engine
