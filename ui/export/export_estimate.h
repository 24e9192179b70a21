#pragma once

#include <functional>
#include <optional>

#include "ui/export/export_settings.h"
#include "ui/player/pair_record.h"

class QObject;

namespace unroll::ui {

/// How large a file will be, measured by encoding some frames of the clip on the screen with the
/// same settings.
struct ExportEstimate {
  double bytes = 0;
  int measuredFrames = 0;
};

/// Encodes on a worker thread into a temporary folder and calls `done` on the GUI thread unless
/// `context` is gone; nothing when the record lacks what is exported or a frame could not be
/// written.
void estimateExport(const PairRecord& record, const ExportSource& source,
                    const ExportSettings& settings, QObject* context,
                    std::function<void(std::optional<ExportEstimate>)> done);

}  // namespace unroll::ui
