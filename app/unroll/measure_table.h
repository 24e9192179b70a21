#pragma once

#include <string>

#include "metrics/measure_report.h"

namespace unroll::cli {

/// The measures as a table with what each column means, warnings and the protocol.
std::string measureText(const metrics::MeasureReport& report);

}  // namespace unroll::cli
