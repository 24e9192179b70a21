#pragma once

#include <stop_token>

#include "data/clip_store.h"
#include "engine/report_data.h"
#include "engine/report_page.h"
#include "engine/report_run.h"

namespace unroll::engine {

/// Some videos of a run, every stage of each, one above the other. A program without media adds
/// nothing. Errors: as openSession; Cancelled.
Result<void> addSamples(ReportPage& page, const RunData& run, const ReportRequest& request,
                        const std::stop_token& stop);

/// Of the last measured stage the made clips that lie nearest to a real clip, each above that one:
/// whoever looks sees whether they are the same. Adds nothing where nothing was measured, or for a
/// program without media. Errors: as openSession, those of the store; Cancelled.
Result<void> addNearest(ReportPage& page, const RunData& run, const data::ClipStore& store,
                        const ReportRequest& request, const std::stop_token& stop);

}  // namespace unroll::engine
