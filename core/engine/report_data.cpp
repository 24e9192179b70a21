#include "engine/report_data.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file_system.h"
#include "engine/evaluation_events.h"
#include "io/checkpoint_store.h"
#include "io/stored_recipe.h"
#include "train/cascade_nets.h"

namespace unroll::engine {
namespace {

/// Whether an event is one that can be drawn: its stage, a row for each time step, real clips.
bool isSpectrum(const io::Json& fields) {
  const auto holdsList = [&](const char* key) {
    return fields.contains(key) && fields[key].is_array() && !fields[key].empty();
  };
  return fields.contains("stage") && fields["stage"].is_number_integer() &&
         fields.contains("step") && fields["step"].is_number_integer() && holdsList("fake") &&
         holdsList("real") && std::ranges::all_of(fields["fake"], &io::Json::is_array);
}

Result<RunData> readRun(const io::Project& project, const std::string& name) {
  UNROLL_TRY_ASSIGN(run, project.openRun(name));
  RunData data;
  data.name = name;
  data.info = run.info();
  UNROLL_TRY_ASSIGN(recipe, io::storedRecipe(run));
  data.recipe = std::move(recipe);
  io::EventReader reader(realVfs(), run.eventsFile());
  UNROLL_TRY_ASSIGN(events, reader.poll());
  data.curves = io::scalarSeries(events);
  for (const io::Event& event : events) {
    if (event.type != "spectrum" || !isSpectrum(event.fields)) continue;
    data.spectra[event.fields["stage"].get<int64_t>()] = event.fields;
  }
  io::CheckpointStore store(realVfs(), run.path());
  UNROLL_TRY_ASSIGN(entries, store.list());
  for (const io::CheckpointEntry& entry : entries) {
    data.newest[entry.stage] = std::max(data.newest[entry.stage], entry.step);
  }
  data.measures = readMeasures(run);
  data.pairs = readMeasures(run, /*pairs=*/true);
  return data;
}

/// The recipe with everything made equal that does not change what is learnt.
Recipe stripped(const Recipe& recipe) {
  Recipe r = recipe;
  r.name = r.summary = r.reproduces = r.bestBy = "";
  r.seed = r.previewEvery = r.checkpointEvery = r.evaluateEvery = r.logEvery = r.keepLast = 0;
  r.checkpointMinutes = 0;
  for (StageRecipe& stage : r.stages) stage.steps = 0;
  return r;
}

template <typename Key>
bool onlyIn(const Recipe& a, const Recipe& b, Key StageRecipe::*key) {
  Recipe x = stripped(a), y = stripped(b);
  if (x.stages.size() != y.stages.size()) return false;
  bool differs = false;
  for (size_t i = 0; i < x.stages.size(); ++i) {
    differs = differs || x.stages[i].*key != y.stages[i].*key;
    x.stages[i].*key = y.stages[i].*key;
  }
  return differs && x == y;
}

}  // namespace

const io::ScalarSeries* RunData::curve(int64_t stage, const std::string& wanted) const {
  for (const io::ScalarSeries& series : curves) {
    if (series.stage == stage && series.name == wanted) return &series;
  }
  return nullptr;
}

const io::Json* RunData::measured(int64_t stage) const {
  const io::Json* found = nullptr;
  for (const io::Json& document : measures) {
    if (document.value("stage", int64_t{0}) != stage) continue;
    if (found == nullptr ||
        document.value("step", int64_t{0}) >= found->value("step", int64_t{0})) {
      found = &document;
    }
  }
  return found;
}

bool RunData::oneCurve(int64_t stage) const {
  std::vector<const io::Json*> ofStage;
  for (const io::Json& document : measures) {
    if (document.value("stage", int64_t{0}) == stage) ofStage.push_back(&document);
  }
  return engine::oneCurve(ofStage);
}

int64_t RunData::sampled() const {
  if (joint()) return static_cast<int64_t>(recipe.stages.size());
  int64_t last = 0;
  for (size_t i = 0; i < recipe.stages.size() && newest.contains(train::stageName(i)); ++i) {
    last = static_cast<int64_t>(i) + 1;
  }
  return last;
}

Result<std::vector<RunData>> readRuns(const io::Project& project,
                                      std::vector<std::string>& problems) {
  UNROLL_TRY_ASSIGN(names, project.runs());
  std::vector<RunData> runs;
  for (const std::string& name : names) {
    auto run = readRun(project, name);
    if (run) {
      runs.push_back(std::move(*run));
    } else {
      problems.push_back(fmt::format("Run '{}' is left out: {}", name, run.error().message));
    }
  }
  return runs;
}

bool differOnlyIn(const Recipe& a, const Recipe& b, bool StageRecipe::*key) {
  return onlyIn(a, b, key);
}
bool differOnlyIn(const Recipe& a, const Recipe& b, std::string StageRecipe::*key) {
  return onlyIn(a, b, key);
}

}  // namespace unroll::engine
