#pragma once

#include <string>

#include "base/error.h"
#include "data/import_videos.h"

namespace unroll::data {

inline constexpr const char* kReportName = "import_report.json";

/// Counts outcomes, sorts the files by path, rejects copies of rejected files and adds notes on the
/// whole (empty classes, nothing held out).
void finishReport(ImportReport& report);

/// Writes the report to dataFolder/import_report.json. Files of earlier imports that this one did
/// not see stay in it, and files it knew already keep what was said when they came.
/// Errors: Disk.
Result<void> keepReport(const std::string& dataFolder, const ImportReport& report);

}  // namespace unroll::data
