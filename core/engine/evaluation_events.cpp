#include "engine/evaluation_events.h"

#include <cmath>

#include <fmt/format.h>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/json_file.h"

namespace unroll::engine {
namespace {

/// Lines for a log that another process is writing to. They go out with one write, so they stay
/// whole and never mix with the other's.
class LiveLines {
 public:
  void add(const char* type, io::Json fields) {
    io::Json line = {{"t", std::round(io::unixTime() * 1000) / 1000}, {"type", type}};
    line.update(fields);
    text_ += line.dump(-1, ' ', false, io::Json::error_handler_t::replace) + "\n";
  }
  Result<void> append(const std::filesystem::path& path) {
    auto file = realVfs().open(path, OpenMode::Append);
    if (!file) return tl::unexpected(writeError(realVfs(), file.error(), path));
    if (const auto written = writeAll(**file, asBytes(text_)); !written) {
      return tl::unexpected(writeError(realVfs(), written.error(), path, text_.size()));
    }
    return {};
  }

 private:
  std::string text_;
};

io::Json finite(double value) { return std::isfinite(value) ? io::Json(value) : io::Json("NaN"); }

}  // namespace

Result<void> writeMeasureEvents(const io::RunFolder& run, const StageEvaluation& evaluation) {
  const int64_t stage =
      evaluation.stage;  // Also of a joint checkpoint: each stage has its numbers.
  io::Json spectrum = metrics::spectrumFields(evaluation.report);
  if (!spectrum.is_null()) {
    spectrum["stage"] = stage;
    spectrum["step"] = evaluation.step;
  }
  auto lock = run.lock();
  if (!lock) {
    LiveLines lines;
    for (const auto& [name, value] : metrics::scalarsOf(evaluation.report)) {
      lines.add(
          "scalar",
          {{"stage", stage}, {"step", evaluation.step}, {"name", name}, {"value", finite(value)}});
    }
    if (!spectrum.is_null()) lines.add("spectrum", spectrum);
    return lines.append(run.eventsFile());
  }
  // Nobody trains: a line torn by a kill may be mended first.
  UNROLL_TRY_ASSIGN(log, io::EventLog::open(realVfs(), run.eventsFile()));
  for (const auto& [name, value] : metrics::scalarsOf(evaluation.report)) {
    UNROLL_TRY(log.scalar(stage, evaluation.step, name, value));
  }
  if (!spectrum.is_null()) UNROLL_TRY(log.append("spectrum", spectrum));
  return log.flush();
}

bool measuredOtherwise(const io::RunFolder& run, const StageEvaluation& evaluation) {
  const std::filesystem::path folder = run.path() / "measures";
  const auto files = realVfs().list(folder);
  if (!files) return false;
  const std::string key = evaluation.report.protocol.key();
  for (const FolderEntry& file : *files) {
    if (!file.name.ends_with(".json")) continue;
    const auto document = io::readJsonFile(realVfs(), folder / file.name,
                                           {.maxBytes = uint64_t{64} << 20, .maxDepth = 32});
    if (!document || document->value("stage", int64_t{0}) != evaluation.stage ||
        document->value("step", int64_t{0}) == evaluation.step || !document->contains("protocol")) {
      continue;
    }
    if ((*document)["protocol"].value("key", "") != key) return true;
  }
  return false;
}

Result<void> keepMeasures(const io::RunFolder& run, const StageEvaluation& evaluation) {
  const std::filesystem::path folder = run.path() / "measures";
  UNROLL_TRY(makeFolders(realVfs(), folder));
  const std::string name =
      fmt::format("{}stage{}-step-{:08}.json", evaluation.checkpoint == "joint" ? "joint-" : "",
                  evaluation.stage, evaluation.step);
  return io::writeJsonFile(realVfs(), folder / name, toJson(evaluation));
}

}  // namespace unroll::engine
