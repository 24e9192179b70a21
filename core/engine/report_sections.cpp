#include "engine/report_sections.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/evaluation_events.h"
#include "engine/report_parts.h"
#include "metrics/spread.h"

namespace unroll::engine {
namespace {

std::string stageName(int64_t stage) {
  return stage == 0 ? std::string("joint") : fmt::format("stage {}", stage);
}

void addScalarPlots(ReportPage& page, const RunData& run) {
  std::vector<std::string> plots;
  bool mixed = false;
  const std::vector<std::pair<std::string, std::string>> wanted = {
      {"loss/critic", "Critics' loss"},
      {"loss/generator", "Generator's loss"},
      {"measure/live_fd_small", "Fréchet distance while training, lower is better"},
      {"measure/fd_small", "Fréchet distance (features-small), lower is better"},
      {"measure/fd_small_look", "The same of first frames, motion left out, lower is better"},
      {"measure/fvd", "FVD (i3d), lower is better"},
      {"measure/fid", "FID of frames (inception), lower is better"},
      {"measure/is_small", "Inception Score (features-small), higher is better"},
      {"measure/psd_high_db", "Fine detail beside real clips, 0 is right"},
      {"measure/motion", "Change from frame to frame"},
      {"measure/grounding_db", "Keeps to the stage below, higher is better"}};
  for (const auto& [name, title] : wanted) {
    std::vector<PlotLine> lines;
    for (int64_t stage = 0; stage <= static_cast<int64_t>(run.recipe.stages.size()); ++stage) {
      // Those made while training always have one protocol.
      const bool evaluated = name.starts_with("measure/") && !name.starts_with("measure/live_");
      if (evaluated && !run.oneCurve(stage)) {
        mixed = true;
        continue;
      }
      if (const auto* series = run.curve(stage, name);
          series != nullptr && series->steps.size() > 1) {
        lines.push_back(lineOf(*series, stageName(stage)));
      }
    }
    plots.push_back(svgPlot(lines, {title, "step", "", false}));
  }
  page.plots(plots);
  if (mixed) {
    page.note(
        "Some measures of this run were made by different protocols, or on different checkpoints "
        "of the stages below, and are not joined to a curve; evaluate all its checkpoints with the "
        "same options (--at all).");
  }
}

/// All made clips beside all real ones.
std::string wholeCell(const io::Json& row) {
  if (!row.contains("whole")) return "-";
  const double whole = io::eventNumber(row["whole"]);
  if (!row.contains("wholeError") || row["wholeError"].is_null()) return metrics::numberText(whole);
  return metrics::spreadText({whole, io::eventNumber(row["wholeError"])});
}

/// What was measured frame by frame, and the spectrum over time.
void addFramePlots(ReportPage& page, const io::Json& document) {
  const std::vector<std::pair<std::string, const io::Json*>> made = {{"made", &document}};
  page.plots({framePlot(made, "motion", {"Change from frame to frame", "frame", "levels of 255"}),
              framePlot(made, "flow", {"Optical flow", "frame", "pixels a frame"}),
              framePlot(made, "psd_high_share",
                        {"Fine detail: is it blurring?", "frame", "share of the power"}),
              framePlot(made, "temporal_psd",
                        {"Power over time, of each pixel", "cycles a clip", "power", true}, 0),
              framePlot(made, "grounding_db", {"Keeps to the stage below", "frame", "dB"})});
}

void addMeasureTable(ReportPage& page, const io::Json& document) {
  page.subsection("Measures: " + titleOf(document));
  std::vector<std::vector<std::string>> rows;
  for (const io::Json& row : document["measures"]) {
    const std::string unit = row.value("unit", "");
    rows.push_back({row.value("title", "") + (unit.empty() ? "" : ", " + unit),
                    spreadCell(row, "fake"), spreadCell(row, "floor"), spreadCell(row, "still"),
                    spreadCell(row, "noise"), wholeCell(row), row.value("better", "")});
  }
  page.table({"measure", "fake", "floor (real)", "still", "noise", "all", "good is"}, rows);
  const io::Json& p = document["protocol"];
  const int64_t blocks = p.value("kernelBlocks", int64_t{0});
  page.note(fmt::format(
      "Protocol: network {} ({}), {}; {}; {} real and {} fake clips, {} draws of {}{}; pictures "
      "{}; seed {}; {}.",
      p.value("network", ""), p.value("hash", ""), p.value("features", ""), clipsOf(document),
      p.value("realClips", int64_t{0}), p.value("fakeClips", int64_t{0}),
      p.value("draws", int64_t{0}), p.value("drawClips", int64_t{0}),
      blocks > 1 ? fmt::format(", a kernel distance is the mean over {} random blocks of {}",
                               blocks, p.value("kernelRows", int64_t{0}))
                 : std::string(),
      p.value("resize", ""), p.value("seed", int64_t{0}), p.value("fake", "")));
  for (const io::Json& warning : document["warnings"])
    page.note("Note: " + warning.get<std::string>());
  addFramePlots(page, document);
}

void addSettings(ReportPage& page, const Recipe& recipe) {
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < recipe.stages.size(); ++i) {
    const StageRecipe& s = recipe.stages[i];
    std::string critics;
    for (const auto& [on, name] : {std::pair{s.spatialCritic, "spatial"},
                                   {s.temporalCritic, "temporal"},
                                   {s.matchingCritic, "matching"}}) {
      if (on) critics += (critics.empty() ? "" : ", ") + std::string(name);
    }
    rows.push_back({std::to_string(i + 1), std::to_string(s.size), std::to_string(s.frames),
                    std::to_string(recipe.dataStride(i)), s.temporal, std::to_string(s.channels),
                    critics, i == 0 ? "-" : s.conditioning, std::to_string(s.batch),
                    text(s.generatorRate)});
  }
  page.table({"stage", "pixels", "frames", "data stride", "temporal unit", "channels", "critics",
              "learns from", "batch", "generator rate"},
             rows);
}

constexpr const char* kOtherProtocols =
    "The measures of these runs were made by different protocols and are not drawn on one axis; "
    "evaluate both with the same options.";

constexpr const char* kDifferentRows =
    "These were measured by different protocols: compare only rows of equal protocol, which stands "
    "under each run.";

/// Values between 0 and 1 over all series together.
std::vector<PlotLine> normalised(std::vector<PlotLine> lines) {
  double low = INFINITY, high = -INFINITY;
  for (const PlotLine& line : lines) {
    for (double y : line.y) {
      if (std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
    }
  }
  for (PlotLine& line : lines) {
    for (double& y : line.y) y = high > low ? (y - low) / (high - low) : 0;
  }
  return lines;
}

double median(std::vector<double> values) {
  if (values.empty()) return NAN;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// A line for each run that has the curve, measured by one protocol throughout.
std::vector<PlotLine> measuredLines(const std::vector<const RunData*>& runs, int64_t stage,
                                    const std::string& name) {
  std::vector<PlotLine> lines;
  for (const RunData* run : runs) {
    const auto* series = run->curve(stage, name);
    const bool drawn = series != nullptr && series->steps.size() > 1 && run->oneCurve(stage);
    if (drawn) lines.push_back(lineOf(*series, run->name));
  }
  return lines;
}

/// The newest measures of a stage of each run; null where there are none.
std::vector<const io::Json*> newestOf(const std::vector<const RunData*>& runs, int64_t stage) {
  std::vector<const io::Json*> documents;
  for (const RunData* run : runs) documents.push_back(run->measured(stage));
  return documents;
}

}  // namespace

void describeRun(ReportPage& page, const RunData& run) {
  addSettings(page, run.recipe);
  std::string steps;
  for (const auto& [training, step] : run.newest) {
    steps += fmt::format("{}{} to step {}", steps.empty() ? "" : ", ", training, step);
  }
  page.paragraph(steps.empty() ? "Nothing was trained yet." : "Trained: " + steps + ".");
  addScalarPlots(page, run);
  for (int64_t stage = 1; stage <= static_cast<int64_t>(run.recipe.stages.size()); ++stage) {
    if (const io::Json* document = run.measured(stage)) addMeasureTable(page, *document);
  }
  for (const io::Json& document : run.pairs) addMeasureTable(page, document);
}

bool addBaselineDecay(ReportPage& page, const std::vector<RunData>& runs) {
  // Change of another size or rate is another number, so each has its own axes.
  std::map<std::string, std::vector<std::pair<std::string, const io::Json*>>> groups;
  for (const RunData& run : runs) {
    const auto last = static_cast<int64_t>(run.recipe.stages.size());
    const io::Json* document = run.measured(last);
    if (document == nullptr || curveOf(*document, "unroll_motion") == nullptr) continue;
    groups[picturesOf(*document)].emplace_back(
        fmt::format("{} ({} stage{})", run.name, last, last == 1 ? "" : "s"), document);
  }
  if (groups.empty()) return false;
  page.section("Unrolled beyond the training window");
  page.paragraph(
      "What becomes of videos that are made far longer than the training window, above all by a "
      "single-stage baseline: motion and detail, frame by frame, of videos made in one go. A line "
      "that falls towards zero has stopped moving; a line below 0 dB has grown blurred.");
  for (const auto& [pictures, documents] : groups) {
    page.subsection("Of " + pictures);
    page.plots(
        {framePlot(documents, "unroll_motion",
                   {"Change from frame to frame", "frame", "levels of 255"}),
         framePlot(documents, "unroll_high_db", {"Fine detail beside real clips", "frame", "dB"})});
  }
  return true;
}

bool addMatchingCritic(ReportPage& page, const std::vector<RunData>& runs) {
  bool any = false;
  for (size_t i = 0; i < runs.size(); ++i) {
    for (size_t j = i + 1; j < runs.size(); ++j) {
      if (!differOnlyIn(runs[i].recipe, runs[j].recipe, &StageRecipe::matchingCritic)) continue;
      if (!any) {
        page.section("With and without the matching critic");
        page.paragraph(
            "How well a stage keeps to the video of the stage below: the finer video, made small "
            "again, beside it. Higher is closer.");
      }
      any = true;
      for (size_t stage = 1; stage < runs[i].recipe.stages.size(); ++stage) {
        const auto number = static_cast<int64_t>(stage) + 1;
        const auto title = [&](const RunData& run) {
          return run.name + (run.recipe.stages[stage].matchingCritic ? ", with" : ", without");
        };
        const std::vector<const RunData*> pair = {&runs[i], &runs[j]};
        const std::vector<const io::Json*> newest = newestOf(pair, number);
        std::vector<std::vector<std::string>> rows;
        for (size_t k = 0; k < pair.size(); ++k) {
          if (newest[k] == nullptr) continue;
          rows.push_back({title(*pair[k]), titleOf(*newest[k]), cellOf(*newest[k], "grounding_db"),
                          cellOf(*newest[k], "grounding_other_db"), cellOf(*newest[k], "fd_small"),
                          cellOf(*newest[k], "motion")});
        }
        page.table({"run", "checkpoints", "keeps to the stage below, dB", "beside another, dB",
                    "Fréchet distance (features-small)", "change, levels of 255"},
                   rows);
        if (!oneProtocol(newest)) {
          page.note(kOtherProtocols);
          continue;
        }
        page.plots(
            {framePlot({{title(runs[i]), newest[0]}, {title(runs[j]), newest[1]}}, "grounding_db",
                       {fmt::format("Stage {}: keeps to the stage below", number), "frame", "dB"}),
             svgPlot(measuredLines(pair, number, "measure/grounding_db"),
                     {"During training", "step", "dB"})});
      }
    }
  }
  return any;
}

bool addStagePairs(ReportPage& page, const std::vector<RunData>& runs) {
  std::vector<std::vector<std::string>> rows;
  std::vector<const io::Json*> compared;
  std::vector<std::pair<std::string, const io::Json*>> curves;
  for (const RunData& run : runs) {
    std::vector<const io::Json*> documents;
    for (int64_t stage = 2; stage <= static_cast<int64_t>(run.recipe.stages.size()); ++stage) {
      if (const io::Json* newest = run.measured(stage)) documents.push_back(newest);
    }
    for (const io::Json& pair : run.pairs) documents.push_back(&pair);
    for (const io::Json* document : documents) {
      if (rowOf(*document, "grounding_db") == nullptr) continue;
      rows.push_back({run.name, titleOf(*document), cellOf(*document, "fd_small"),
                      cellOf(*document, "motion"), cellOf(*document, "grounding_db"),
                      cellOf(*document, "grounding_other_db")});
      compared.push_back(document);
      curves.emplace_back(
          fmt::format("{}, stage {}", run.name, document->value("stage", int64_t{0})), document);
    }
  }
  if (rows.empty()) return false;
  page.section("Stage pairs");
  page.paragraph(
      "A later stage beside the stage below: which two checkpoints, how good the finer video is, "
      "and how well it keeps to the coarser one, in dB; beside the coarser video of another sample "
      "it should come to much less. Their pictures stand under each run.");
  page.table({"run", "checkpoints", "Fréchet distance (features-small)", "change, levels of 255",
              "keeps to the stage below, dB", "beside another, dB"},
             rows);
  if (!oneProtocol(compared)) {
    page.note(kDifferentRows);
  } else {
    page.plots({framePlot(curves, "grounding_db",
                          {"Keeps to the stage below", "frame of the stage below", "dB", false})});
  }
  return true;
}

bool addTemporalUnits(ReportPage& page, const std::vector<RunData>& runs) {
  bool any = false;
  for (size_t i = 0; i < runs.size(); ++i) {
    for (size_t j = i + 1; j < runs.size(); ++j) {
      if (!differOnlyIn(runs[i].recipe, runs[j].recipe, &StageRecipe::temporal)) continue;
      if (!any) page.section("ConvGRU against separable 3-D convolutions");
      any = true;
      for (size_t stage = 0; stage < runs[i].recipe.stages.size(); ++stage) {
        if (runs[i].recipe.stages[stage].temporal == runs[j].recipe.stages[stage].temporal)
          continue;
        const auto number = static_cast<int64_t>(stage) + 1;
        const std::vector<const RunData*> pair = {&runs[i], &runs[j]};
        std::vector<std::vector<std::string>> cost;
        for (const RunData* run : pair) {
          const auto* time = run->curve(number, "time/step");
          const auto* memory = run->curve(number, "memory/resident");
          cost.push_back({run->name, run->recipe.stages[stage].temporal,
                          time == nullptr ? "-" : text(median(time->values)),
                          memory == nullptr ? "-" : text(median(memory->values) / 1e6)});
        }
        page.table({"run", "temporal unit", "seconds a step (median)", "memory, MB"}, cost);
        if (!oneProtocol(newestOf(pair, number))) {
          page.note(kOtherProtocols);
          continue;
        }
        std::vector<std::string> plots;
        for (const auto& [name, title] :
             {std::pair{"measure/fvd", "FVD (i3d)"},
              {"measure/fd_small", "Fréchet distance (features-small)"},
              {"measure/is_c3d", "Inception Score (c3d)"},
              {"measure/is_small", "Inception Score (features-small)"}}) {
          plots.push_back(svgPlot(normalised(measuredLines(pair, number, name)),
                                  {title, "step", "normalised to 0..1"}));
        }
        page.plots(plots);
      }
    }
  }
  return any;
}

bool addSpectra(ReportPage& page, const std::vector<RunData>& runs) {
  bool any = false;
  for (const RunData& run : runs) {
    std::vector<std::string> plots;
    for (const auto& [stage, event] : run.spectra) {
      const std::vector<double> real = numbers(event["real"]);
      const std::vector<double> deviation = event.contains("realDeviation")
                                                ? numbers(event["realDeviation"])
                                                : std::vector<double>(real.size(), 0.0);
      PlotLine band{"real", counted(real.size()), real, {}, {}, true};
      for (size_t i = 0; i < real.size() && i < deviation.size(); ++i) {
        band.low.push_back(std::max(real[i] - deviation[i], real[i] * 0.05));
        band.high.push_back(real[i] + deviation[i]);
      }
      std::vector<PlotLine> lines;
      const size_t frames = event["fake"].size();
      for (size_t shown = 0; shown < std::min<size_t>(4, frames); ++shown) {
        const size_t frame =
            frames < 2 ? 0 : shown * (frames - 1) / std::min<size_t>(3, frames - 1);
        PlotLine line{
            fmt::format("frame {}", frame + 1), {}, numbers(event["fake"][frame]), {}, {}};
        line.x = counted(line.y.size());
        lines.push_back(std::move(line));
      }
      lines.push_back(std::move(band));
      plots.push_back(svgPlot(lines, {fmt::format("{}, {}, step {}", run.name, stageName(stage),
                                                  event.value("step", int64_t{0})),
                                      "cycles a picture", "power", true}));
    }
    if (plots.empty()) continue;
    if (!any) {
      page.section("Power spectra at several time steps");
      page.paragraph(
          "Blur that builds up over time would show as lines that sink at the right end from "
          "frame to frame. The band is the spread of real clips.");
    }
    any = true;
    page.plots(plots);
  }
  return any;
}

bool addJoint(ReportPage& page, const std::vector<RunData>& runs) {
  bool any = false;
  for (const RunData& run : runs) {
    if (!run.joint()) continue;
    if (!any) {
      page.section("All stages trained jointly");
      page.paragraph(
          "Trained together, the first stage's output need not be a valid video, and little "
          "may move; its measures stand beside those of runs trained stage by stage.");
    }
    any = true;
    std::vector<std::vector<std::string>> rows;
    std::vector<const io::Json*> compared;
    for (const RunData& other : runs) {
      for (int64_t stage = 1; stage <= static_cast<int64_t>(other.recipe.stages.size()); ++stage) {
        const io::Json* document = other.measured(stage);
        if (document == nullptr) continue;
        compared.push_back(document);
        for (const io::Json& row : (*document)["measures"]) {
          const std::string name = row.value("name", "");
          if (name != "motion" && name != "fd_small" && name != "fvd") continue;
          rows.push_back({other.name, other.joint() ? "jointly" : "in order", std::to_string(stage),
                          row.value("title", ""), spreadCell(row, "fake"),
                          spreadCell(row, "floor")});
        }
      }
    }
    page.table({"run", "trained", "stage", "measure", "fake", "floor (real)"}, rows);
    if (!oneProtocol(compared)) page.note(kDifferentRows);
    break;
  }
  return any;
}

}  // namespace unroll::engine
