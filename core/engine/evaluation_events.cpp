#include "engine/evaluation_events.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/json_file.h"

namespace unroll::engine {
namespace {

std::filesystem::path measuresFolder(const io::RunFolder& run) { return run.path() / "measures"; }

}  // namespace

Result<void> writeMeasureEvents(const io::RunFolder& run, const StageEvaluation& evaluation) {
  const int64_t stage =
      evaluation.stage;  // Also of a joint checkpoint: each stage has its numbers.
  io::Json spectrum = metrics::spectrumFields(evaluation.report);
  if (!spectrum.is_null()) {
    spectrum["stage"] = stage;
    spectrum["step"] = evaluation.step;
  }
  const auto lock = run.lock();  // Where nobody trains, a line torn by a kill is mended first.
  UNROLL_TRY_ASSIGN(
      log, io::EventLog::open(realVfs(), run.eventsFile(),
                              lock ? io::EventLog::Options{} : io::EventLog::Options::beside()));
  for (const auto& [name, value] : metrics::scalarsOf(evaluation.report)) {
    UNROLL_TRY(log.scalar(stage, evaluation.step, name, value));
  }
  if (!spectrum.is_null()) UNROLL_TRY(log.append("spectrum", spectrum));
  return log.flush();
}

std::vector<io::Json> readMeasures(const io::RunFolder& run) {
  std::vector<io::Json> documents;
  const std::filesystem::path folder = measuresFolder(run);
  const auto files = realVfs().list(folder);
  if (!files) return documents;
  for (const FolderEntry& file : *files) {
    if (!file.name.ends_with(".json")) continue;
    auto document = io::readJsonFile(realVfs(), folder / file.name,
                                     {.maxBytes = uint64_t{64} << 20, .maxDepth = 32});
    if (document && document->is_object()) documents.push_back(std::move(*document));
  }
  return documents;
}

std::string protocolKey(const io::Json& document) {
  const auto protocol = document.find("protocol");
  return protocol == document.end() ? std::string() : protocol->value("key", "");
}

bool oneProtocol(const std::vector<const io::Json*>& documents) {
  std::string key;
  for (const io::Json* document : documents) {
    const std::string own = document == nullptr ? std::string() : protocolKey(*document);
    if (own.empty()) continue;
    if (key.empty()) key = own;
    if (own != key) return false;
  }
  return true;
}

MeasuredProtocols::MeasuredProtocols(const io::RunFolder& run) {
  for (const io::Json& document : readMeasures(run)) {
    if (!document.contains("protocol")) continue;
    keys_[{document.value("stage", int64_t{0}), document.value("checkpoint", "")}]
         [document.value("step", int64_t{0})] = protocolKey(document);
  }
}

void MeasuredProtocols::add(const StageEvaluation& evaluation) {
  keys_[{evaluation.stage, evaluation.checkpoint}][evaluation.step] =
      evaluation.report.protocol.key();
}

bool MeasuredProtocols::otherwise(const StageEvaluation& evaluation) const {
  const std::string own = evaluation.report.protocol.key();
  return std::ranges::any_of(keys_, [&](const auto& measured) {
    return measured.first.first == evaluation.stage &&
           std::ranges::any_of(measured.second, [&](const auto& step) {
             return step.first != evaluation.step && step.second != own;
           });
  });
}

Result<void> keepMeasures(const io::RunFolder& run, const StageEvaluation& evaluation) {
  const std::filesystem::path folder = measuresFolder(run);
  UNROLL_TRY(makeFolders(realVfs(), folder));
  const std::string name =
      fmt::format("{}stage{}-step-{:08}.json", evaluation.checkpoint == "joint" ? "joint-" : "",
                  evaluation.stage, evaluation.step);
  return io::writeJsonFile(realVfs(), folder / name, toJson(evaluation));
}

}  // namespace unroll::engine
