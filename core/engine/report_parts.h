#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/report_page.h"
#include "io/event_log.h"

namespace unroll::engine {

/// What sections of a report are made of. Documents are those of readMeasures().

std::vector<double> numbers(const io::Json& list);
/// `first`, `first` + `step`, ...
std::vector<double> counted(size_t count, double first = 0, double step = 1);
/// Four digits; "-" for what is no number.
std::string text(double value);

PlotLine lineOf(const io::ScalarSeries& series, std::string name);

/// The curve named in one document of measures, or nullptr.
const io::Json* curveOf(const io::Json& document, const std::string& name);

/// One frame curve of each document (null ones are passed over), beside the real clips' of the
/// first; its frames are counted from `first`.
std::string framePlot(const std::vector<std::pair<std::string, const io::Json*>>& documents,
                      const std::string& name, const PlotLabels& labels, double first = 1);

/// "12.3 ± 0.4" of a column of a measure's row.
std::string spreadCell(const io::Json& row, const char* key);
/// The row of a measure, or nullptr.
const io::Json* rowOf(const io::Json& document, const std::string& name);
/// What a measure of made clips comes to; "-" where it was not measured.
std::string cellOf(const io::Json& document, const std::string& name);

/// Which checkpoints were measured: "Stage 2 at step 100 on stage 1 at step 50".
std::string titleOf(const io::Json& document);
/// Of what pictures: "32x32 at 25 frames per second".
std::string picturesOf(const io::Json& document);
/// Of what clips the numbers are: "clips of 12 frames, 32x32 at 25 frames per second".
std::string clipsOf(const io::Json& document);

}  // namespace unroll::engine
