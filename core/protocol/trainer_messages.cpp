#include "protocol/trainer_messages.h"

#include <array>
#include <utility>

#include "protocol/message_fields.h"

namespace unroll::protocol {
namespace {

constexpr std::array<std::pair<RunState, std::string_view>, 10> kWords = {{
    {RunState::Idle, "idle"},
    {RunState::Preparing, "preparing"},
    {RunState::Running, "running"},
    {RunState::Pausing, "pausing"},
    {RunState::Paused, "paused"},
    {RunState::PausedFreed, "paused_freed"},
    {RunState::Saving, "saving"},
    {RunState::Stopping, "stopping"},
    {RunState::Finished, "finished"},
    {RunState::Failed, "failed"},
}};

}  // namespace

std::string_view word(RunState state) {
  for (const auto& [known, text] : kWords) {
    if (known == state) return text;
  }
  return "idle";
}

std::optional<RunState> runStateFromWord(std::string_view text) {
  for (const auto& [state, known] : kWords) {
    if (known == text) return state;
  }
  if (text == "training") return RunState::Running;
  if (text == "stopped") return RunState::Idle;
  return std::nullopt;
}

namespace detail {

UNROLL_FIELDS(Hello) {
  v("protocol", s.protocol);
  v("program", s.program);
  v("role", s.role);
  v("run", s.run);
  v("pid", s.pid);
}

UNROLL_FIELDS(Pause) { v("free", s.free); }

UNROLL_FIELDS(StateChange) {
  v("state", s.state);
  v("training", s.training);
  v("stage", s.stage);
  v("step", s.step);
  v("time", s.time);
  v("reason", s.reason);
}

UNROLL_FIELDS(Progress) {
  v("state", s.state);
  v("training", s.training);
  v("stage", s.stage);
  v("step", s.step);
  v("steps", s.steps);
  v("stepsMeasured", s.stepsMeasured);
  v("secondsPerStep", s.secondsPerStep);
  v("secondsLeft", s.secondsLeft);
  v("secondsLeftInAll", s.secondsLeftInAll);
  v("generatorLoss", s.generatorLoss);
  v("criticLoss", s.criticLoss);
  v("residentBytes", s.residentBytes);
  v("silentSeconds", s.silentSeconds);
  v("time", s.time);
}

UNROLL_FIELDS(Metric) {
  v("stage", s.stage);
  v("step", s.step);
  v("name", s.name);
  v("value", s.value);
  v("time", s.time);
}

UNROLL_FIELDS(PreviewClip) {
  v("probe", s.probe);
  v("part", s.part);
  v("file", s.file);
}

UNROLL_FIELDS(PreviewReady) {
  v("stage", s.stage);
  v("step", s.step);
  v("folder", s.folder);
  v("clips", s.clips);
  v("time", s.time);
}

UNROLL_FIELDS(CheckpointSaved) {
  v("stage", s.stage);
  v("step", s.step);
  v("file", s.file);
  v("time", s.time);
}

UNROLL_FIELDS(LogLine) {
  v("stage", s.stage);
  v("message", s.message);
  v("time", s.time);
}

UNROLL_FIELDS(Failure) {
  v("stage", s.stage);
  v("message", s.message);
  v("kind", s.kind);
  v("checkpoint", s.checkpoint);
  v("step", s.step);
  v("time", s.time);
}

UNROLL_FIELDS(Status) {
  v("state", s.state);
  v("progress", s.progress);
  v("checkpoint", s.checkpoint);
  v("preview", s.preview);
  v("message", s.message);
}

UNROLL_FIELDS(Dropped) { v("count", s.count); }

}  // namespace detail

UNROLL_MESSAGE_JSON(Hello, true)
UNROLL_MESSAGE_JSON(Pause, true)
UNROLL_MESSAGE_JSON(StateChange, false)
UNROLL_MESSAGE_JSON(Progress, false)
UNROLL_MESSAGE_JSON(Metric, false)
UNROLL_MESSAGE_JSON(PreviewClip, false)
UNROLL_MESSAGE_JSON(PreviewReady, false)
UNROLL_MESSAGE_JSON(CheckpointSaved, false)
UNROLL_MESSAGE_JSON(LogLine, false)
UNROLL_MESSAGE_JSON(Failure, false)
UNROLL_MESSAGE_JSON(Status, false)
UNROLL_MESSAGE_JSON(Dropped, false)

}  // namespace unroll::protocol
