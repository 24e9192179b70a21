#include "train/run_recorder.h"

#include <span>

#include <fmt/format.h>

#include "io/npy.h"
#include "train/memory_model.h"

namespace unroll::train {
namespace {

constexpr const char* kLivePrefix = "measure/live_";

}  // namespace

Result<RunRecorder> RunRecorder::open(const RunPlan& plan, const Training& training,
                                      int64_t resumedFrom, TrainObserver& listener) {
  RunRecorder recorder;
  recorder.listener_ = &listener;
  recorder.name_ = trainingName(training);
  recorder.stage_ = training.first == training.last ? static_cast<int64_t>(training.first) + 1 : 0;
  recorder.previews_ = plan.run.previewsFolder();
  UNROLL_TRY_ASSIGN(events, io::EventLog::open(realVfs(), plan.run.eventsFile()));
  recorder.events_.emplace(std::move(events));
  if (resumedFrom >= 0) UNROLL_TRY(recorder.events_->resumed(recorder.stage_, resumedFrom));
  UNROLL_TRY(makeFolders(realVfs(), plan.run.tensorboardFolder()));
  // Stages share one folder and tell themselves apart by their tags, so no file may cut off another
  // stage's points.
  UNROLL_TRY_ASSIGN(board, io::TensorBoardWriter::create(realVfs(), plan.run.tensorboardFolder()));
  recorder.board_.emplace(std::move(board));
  return recorder;
}

void RunRecorder::event(const std::string& type, const io::Json& fields) {
  // A refusal leaves the line waiting for room on the disk.
  (void)events_->append(type, fields);
  listener_->onEvent(type, fields);
}

void RunRecorder::scalar(int64_t step, const std::string& name, double value) {
  (void)events_->scalar(stage_, step, name, value);
  listener_->onEvent("scalar",
                     {{"stage", stage_}, {"step", step}, {"name", name}, {"value", value}});
  (void)board_->scalar(name_ + "/" + name, step, value, io::unixTime());
}

void RunRecorder::iteration(int64_t step, const IterationReport& report) {
  scalar(step, "loss/critic", report.critic.loss);
  scalar(step, "loss/generator", report.generator.loss);
  scalar(step, "gradient/critic", report.critic.gradientNorm);
  scalar(step, "gradient/generator", report.generator.gradientNorm);
  for (const StepReport::Scores& scores : report.critic.scores) {
    scalar(step, "score/" + scores.critic + "/real", scores.real);
    scalar(step, "score/" + scores.critic + "/fake", scores.fake);
  }
  if (report.generator.variety) scalar(step, "variety/made_to_real", *report.generator.variety);
  scalar(step, "time/step", report.seconds);
  scalar(step, "time/waiting", report.secondsWaiting);
  scalar(step, "memory/resident", static_cast<double>(residentMemory()));
  (void)board_->flush();
}

void RunRecorder::state(const std::string& state, int64_t step, int64_t steps) {
  event("state", {{"state", state},
                  {"training", name_},
                  {"stage", stage_},
                  {"step", step},
                  {"steps", steps}});
  flush();
}

void RunRecorder::checkpoint(int64_t step, const std::filesystem::path& file) {
  event("checkpoint", {{"stage", stage_}, {"step", step}, {"file", file.filename().string()}});
  (void)events_->sync();
}

void RunRecorder::message(const std::string& sentence) {
  event("log", {{"stage", stage_}, {"message", sentence}});
}

void RunRecorder::failed(const Error& error, const std::filesystem::path& checkpoint,
                         int64_t step) {
  io::Json fields{{"stage", stage_}, {"message", error.message}, {"kind", name(error.kind)}};
  if (step >= 0) {
    fields["checkpoint"] = checkpoint.filename().string();
    fields["step"] = step;
  }
  event("failed", fields);
  (void)events_->sync();
}

Result<std::filesystem::path> RunRecorder::preview(int64_t step,
                                                   const std::vector<ProbeClips>& probes) {
  const std::filesystem::path folder = previews_ / fmt::format("{}-step-{:08}", name_, step);
  UNROLL_TRY(makeFolders(realVfs(), folder));
  for (size_t i = 0; i < probes.size(); ++i) {
    for (const auto& [part, clip] : probes[i]) {
      const bool own = &clip == &probes[i].front().second;
      const std::span<const uint8_t> pixels(clip.const_data_ptr<uint8_t>(),
                                            static_cast<size_t>(clip.numel()));
      const std::string file =
          own ? fmt::format("probe-{}.npy", i) : fmt::format("probe-{}-{}.npy", i, part);
      UNROLL_TRY(io::writeNpy(realVfs(), folder / file, pixels, clip.sizes().vec()));
    }
  }
  event("preview", {{"stage", stage_},
                    {"step", step},
                    {"folder", folder.filename().string()},
                    {"count", probes.size()}});
  flush();
  return folder;
}

std::string liveName(const std::string& measure) { return kLivePrefix + measure; }

void RunRecorder::measures(int64_t step, const metrics::MeasureReport& report) {
  for (const auto& [name, value] : metrics::scalarsOf(report, kLivePrefix)) {
    scalar(step, name, value);
  }
  io::Json spectrum = metrics::spectrumFields(report);
  if (!spectrum.is_null()) {
    spectrum["stage"] = stage_;
    spectrum["step"] = step;
    event("spectrum", spectrum);
  }
  flush();
}

void RunRecorder::flush() {
  (void)events_->flush();
  (void)board_->flush();
}

}  // namespace unroll::train
