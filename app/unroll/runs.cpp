#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command.h"
#include "io/checkpoint_store.h"
#include "io/event_log.h"
#include "io/project.h"
#include "table.h"

namespace unroll::cli {
namespace {

/// Only the end of a long log is read for the last event.
constexpr uint64_t kTailBytes = 64 * 1024;

uint64_t sizeOnDisk(const std::filesystem::path& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator
           entry(folder, std::filesystem::directory_options::skip_permission_denied, error),
       end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;  // A file that a live trainer removes meanwhile counts nothing.
    if (!entry->is_regular_file(ignored)) continue;
    const auto size = entry->file_size(ignored);
    if (!ignored) bytes += size;
  }
  return bytes;
}

struct LogTail {
  std::optional<io::Event> last;
  std::string stage;
  int64_t step = 0;
};

LogTail readTail(const std::filesystem::path& file) {
  LogTail tail;
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(file, error);
  if (error) return tail;
  io::EventReader reader(realVfs(), file, size > kTailBytes ? size - kTailBytes : 0);
  const auto events = reader.poll();
  if (!events || events->empty()) return tail;
  tail.last = events->back();
  for (const io::Event& event : *events) {
    const auto step = event.fields.find("step");
    const auto stage = event.fields.find("stage");
    if (step == event.fields.end() || !step->is_number_integer() || stage == event.fields.end())
      continue;
    tail.step = step->get<int64_t>();
    tail.stage = stage->is_string() ? stage->get<std::string>() : stage->dump();
  }
  return tail;
}

std::string localTime(double unixSeconds) {
  const auto time = static_cast<std::time_t>(unixSeconds);
  std::tm parts{};
  localtime_r(&time, &parts);
  char text[32];
  const size_t length = std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &parts);
  return {text, length};
}

Result<void> describeRun(const io::Project& project, const std::string& name, Table& table,
                         Json& list) {
  UNROLL_TRY_ASSIGN(run, project.openRun(name));
  const auto holder = run.lockHolder();
  const uint64_t bytes = sizeOnDisk(run.path());
  const LogTail tail = readTail(run.eventsFile());
  io::CheckpointStore store(realVfs(), run.path());
  UNROLL_TRY_ASSIGN(checkpoints, store.list());

  Json entry = {
      {"name", name}, {"live", holder.has_value()}, {"bytes", bytes}, {"info", run.info()}};
  if (holder)
    entry["trainer"] = {{"pid", holder->pid}, {"host", holder->host}, {"started", holder->started}};
  entry["checkpoints"] = Json::array();
  std::map<std::string, int64_t> newest;
  for (const io::CheckpointEntry& checkpoint : checkpoints) {
    newest[checkpoint.stage] = std::max(newest[checkpoint.stage], checkpoint.step);
    entry["checkpoints"].push_back({{"stage", checkpoint.stage},
                                    {"step", checkpoint.step},
                                    {"file", checkpoint.path.string()},
                                    {"bytes", checkpoint.bytes},
                                    {"saved", checkpoint.saved},
                                    {"starred", checkpoint.starred},
                                    {"best", checkpoint.best}});
  }
  std::string kept;
  for (const auto& [stage, step] : newest)
    kept += fmt::format("{}{}@{}", kept.empty() ? "" : " ", stage, step);
  entry["stage"] = tail.stage.empty() ? Json(nullptr) : Json(tail.stage);
  entry["step"] = tail.step;
  std::string last = "-";
  if (tail.last) {
    entry["lastEvent"] = tail.last->fields;
    entry["lastEvent"]["type"] = tail.last->type;
    entry["lastEvent"]["time"] = tail.last->time;
    last = fmt::format("{} {}", localTime(tail.last->time), tail.last->type);
  } else {
    entry["lastEvent"] = nullptr;
  }
  table.add({name, holder ? fmt::format("live ({})", holder->pid) : "idle",
             tail.stage.empty() ? "-" : tail.stage, std::to_string(tail.step),
             kept.empty() ? "none" : kept, last, humanBytes(bytes)});
  list.push_back(std::move(entry));
  return {};
}

Result<Answer> runRuns(const std::string& path) {
  UNROLL_TRY_ASSIGN(project, io::Project::open(path));
  UNROLL_TRY_ASSIGN(names, project.runs());
  Answer answer;
  answer.document = {{"project", path}, {"runs", Json::array()}};
  Table table({"run", "state", "stage", "step", "checkpoints", "last event", "on disk"}, {3, 6});
  for (const std::string& name : names) {
    if (auto described = describeRun(project, name, table, answer.document["runs"]); !described) {
      // One damaged run must not hide the others.
      answer.document["runs"].push_back({{"name", name}, {"error", described.error().message}});
      table.add({name, "damaged", "-", "-", "-", described.error().message, "-"});
    }
  }
  answer.text = names.empty()
                    ? fmt::format("No runs yet. Begin one: unroll train {} --run first\n", path)
                    : table.text();
  return answer;
}

}  // namespace

Command runsCommand() {
  auto project = std::make_shared<std::string>();
  Command command;
  command.manual = {
      "runs",
      "list a project's runs",
      {"runs PROJECT [--json]"},
      "Lists each run with the stage and step it is at, the newest checkpoint of each stage, its "
      "last event, its size "
      "on disk and whether a trainer is at work on it now.",
      {{"What was trained.", "unroll runs clouds"}},
      {{"PROJECT/runs/NAME/events.jsonl", "Everything that happened, one event a line."},
       {"PROJECT/runs/NAME/checkpoints/", "What can be sampled and resumed."}},
      {{3, "The project is damaged."}, {4, "There is no such project."}}};
  command.declare = [project](CLI::App& app) {
    app.add_option("PROJECT", *project, "The project's folder.")->required();
  };
  command.run = [project](Session&) { return runRuns(*project); };
  return command;
}

}  // namespace unroll::cli
