#include "engine/report_sections.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/evaluation_events.h"

namespace unroll::engine {
namespace {

std::vector<double> numbers(const io::Json& list) {
  std::vector<double> values;
  for (const io::Json& entry : list) values.push_back(io::eventNumber(entry));
  return values;
}

std::vector<double> counted(size_t count, double first = 0, double step = 1) {
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

/// The curve named in one document of measures, or nullptr.
const io::Json* curveOf(const io::Json& document, const std::string& name) {
  const auto curves = document.find("curves");
  if (curves == document.end()) return nullptr;
  for (const io::Json& curve : *curves) {
    if (curve.value("name", "") == name) return &curve;
  }
  return nullptr;
}

/// One frame curve of each document, beside the real clips' of the first.
std::string framePlot(const std::vector<std::pair<std::string, const io::Json*>>& documents,
                      const std::string& name, const PlotLabels& labels) {
  std::vector<PlotLine> lines;
  std::vector<double> real;
  for (const auto& [title, document] : documents) {
    const io::Json* curve = document == nullptr ? nullptr : curveOf(*document, name);
    if (curve == nullptr) continue;
    PlotLine line{title, {}, numbers((*curve)["fake"]), {}, {}};
    line.x = counted(line.y.size(), 1);
    lines.push_back(std::move(line));
    if (real.empty()) real = numbers((*curve)["real"]);
  }
  if (!lines.empty() && !real.empty()) {
    lines.push_back({"real clips", counted(real.size(), 1), real, {}, {}, /*dashed=*/true});
  }
  return svgPlot(lines, labels);
}

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
      if (evaluated && !run.oneProtocol(stage)) {
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
        "Some measures of this run were made by different protocols and are not joined to a curve; "
        "evaluate all its checkpoints with the same options (--at all).");
  }
}

std::string spreadCell(const io::Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end() || !found->is_object()) return "-";
  return fmt::format("{} ± {}", text(io::eventNumber((*found)["mean"])),
                     text(io::eventNumber((*found)["deviation"])));
}

