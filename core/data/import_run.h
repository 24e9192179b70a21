#pragma once

#include <functional>
#include <stop_token>

#include "base/error.h"
#include "data/import_plan.h"
#include "data/import_videos.h"
#include "data/store_writer.h"

namespace unroll::data {

/// Decodes the planned sources on `jobs` threads, each with a decode child of its own, and ends
/// their clips in the plan's order, so that the store does not depend on who was faster. Fills in
/// the report's files as it goes; the store is committed at least once a second and at the end,
/// also after `stop` or an error.
/// Errors: Disk and the like from the store; Cancelled.
Result<void> runImport(const ImportOptions& options, int jobs, StoreWriter& store, ImportPlan& plan,
                       const std::function<void(const ImportProgress&)>& progress,
                       const std::stop_token& stop);

}  // namespace unroll::data
