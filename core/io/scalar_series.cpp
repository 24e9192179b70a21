#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "io/event_log.h"

namespace unroll::io {
namespace {

bool integerField(const Json& fields, const char* key, int64_t& value) {
  const auto found = fields.find(key);
  if (found == fields.end() || !found->is_number_integer()) return false;
  value = found->get<int64_t>();
  return true;
}

void put(ScalarSeries& series, int64_t step, double value, double time) {
  const auto place = std::lower_bound(series.steps.begin(), series.steps.end(), step);
  const auto at = place - series.steps.begin();
  if (place != series.steps.end() && *place == step) {
    series.values[static_cast<size_t>(at)] = value;
    series.times[static_cast<size_t>(at)] = time;
    return;
  }
  series.steps.insert(place, step);
  series.values.insert(series.values.begin() + at, value);
  series.times.insert(series.times.begin() + at, time);
}

void cutAfter(ScalarSeries& series, int64_t step) {
  const auto place = std::upper_bound(series.steps.begin(), series.steps.end(), step);
  const auto keep = static_cast<size_t>(place - series.steps.begin());
  series.steps.resize(keep);
  series.values.resize(keep);
  series.times.resize(keep);
}

}  // namespace

std::vector<ScalarSeries> scalarSeries(const std::vector<Event>& events) {
  std::map<std::pair<int64_t, std::string>, ScalarSeries> curves;
  for (const Event& event : events) {
    int64_t stage = 0;
    int64_t step = 0;
    if (!integerField(event.fields, "stage", stage) || !integerField(event.fields, "step", step)) {
      continue;
    }
    if (event.type == "resumed") {
      for (auto& [key, series] : curves) {
        if (key.first == stage) cutAfter(series, step);
      }
    } else if (event.type == "scalar") {
      const auto name = event.fields.find("name");
      const auto value = event.fields.find("value");
      if (name == event.fields.end() || !name->is_string() || value == event.fields.end()) continue;
      ScalarSeries& series = curves[{stage, name->get<std::string>()}];
      put(series, step, eventNumber(*value), event.time);
    }
  }
  std::vector<ScalarSeries> result;
  for (auto& [key, series] : curves) {
    if (series.steps.empty()) continue;
    series.stage = key.first;
    series.name = key.second;
    result.push_back(std::move(series));
  }
  return result;
}

Result<std::vector<ScalarSeries>> readScalarSeries(Vfs& vfs, const std::filesystem::path& path) {
  EventReader reader(vfs, path);
  UNROLL_TRY_ASSIGN(events, reader.poll());
  return scalarSeries(events);
}

}  // namespace unroll::io