void addMeasureTable(ReportPage& page, const io::Json& document) {
  page.subsection(fmt::format("Measures of stage {} at step {}",
                              document.value("stage", int64_t{0}),
                              document.value("step", int64_t{0})));
  std::vector<std::vector<std::string>> rows;
  for (const io::Json& row : document["measures"]) {
    const std::string unit = row.value("unit", "");
    rows.push_back({row.value("title", "") + (unit.empty() ? "" : ", " + unit),
                    spreadCell(row, "fake"), spreadCell(row, "floor"), spreadCell(row, "still"),
                    spreadCell(row, "noise"), row.value("better", "")});
  }
  page.table({"measure", "fake", "floor (real)", "still", "noise", "good is"}, rows);
  const io::Json& p = document["protocol"];
  page.note(
      fmt::format("Protocol: network {} ({}), {}; clips of {} frames, {}x{} at {} frames per "
                  "second; {} real and "
                  "{} fake clips, {} draws of {}; pictures {}; seed {}; {}.",
                  p.value("network", ""), p.value("hash", ""), p.value("features", ""),
                  p.value("frames", int64_t{0}), p.value("size", int64_t{0}),
                  p.value("size", int64_t{0}), text(p.value("frameRate", 0.0)),
                  p.value("realClips", int64_t{0}), p.value("fakeClips", int64_t{0}),
                  p.value("draws", int64_t{0}), p.value("drawClips", int64_t{0}),
                  p.value("resize", ""), p.value("seed", int64_t{0}), p.value("fake", "")));
  for (const io::Json& warning : document["warnings"])
    page.note("Note: " + warning.get<std::string>());
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

/// A line for each run that has the curve, measured by one protocol.
std::vector<PlotLine> measuredLines(const std::vector<const RunData*>& runs, int64_t stage,
                                    const std::string& name) {
  std::vector<PlotLine> lines;
  for (const RunData* run : runs) {
    const auto* series = run->curve(stage, name);
    if (series != nullptr && series->steps.size() > 1) lines.push_back(lineOf(*series, run->name));
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
}

bool addBaselineDecay(ReportPage& page, const std::vector<RunData>& runs) {
  std::vector<std::pair<std::string, const io::Json*>> documents;
  for (const RunData& run : runs) {
    const auto last = static_cast<int64_t>(run.recipe.stages.size());
    const io::Json* document = run.measured(last);
    if (document == nullptr || curveOf(*document, "unroll_motion") == nullptr) continue;
    documents.emplace_back(fmt::format("{} ({} stage{})", run.name, last, last == 1 ? "" : "s"),
                           document);
  }
  if (documents.empty()) return false;
  page.section("Unrolled beyond the training window");
  page.paragraph(
      "What a single-stage baseline does when it is unrolled far beyond its window: motion and "
      "detail, "
      "frame by frame, of videos made in one go. A line that falls towards zero has stopped "
      "moving; a "
      "line below 0 dB has grown blurred.");
  page.plots({framePlot(documents, "unroll_motion",
                        {"Change from frame to frame", "frame", "levels of 255", false}),
              framePlot(documents, "unroll_high_db",
                        {"Fine detail beside real clips", "frame", "dB", false})});
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
            "again, "
            "beside it. Higher is closer.");
      }
      any = true;
      for (size_t stage = 1; stage < runs[i].recipe.stages.size(); ++stage) {
        const auto number = static_cast<int64_t>(stage) + 1;
        const auto title = [&](const RunData& run) {
          return run.name + (run.recipe.stages[stage].matchingCritic ? ", with" : ", without");
        };
        const std::vector<const RunData*> pair = {&runs[i], &runs[j]};
        std::vector<PlotLine> steps = measuredLines(pair, number, "measure/grounding_db");
        page.plots({framePlot({{title(runs[i]), runs[i].measured(number)},
                               {title(runs[j]), runs[j].measured(number)}},
                              "grounding_db",
                              {fmt::format("Stage {}: keeps to the stage below", number), "frame",
                               "dB", false}),
                    svgPlot(steps, {"During training", "step", "dB", false})});
      }
    }
  }
  return any;
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
          page.note(
              "The measures of these runs were made by different protocols and are not drawn on "
              "one axis; evaluate both with the same options.");
          continue;
        }
        page.plots(
            {svgPlot(normalised(measuredLines(pair, number, "measure/fd_small")),
                     {"Fréchet distance (features-small)", "step", "normalised to 0..1", false}),
             svgPlot(normalised(measuredLines(pair, number, "measure/is_small")),
                     {"Inception Score (features-small)", "step", "normalised to 0..1", false})});
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
      if (!event.contains("fake") || !event.contains("real") || event["fake"].empty()) continue;
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

bool addLowMotion(ReportPage& page, const std::vector<RunData>& runs) {
  std::vector<std::vector<std::string>> rows;
  for (const RunData& run : runs) {
    const io::Json* document = run.measured(static_cast<int64_t>(run.recipe.stages.size()));
    if (document == nullptr || !document->contains("classes")) continue;
    std::vector<io::Json> classes = (*document)["classes"];
    if (classes.size() < 2) continue;
    std::ranges::sort(classes, {}, [](const io::Json& c) { return c.value("realMotion", 0.0); });
    for (const io::Json& entry : classes) {
      const auto clips = entry.value("fakeClips", int64_t{0});
      rows.push_back({entry.value("name", ""), run.name, text(entry.value("realMotion", 0.0)),
                      clips > 0 ? text(entry.value("fakeMotion", 0.0)) : "-",
                      std::to_string(clips)});
    }
  }
  if (rows.empty()) return false;
  page.section("Motion, class by class");
  page.paragraph(
      "Change from frame to frame in levels of 255, the stillest classes first: classes with "
      "little motion in the data are made with little motion too.");
  page.table({"class", "run", "real", "generated", "generated clips"}, rows);
  return true;
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
    for (const RunData& other : runs) {
      for (int64_t stage = 1; stage <= static_cast<int64_t>(other.recipe.stages.size()); ++stage) {
        const io::Json* document = other.measured(stage);
        if (document == nullptr) continue;
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
    break;
  }
  return any;
}

}  // namespace unroll::engine
