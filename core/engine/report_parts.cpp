#include "engine/report_parts.h"

#include <cmath>

#include <fmt/format.h>

#include "engine/evaluate_run.h"
#include "metrics/spread.h"

namespace unroll::engine {

std::vector<double> numbers(const io::Json& list) {
  std::vector<double> values;
  for (const io::Json& entry : list) values.push_back(io::eventNumber(entry));
  return values;
}

std::vector<double> counted(size_t count, double first, double step) {
  std::vector<double> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = first + step * static_cast<double>(i);
  return values;
}

std::string text(double value) {
  return std::isfinite(value) ? fmt::format("{:.4g}", value) : std::string("-");
}

PlotLine lineOf(const io::ScalarSeries& series, std::string name) {
  PlotLine line{std::move(name), {}, series.values, {}, {}};
  for (int64_t step : series.steps) line.x.push_back(static_cast<double>(step));
  return line;
}

const io::Json* curveOf(const io::Json& document, const std::string& name) {
  const auto curves = document.find("curves");
  if (curves == document.end()) return nullptr;
  for (const io::Json& curve : *curves) {
    if (curve.value("name", "") == name) return &curve;
  }
  return nullptr;
}

std::string framePlot(const std::vector<std::pair<std::string, const io::Json*>>& documents,
                      const std::string& name, const PlotLabels& labels, double first) {
  std::vector<PlotLine> lines;
  std::vector<double> real;
  for (const auto& [title, document] : documents) {
    const io::Json* curve = document == nullptr ? nullptr : curveOf(*document, name);
    if (curve == nullptr) continue;
    PlotLine line{title, {}, numbers((*curve)["fake"]), {}, {}};
    line.x = counted(line.y.size(), first);
    lines.push_back(std::move(line));
    if (real.empty()) real = numbers((*curve)["real"]);
  }
  if (!lines.empty() && !real.empty()) {
    lines.push_back({"real clips", counted(real.size(), first), real, {}, {}, /*dashed=*/true});
  }
  return svgPlot(lines, labels);
}

std::string spreadCell(const io::Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end() || !found->is_object()) return "-";
  return metrics::spreadText({io::eventNumber(found->value("mean", io::Json())),
                              io::eventNumber(found->value("deviation", io::Json()))});
}

std::string titleOf(const io::Json& document) {
  std::vector<int64_t> steps = document.value("steps", std::vector<int64_t>());
  if (steps.empty()) steps = {document.value("step", int64_t{0})};
  return evaluatedTitle(document.value("stage", int64_t{0}), steps);
}

std::string picturesOf(const io::Json& document) {
  const io::Json& p = document["protocol"];
  const auto size = p.value("size", int64_t{0});
  return fmt::format("{}x{} at {} frames per second", size, size, text(p.value("frameRate", 0.0)));
}

std::string clipsOf(const io::Json& document) {
  return fmt::format("clips of {} frames, {}", document["protocol"].value("frames", int64_t{0}),
                     picturesOf(document));
}

const io::Json* rowOf(const io::Json& document, const std::string& name) {
  for (const io::Json& row : document["measures"]) {
    if (row.value("name", "") == name) return &row;
  }
  return nullptr;
}

std::string cellOf(const io::Json& document, const std::string& name) {
  const io::Json* row = rowOf(document, name);
  return row == nullptr ? std::string("-") : spreadCell(*row, "fake");
}

}  // namespace unroll::engine
