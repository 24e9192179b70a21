#pragma once

#include <string>
#include <vector>

#include "engine/report_data.h"
#include "engine/report_page.h"

namespace unroll::engine {

/// Settings, curves and measures of one run.
void describeRun(ReportPage& page, const RunData& run);

/// Each adds its section when there are runs to show the effect, and says so with true.
bool addBaselineDecay(ReportPage& page, const std::vector<RunData>& runs);
bool addMatchingCritic(ReportPage& page, const std::vector<RunData>& runs);
bool addStagePairs(ReportPage& page, const std::vector<RunData>& runs);
bool addTemporalUnits(ReportPage& page, const std::vector<RunData>& runs);
bool addSpectra(ReportPage& page, const std::vector<RunData>& runs);
bool addLowMotion(ReportPage& page, const std::vector<RunData>& runs);
bool addJoint(ReportPage& page, const std::vector<RunData>& runs);

}  // namespace unroll::engine
