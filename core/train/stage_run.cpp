#include "train/stage_run.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>

#include <ATen/DeviceAccelerator.h>
#include <fmt/format.h>

#include "base/file_system.h"
#include "train/memory_model.h"

namespace unroll::train {
namespace {

constexpr int64_t kProbes = 6;          // Clips of a preview.
constexpr int64_t kPreviewBatches = 4;  // Batches of standing statistics a preview makes do with.
constexpr double kTellSeconds = 0.5;
constexpr double kRecent = 0.1;  // Weight of the newest step in the running step time.

double seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// Labels of the training clips, each as often as an epoch of the loader visits the clip.
std::vector<int64_t> labelsOf(const data::ClipStore& store, int64_t span) {
  std::vector<int64_t> labels;
  for (const data::ClipInfo& clip : store.clips()) {
    if (clip.split != data::Split::Train) continue;
    labels.insert(labels.end(), static_cast<size_t>(data::windowSlots(clip.frames, span)),
                  clip.label);
  }
  return labels;
}

/// Roughly proportional to the time of a step; only for the guess of what is left.
double costOf(const Recipe& recipe, const Training& training) {
  double cost = 0;
  for (size_t i = training.first; i <= training.last; ++i) {
    const StageRecipe& stage = recipe.stages[i];
    const double pixels = static_cast<double>(stage.size * stage.size * stage.frames);
    cost += pixels * static_cast<double>(stage.channels + stage.criticChannels) *
            static_cast<double>(stage.batch * stage.accumulation * (stage.criticSteps + 1));
  }
  return cost;
}

}  // namespace

StageRun::StageRun(RunPlan& plan, const TrainRequest& request, const Training& training,
                   TrainObserver& observer)
    : plan_(plan), request_(request), training_(training), observer_(observer) {
  summary_.stage = trainingName(training);
}

int64_t StageRun::target() const {
  return request_.steps.value_or(plan_.recipe.stages[training_.last].steps);
}

void StageRun::warnOfMemory() {
  if (!plan_.device.is_cpu()) return;
  const bool joint = training_.first != training_.last;
  const MemoryPrediction need =
      joint ? predictJointMemory(plan_.recipe) : predictStageMemory(plan_.recipe, training_.last);
  const int64_t there = std::max<int64_t>(availableMemory(), 0);
  if (need.peak <= there) return;
  observer_.onMessage(fmt::format("{} will need about {} of memory and {} are free.",
                                  summary_.stage, humanBytes(static_cast<uint64_t>(need.peak)),
                                  humanBytes(static_cast<uint64_t>(there))));
}

Result<void> StageRun::prepare() {
  warnOfMemory();
  TrainerSpec spec;
  spec.recipe = plan_.recipe;
  spec.first = training_.first;
  spec.last = training_.last;
  spec.device = plan_.device;
  UNROLL_TRY_ASSIGN(lower, loadLower(plan_, training_.first));
  spec.lower = std::move(lower);
  const int64_t frames = plan_.recipe.stages[training_.last].frames;
  spec.labels = labelsOf(*plan_.store, (frames - 1) * plan_.recipe.dataStride(training_.last) + 1);
  auto sampler = std::make_shared<std::optional<data::WindowSampler>>();
  spec.windowAt = [sampler](int64_t index) { return (*sampler)->batch(index); };
  UNROLL_TRY_ASSIGN(trainer, Trainer::create(std::move(spec)));
  trainer_ = std::move(trainer);
  settledStep_ = -1;
  UNROLL_TRY_ASSIGN(made, data::WindowSampler::create(plan_.store, trainer_->windowSpec()));
  sampler->emplace(std::move(made));
  uint64_t bytes = 0;
  for (const auto& [name, tensor] : trainer_->state()) bytes += tensor.nbytes();
  UNROLL_TRY(plan_.checkpoints.checkFreeSpace(bytes));
  if (trainer_->settings().precision == "bfloat16" && plan_.device.is_cpu()) {
    observer_.onMessage(fmt::format(
        "{} asks for bfloat16, which is used on CUDA only: training in float32.", summary_.stage));
  }
  return restore();
}

Result<void> StageRun::restore() {
  std::vector<std::string> notes;
  int64_t resumedFrom = -1;
  if (branching() && !freed_) {
    UNROLL_TRY_ASSIGN(parent, plan_.project.openRun(plan_.branch->run));
    io::CheckpointStore store(realVfs(), parent.path());
    int64_t step = *plan_.branch->step;
    if (step < 0) {
      UNROLL_TRY_ASSIGN(latest, store.latest(summary_.stage));
      if (!latest) {
        return fail(ErrorKind::NotFound, fmt::format("Run '{}' has no checkpoint of {}.",
                                                     plan_.branch->run, summary_.stage));
      }
      step = latest->step;
    }
    UNROLL_TRY_ASSIGN(file, store.open(summary_.stage, step));
    UNROLL_TRY(branchTrainer(*trainer_, file, notes));
  } else {
    UNROLL_TRY_ASSIGN(latest, plan_.checkpoints.latest(summary_.stage));
    if (latest) {
      UNROLL_TRY_ASSIGN(file, plan_.checkpoints.open(latest->stage, latest->step));
      UNROLL_TRY(resumeTrainer(*trainer_, file, plan_, request_.allowInexact, notes));
      resumedFrom = savedStep_ = trainer_->counters().step;
      summary_.checkpoint = latest->path;
    }
  }
  if (!freed_) {
    UNROLL_TRY_ASSIGN(recorder, RunRecorder::open(plan_, training_, resumedFrom, observer_));
    recorder_.emplace(std::move(recorder));
    enter("preparing");
  }
  for (const std::string& note : notes) {
    observer_.onMessage(note);
    recorder_->message(note);
  }
  if (branching() && !freed_)
    UNROLL_TRY(save());  // So that the branch stands on its own from the start.
  return {};
}

Result<bool> StageRun::finishedBefore() {
  if (branching()) return false;
  UNROLL_TRY_ASSIGN(latest, plan_.checkpoints.latest(summary_.stage));
  if (!latest || latest->step < target()) return false;
  summary_.firstStep = summary_.step = latest->step;
  summary_.checkpoint = latest->path;
  observer_.onMessage(fmt::format("{} has its {} steps already.", summary_.stage, target()));
  return true;
}

bool StageRun::branching() const {
  return plan_.branch && plan_.branch->step && training_ == plan_.trainings.front();
}

Result<StageSummary> StageRun::run(std::stop_token stop) {
  UNROLL_TRY_ASSIGN(finished, finishedBefore());
  if (finished) return summary_;
  UNROLL_TRY(prepare());
  summary_.firstStep = summary_.step = trainer_->counters().step;
  saved_ = told_ = Clock::now();
  if (summary_.step < target()) {
    UNROLL_TRY(openLoader());
    UNROLL_TRY(loop(stop));
    loader_.reset();
  }
  if (trainer_) summary_.step = trainer_->counters().step;
  // With stages to come the run is not finished: the next one says that it is being prepared.
  if (interrupted_ || later_.empty()) enter(interrupted_ ? "idle" : "finished");
  const double steps =
      static_cast<double>(std::max<int64_t>(1, summary_.step - summary_.firstStep));
  summary_.seconds = secondsTraining_;
  summary_.secondsPerStep = secondsTraining_ / steps;
  summary_.waitingShare = secondsTraining_ > 0 ? secondsWaiting_ / secondsTraining_ : 0;
  summary_.generatorLoss = last_.generator.loss;
  summary_.criticLoss = last_.critic.loss;
  return summary_;
}

Result<void> StageRun::openLoader() {
  UNROLL_TRY_ASSIGN(sampler, data::WindowSampler::create(plan_.store, trainer_->windowSpec()));
  loader_ = std::make_unique<data::WindowLoader>(std::move(sampler), trainer_->counters().cursor,
                                                 /*threads=*/1);
  return {};
}

Result<void> StageRun::loop(const std::stop_token& stop) {
  const BatchSource source = [this] { return loader_->next(); };
  while (trainer_->counters().step < target()) {
    UNROLL_TRY(grantWishes(stop));
    if (stop.stop_requested()) {
      interrupted_ = true;
      break;
    }
    enter("running");
    UNROLL_TRY_ASSIGN(report, trainer_->iterate(source));
    UNROLL_TRY(afterStep(report));
  }
  if (!trainer_) return {};  // Stopped in a pause: all is saved.
  if (interrupted_) enter("stopping");
  UNROLL_TRY(save());
  if (!interrupted_ && plan_.recipe.previewEvery > 0) UNROLL_TRY(preview());
  tell(true);
  return {};
}

Result<void> StageRun::grantWishes(const std::stop_token& stop) {
  for (TrainWish wish; (wish = observer_.nextWish()) != TrainWish::None;) {
    switch (wish) {
      case TrainWish::None:
        break;
      case TrainWish::Checkpoint:
        UNROLL_TRY(save());
        break;
      case TrainWish::Preview:
        UNROLL_TRY(preview());
        break;
      case TrainWish::Pause:
      case TrainWish::PauseAndFree:
        UNROLL_TRY(pause(wish == TrainWish::PauseAndFree, stop));
        break;
    }
    if (stop.stop_requested()) break;
  }
  return {};
}

Result<void> StageRun::pause(bool free, const std::stop_token& stop) {
  enter("pausing");
  UNROLL_TRY(save());
  if (free) UNROLL_TRY(freeMemory());
  enter(free ? "paused_freed" : "paused");
  tell(true);
  for (TrainWish wish; (wish = observer_.whilePaused()) != TrainWish::None;) {
    if (wish == TrainWish::PauseAndFree && trainer_) {
      UNROLL_TRY(freeMemory());
      enter("paused_freed");
      tell(true);
    } else if (wish == TrainWish::Preview && trainer_) {
      UNROLL_TRY(preview());
    }
  }
  if (trainer_ || stop.stop_requested()) return {};
  enter("preparing");
  UNROLL_TRY(prepare());
  return openLoader();
}

Result<void> StageRun::freeMemory() {
  summary_.step = trainer_->counters().step;
  loader_.reset();
  trainer_.reset();
  freed_ = true;
  if (plan_.device.is_cuda()) at::accelerator::emptyCache();
#ifdef __GLIBC__
  ::malloc_trim(0);  // What was freed goes back to the system, which is what was asked for.
#endif
  return {};
}

void StageRun::enter(const char* state) {
  if (state_ == state) return;
  state_ = state;
  recorder_->state(state_, trainer_ ? trainer_->counters().step : summary_.step, target());
}

Result<void> StageRun::afterStep(const IterationReport& report) {
  last_ = report;
  const int64_t step = trainer_->counters().step;
  secondsTraining_ += report.seconds;
  secondsWaiting_ += report.secondsWaiting;
  const bool first = step == summary_.firstStep + 1;
  secondsPerStep_ =
      first ? report.seconds : (1 - kRecent) * secondsPerStep_ + kRecent * report.seconds;
  const Recipe& recipe = plan_.recipe;
  const auto due = [step](int64_t every) { return every > 0 && step % every == 0; };
  if (first || due(recipe.logEvery)) recorder_->iteration(step, report);
  tell(false);
  if (due(recipe.previewEvery)) UNROLL_TRY(preview());
  if (due(recipe.evaluateEvery)) UNROLL_TRY(evaluate());
  const double minutes = seconds(Clock::now() - saved_) / 60;
  if (due(recipe.checkpointEvery) ||
      (recipe.checkpointMinutes > 0 && minutes >= recipe.checkpointMinutes)) {
    UNROLL_TRY(save());
  }
  return {};
}

Result<void> StageRun::save() {
  const int64_t step = trainer_->counters().step;
  if (step == savedStep_) return {};
  enter("saving");
  settledStep_ = -1;  // A checkpoint settles them by more batches.
  auto saved = saveTrainer(*trainer_, plan_);
  while (!saved && saved.error().kind == ErrorKind::Disk && observer_.holdForDisk(saved.error()))
    saved = saveTrainer(*trainer_, plan_);
  for (const std::string& note : plan_.checkpoints.takeNotes()) observer_.onMessage(note);
  if (!saved) return tl::unexpected(saved.error());
  savedStep_ = step;
  saved_ = Clock::now();
  summary_.checkpoint = *saved;
  recorder_->checkpoint(step, *saved);
  observer_.onCheckpoint(*saved);
  return {};
}

Result<void> StageRun::settleForPreviews() {
  const int64_t step = trainer_->counters().step;
  if (step == settledStep_) return {};
  UNROLL_TRY(trainer_->settleAverages(std::min(kPreviewBatches, plan_.recipe.standingBatches)));
  settledStep_ = step;
  return {};
}

Result<void> StageRun::preview() {
  const int64_t step = trainer_->counters().step;
  if (step == previewStep_) return {};
  previewStep_ = step;
  UNROLL_TRY(settleForPreviews());
  UNROLL_TRY_ASSIGN(probes, trainer_->probes(kProbes));
  const auto folder = recorder_->preview(step, probes);
  if (folder) {
    observer_.onPreview(*folder);
  } else if (folder.error().kind == ErrorKind::Disk) {
    // A training is worth more than its previews; checkpoints tell of a full disk.
    observer_.onMessage("No preview is made: " + folder.error().message);
  } else {
    return tl::unexpected(folder.error());
  }
  return {};
}

Result<void> StageRun::evaluate() {
  const int64_t step = trainer_->counters().step;
  if (unmeasured_) return {};
  // A training is worth more than its measures.
  const auto giveUp = [this](const Error& error) {
    unmeasured_ = true;
    observer_.onMessage("No measures are made: " + error.message);
    recorder_->message("No measures are made: " + error.message);
    return Result<void>();
  };
  if (!measures_) {
    auto opened = LiveMeasures::open(*plan_.store, plan_.project, plan_.recipe, training_.last);
    if (!opened) return giveUp(opened.error());
    measures_.emplace(std::move(*opened));
    for (const std::string& note : measures_->takeNotes()) recorder_->message(note);
  }
  UNROLL_TRY(settleForPreviews());
  UNROLL_TRY_ASSIGN(clips, trainer_->previews(LiveMeasures::kClips));
  const auto report = measures_->measure(clips);
  if (!report) return giveUp(report.error());
  recorder_->measures(step, *report);
  return keepIfBest(step, *report);
}

Result<void> StageRun::keepIfBest(int64_t step, const metrics::MeasureReport& report) {
  if (!best_) {
    UNROLL_TRY_ASSIGN(
        best, BestCheckpoint::open(plan_, summary_.stage, recorder_->stage(), step, report));
    for (const std::string& note : best.notes()) {
      observer_.onMessage(note);
      recorder_->message(note);
    }
    best_.emplace(std::move(best));
  }
  if (!best_->improvedBy(report)) return {};
  UNROLL_TRY(save());
  return plan_.checkpoints.setMark(summary_.stage, step, io::CheckpointMark::Best, true,
                                   plan_.recipe.bestBy);
}

void StageRun::tell(bool always) {
  const Clock::time_point now = Clock::now();
  if (!always && seconds(now - told_) < kTellSeconds) return;
  told_ = now;
  TrainProgress progress;
  progress.stage = summary_.stage;
  progress.step = trainer_ ? trainer_->counters().step : summary_.step;
  progress.steps = target();
  progress.secondsPerStep = secondsPerStep_;
  progress.secondsLeft =
      secondsPerStep_ * static_cast<double>(std::max<int64_t>(0, progress.steps - progress.step));
  progress.secondsLeftInAll = progress.secondsLeft;
  const double cost = costOf(plan_.recipe, training_);
  for (const Training& later : later_) {
    const auto steps =
        static_cast<double>(request_.steps.value_or(plan_.recipe.stages[later.last].steps));
    progress.secondsLeftInAll += steps * secondsPerStep_ * costOf(plan_.recipe, later) / cost;
  }
  progress.generatorLoss = last_.generator.loss;
  progress.criticLoss = last_.critic.loss;
  progress.residentBytes = residentMemory();
  observer_.onProgress(progress);
}

Error StageRun::failed(Error error) {
  if (error.kind == ErrorKind::Cancelled) return error;
  if (loader_) error = explained(std::move(error));
  if (!recorder_) {
    // Nothing was prepared yet, but the reason belongs into the log too; where that is impossible
    // the caller still says it.
    if (auto recorder = RunRecorder::open(plan_, training_, -1, observer_)) {
      recorder_.emplace(std::move(*recorder));
    }
  }
  if (!recorder_) return error;
  enter("failed");
  recorder_->failed(error, summary_.checkpoint, savedStep_);
  return error;
}

Error StageRun::explained(Error error) const {
  if (!error.message.empty() && error.message.back() == '.') error.message.pop_back();
  error.message +=
      savedStep_ >= 0
          ? fmt::format(
                "; the last good checkpoint is that of step {}, from which --resume goes on.",
                savedStep_)
          : std::string("; there is no checkpoint of this stage yet.");
  return error;
}

}  // namespace unroll::train
