#include "measure_table.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "table.h"

namespace unroll::cli {
namespace {

std::string cell(const std::optional<metrics::Spread>& spread) {
  return spread ? metrics::spreadText(*spread) : "-";
}

}  // namespace

std::string measureText(const metrics::MeasureReport& report) {
  const bool ceilings = std::ranges::any_of(
      report.rows, [](const metrics::MeasureRow& row) { return row.still.has_value(); });
  std::vector<std::string> header = {"measure", "fake", "floor"};
  if (ceilings) header.insert(header.end(), {"still", "noise"});
  header.insert(header.end(), {"all", "good is"});
  std::vector<size_t> right;
  for (size_t column = 1; column + 1 < header.size(); ++column) right.push_back(column);
  Table table(header, right);
  for (const metrics::MeasureRow& row : report.rows) {
    std::vector<std::string> cells = {row.unit.empty() ? row.title : row.title + ", " + row.unit,
                                      cell(row.fake), cell(row.floor)};
    if (ceilings) cells.insert(cells.end(), {cell(row.still), cell(row.noise)});
    if (row.wholeError) {
      cells.push_back(metrics::spreadText({row.whole.value_or(0), *row.wholeError}));
    } else {
      cells.push_back(row.whole ? metrics::numberText(*row.whole) : "-");
    }
    cells.push_back(row.better == "near real" ? "near floor" : row.better);
    table.add(std::move(cells));
  }
  std::string text = table.text();
  if (!report.rows.empty() && report.protocol.draws > 0) {
    text += fmt::format(
        "\nfake   {} fake clips beside {} real ones, mean and deviation over {} draws\n"
        "floor  other real clips in place of the fakes: nothing can be expected to do better\n",
        report.protocol.drawClips, report.protocol.drawClips, report.protocol.draws);
    if (ceilings) {
      text +=
          "still  real clips that show their first frame throughout: right pictures, no motion\n"
          "noise  uniform noise: nothing right at all\n";
    }
    if (report.find("nearest_real") != nullptr || report.find("grounding_db") != nullptr) {
      text +=
          "       (nearest real clip, keeping to the stage below: mean and deviation over clips)\n";
    }
    text += fmt::format("all    all {} fake clips beside all {} real ones\n",
                        report.protocol.fakeClips, report.protocol.realClips);
  }
  if (report.classes.size() > 1) {
    Table classes({"class", "real clips", "change", "fake clips", "change"}, {1, 2, 3, 4});
    for (const metrics::ClassMotion& entry : report.classes) {
      classes.add({entry.name, std::to_string(entry.realClips),
                   entry.realClips > 0 ? metrics::numberText(entry.real) : "-",
                   std::to_string(entry.fakeClips),
                   entry.fakeClips > 0 ? metrics::numberText(entry.fake) : "-"});
    }
    text += "\nChange from frame to frame, class by class, in levels of 255:\n" + classes.text();
  }
  for (const std::string& warning : report.warnings) text += "\nNote: " + warning;
  return text + "\nProtocol: " + report.protocol.line() + "\n";
}

}  // namespace unroll::cli
