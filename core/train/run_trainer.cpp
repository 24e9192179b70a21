#include "train/run_trainer.h"

#include <fmt/format.h>

#include "base/file_system.h"
#include "base/log.h"
#include "train/memory_model.h"
#include "train/stage_run.h"

namespace unroll::train {
namespace {

/// Hands messages on and keeps them for the summary.
class KeepingObserver : public TrainObserver {
 public:
  KeepingObserver(TrainObserver& next, TrainSummary& summary) : next_(next), summary_(summary) {}
  void onProgress(const TrainProgress& progress) override { next_.onProgress(progress); }
  void onMessage(std::string_view message) override {
    summary_.messages.emplace_back(message);
    next_.onMessage(message);
  }
  void onCheckpoint(const std::filesystem::path& file) override { next_.onCheckpoint(file); }
  void onPreview(const std::filesystem::path& folder) override { next_.onPreview(folder); }
  void onRun(const io::RunFolder& run) override { next_.onRun(run); }
  void onLeave() override { next_.onLeave(); }
  void onEvent(std::string_view type, const io::Json& fields) override {
    next_.onEvent(type, fields);
  }
  TrainWish nextWish() override { return next_.nextWish(); }
  TrainWish whilePaused() override { return next_.whilePaused(); }
  bool holdForDisk(const Error& error) override { return next_.holdForDisk(error); }

 private:
  TrainObserver& next_;
  TrainSummary& summary_;
};

/// Tells the observer of the run, and of its end on every way out.
class Visit {
 public:
  Visit(TrainObserver& observer, const io::RunFolder& run) : observer_(observer) {
    observer_.onRun(run);
  }
  ~Visit() { observer_.onLeave(); }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

 private:
  TrainObserver& observer_;
};

/// LibTorch's CPU allocator throws a plain error; its text is all there is to tell it by.
bool isOutOfMemory(const std::string& what) {
  return what.find("can't allocate memory") != std::string::npos ||
         what.find("out of memory") != std::string::npos ||
         what.find("not enough memory") != std::string::npos;
}

Error outOfMemory(const RunPlan& plan, const Training& training) {
  const std::string name = trainingName(training);
  const bool joint = training.first != training.last;
  const MemoryPrediction need =
      joint ? predictJointMemory(plan.recipe) : predictStageMemory(plan.recipe, training.last);
  const int64_t batch = plan.recipe.stages[training.last].batch;
  const int64_t there = availableMemory();
  int64_t fits =
      batchThatFits(plan.recipe, joint ? plan.recipe.stages.size() : training.last, there);
  fits = std::min(fits, batch - 1);  // What has just failed does not fit, whatever was predicted.
  const std::string key = fmt::format("{}.", stageName(training.last));
  const std::string cure =
      fits > 0 ? fmt::format(
                     "a batch of {} would fit: set {}batch={} and {}accumulation={} for the same "
                     "batch in all",
                     fits, key, fits, key,
                     (batch * plan.recipe.stages[training.last].accumulation + fits - 1) / fits)
               : std::string("not even a batch of 1 would fit: choose fewer channels or frames");
  return Error{
      ErrorKind::OutOfMemory,
      fmt::format(
          "Memory ran out while training {} with a batch of {} (about {} wanted, {} there); {}.",
          name, batch, humanBytes(static_cast<uint64_t>(need.peak)),
          humanBytes(static_cast<uint64_t>(std::max<int64_t>(there, 0))), cure)};
}

/// One training, with every exception turned into the error it stands for.
Result<StageSummary> runStage(StageRun& stage, const RunPlan& plan, const Training& training,
                              std::stop_token stop) {
  try {
    return stage.run(std::move(stop));
  } catch (const std::bad_alloc&) {
    return tl::unexpected(outOfMemory(plan, training));
  } catch (const c10::OutOfMemoryError&) {
    return tl::unexpected(outOfMemory(plan, training));
  } catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace();
    if (isOutOfMemory(what)) return tl::unexpected(outOfMemory(plan, training));
    const bool cuda = what.find("CUDA") != std::string::npos;
    return fail(
        cuda ? ErrorKind::Device : ErrorKind::Internal,
        fmt::format("Training {} broke off inside LibTorch: {}", trainingName(training), what));
  } catch (const std::exception& error) {
    if (isOutOfMemory(error.what())) return tl::unexpected(outOfMemory(plan, training));
    return fail(ErrorKind::Internal,
                fmt::format("Training {} broke off: {}", trainingName(training), error.what()));
  }
}

}  // namespace

Result<TrainSummary> trainRun(const TrainRequest& request, TrainObserver& given,
                              std::stop_token stop) {
  UNROLL_TRY_ASSIGN(plan, planRun(request));
  TrainSummary summary;
  KeepingObserver observer(given, summary);
  summary.run = request.run;
  summary.device = plan.device.is_cuda() ? "cuda" : "cpu";
  summary.threads = plan.threads;
  const Visit visit(observer, plan.run);  // Ends before the plan, and with it the lock, does.
  for (const std::string& note : plan.notes) observer.onMessage(note);
  for (size_t i = 0; i < plan.trainings.size(); ++i) {
    StageRun stage(plan, request, plan.trainings[i], observer);
    stage.setLater(
        {plan.trainings.begin() + static_cast<std::ptrdiff_t>(i) + 1, plan.trainings.end()});
    auto done = runStage(stage, plan, plan.trainings[i], stop);
    if (!done) return tl::unexpected(stage.failed(std::move(done.error())));
    summary.stages.push_back(std::move(*done));
    summary.interrupted = stage.interrupted();
    if (summary.interrupted) break;
  }
  summary.peakBytes = peakResidentMemory();
  return summary;
}

}  // namespace unroll::train
