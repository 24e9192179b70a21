#include "data/import_run.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/store_index.h"
#include "media/decode_child.h"

namespace unroll::data {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kCommitEvery = std::chrono::seconds(1);
constexpr auto kTellEvery = std::chrono::milliseconds(500);

/// A source whose decoding has ended, well or not.
struct Finished {
  Result<media::DecodeOutcome> outcome;
  std::unique_ptr<StoreWriter::OpenClip> clip;  ///< null when nothing was decoded
};

/// What is there is only a part of the video: why, in a sentence, or nothing.
std::string partialMessage(const media::DecodeOutcome& outcome) {
  const media::ReadHealth& health = outcome.health;
  std::string text;
  const auto add = [&](const std::string& sentence) {
    text += (text.empty() ? "" : " ") + sentence;
  };
  if (health.unreadable > 0) {
    add(fmt::format("{} of {} frames could not be read and were left out.", health.unreadable,
                    health.frames + health.unreadable));
  }
  if (health.missing > 0) {
    add(fmt::format("The file is cut off: {} of {} frames are there.", health.frames,
                    health.frames + health.unreadable + health.missing));
  } else if (health.truncated) {
    add(fmt::format("The file is cut off or damaged: of its {:.1f} seconds only {} {} there.",
                    outcome.info.durationSeconds, health.frames,
                    health.frames == 1 ? "frame is" : "frames are"));
  }
  if (health.stoppedAtLimit) {
    add(fmt::format("Only its first {} frames were taken, which is the limit.", health.frames));
  }
  return text;
}

class Run {
 public:
  Run(const ImportOptions& options, int jobs, StoreWriter& store, ImportPlan& plan,
      const std::function<void(const ImportProgress&)>& progress, std::stop_token stop)
      : options_(options),
        jobs_(jobs),
        store_(store),
        plan_(plan),
        progress_(progress),
        stop_(std::move(stop)),
        ahead_(static_cast<size_t>(2 * jobs + 4)) {
    for (const PlannedSource& source : plan_.sources) bytesTotal_ += source.bytes;
  }

  Result<void> run() {
    auto done = consume();
    // The workers are joined here; then nothing writes to the store any more.
    workers_.clear();
    finished_.clear();
    auto committed = store_.commit();
    if (!done) return done;
    return committed;
  }

 private:
  Result<void> consume();
  void work(const std::stop_token& own);
  Finished decode(media::DecodeChild& child, const PlannedSource& source,
                  const std::stop_token& own);
  Result<void> record(const PlannedSource& source, Finished finished);
  void tell(const std::string& file);

  const ImportOptions& options_;
  const int jobs_;
  StoreWriter& store_;
  ImportPlan& plan_;
  const std::function<void(const ImportProgress&)>& progress_;
  const std::stop_token stop_;
  const size_t ahead_;  ///< how far workers may be ahead of the first unfinished source
  int64_t bytesTotal_ = 0;
  int64_t bytesDone_ = 0;
  size_t sourcesDone_ = 0;
  int64_t accepted_ = 0;
  int64_t rejected_ = 0;
  Clock::time_point started_ = Clock::now();

  std::mutex mutex_;  ///< guards the three below
  std::condition_variable changed_;
  size_t next_ = 0;                      ///< first source nobody took
  size_t consumed_ = 0;                  ///< sources recorded
  std::map<size_t, Finished> finished_;  ///< by number, not yet recorded
  std::vector<std::jthread> workers_;    ///< last: joined before the rest goes
};

/// Decodes one source into an open clip of the store.
Finished Run::decode(media::DecodeChild& child, const PlannedSource& source,
                     const std::stop_token& own) {
  const FileReport& entry = plan_.report.files[source.report];
  Finished finished{fail(ErrorKind::Internal, "not decoded"), nullptr};
  media::DecodeRequest request;
  request.path = source.path;
  request.size = static_cast<int>(options_.size);
  request.frameRate = options_.frameRate;
  request.startSeconds = source.startSeconds;
  request.endSeconds = source.endSeconds;
  const auto take = [&](std::span<const uint8_t> picture) -> Result<void> {
    if (!finished.clip) {
      ClipInfo info;
      info.source = entry.path;
      info.sourceId = entry.sourceId;
      info.label = store_.classIndex(entry.className);
      info.split = entry.split;
      UNROLL_TRY_ASSIGN(clip, store_.beginClip(info));
      finished.clip = std::move(clip);
    }
    auto appended = finished.clip->append(picture);
    // Told apart from what the video is to blame for.
    if (!appended) appended.error().kind = ErrorKind::Disk;
    return appended;
  };
  finished.outcome = child.decode(request, take, own);
  return finished;
}

void Run::work(const std::stop_token& own) {
  media::DecodeChildSettings settings;
  settings.program = options_.workerProgram;
  media::DecodeChild child(settings);
  while (true) {
    size_t number = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        return own.stop_requested() || next_ >= plan_.sources.size() || next_ < consumed_ + ahead_;
      });
      if (own.stop_requested() || next_ >= plan_.sources.size()) return;
      number = next_++;
    }
    Finished finished{fail(ErrorKind::Internal, "not decoded"), nullptr};
    try {
      finished = decode(child, plan_.sources[number], own);
    } catch (const std::exception& exception) {
      finished.outcome =
          fail(ErrorKind::Internal, fmt::format("{} could not be imported: {}.",
                                                plan_.sources[number].path, exception.what()));
    }
    const std::lock_guard lock(mutex_);
    finished_.emplace(number, std::move(finished));
    changed_.notify_all();
  }
}

Result<void> Run::consume() {
  for (int i = 0; i < jobs_; ++i) {
    workers_.emplace_back([this](const std::stop_token& own) { work(own); });
  }
  // However this ends, the workers must wake up and leave.
  struct Release {
    Run& run;
    ~Release() {
      for (std::jthread& worker : run.workers_) worker.request_stop();
      const std::lock_guard lock(run.mutex_);
      run.changed_.notify_all();
    }
  } release{*this};

  auto lastCommit = Clock::now();
  for (size_t number = 0; number < plan_.sources.size(); ++number) {
    const PlannedSource& source = plan_.sources[number];
    std::optional<Finished> finished;
    while (!finished) {
      if (stop_.stop_requested()) {
        return fail(
            ErrorKind::Cancelled,
            fmt::format("The import was stopped after {} of {} videos; the same command goes "
                        "on from there.",
                        number, plan_.sources.size()));
      }
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kTellEvery, [&] { return finished_.contains(number); });
      const auto found = finished_.find(number);
      if (found != finished_.end()) {
        finished = std::move(found->second);
        finished_.erase(found);
        consumed_ = number + 1;
        changed_.notify_all();
      } else {
        lock.unlock();
        tell({});
      }
    }
    UNROLL_TRY(record(source, std::move(*finished)));
    sourcesDone_ = number + 1;
    bytesDone_ += source.bytes;
    tell(plan_.report.files[source.report].path);
    if (Clock::now() - lastCommit >= kCommitEvery) {
      UNROLL_TRY(store_.commit());
      lastCommit = Clock::now();
    }
  }
  return {};
}

/// Puts the source into the store and the report.
Result<void> Run::record(const PlannedSource& source, Finished finished) {
  FileReport& entry = plan_.report.files[source.report];
  if (!finished.outcome) {
    const Error& error = finished.outcome.error();
    // A full disk or a bug ends the import; anything else is this file's own fault.
    if (error.kind == ErrorKind::Disk || error.kind == ErrorKind::Cancelled ||
        error.kind == ErrorKind::Internal) {
      return tl::unexpected(error);
    }
    entry.outcome = FileOutcome::Rejected;
    entry.message = readableText(error.message);
    ++rejected_;
    return {};
  }
  const media::DecodeOutcome& outcome = *finished.outcome;
  UNROLL_TRY(finished.clip->end());
  entry.message = partialMessage(outcome);
  entry.outcome = entry.message.empty() ? FileOutcome::Accepted : FileOutcome::Partial;
  if (outcome.info.videoStreams > 1) {
    entry.message += fmt::format("{}It holds {} video streams; the main one was taken.",
                                 entry.message.empty() ? "" : " ", outcome.info.videoStreams);
  }
  entry.codec = outcome.info.codec;
  entry.width = outcome.info.width;
  entry.height = outcome.info.height;
  entry.sourceFrames = outcome.health.frames;
  entry.unreadableFrames = outcome.health.unreadable;
  entry.missingFrames = outcome.health.missing;
  entry.storedFrames = outcome.frames;
  ++accepted_;
  return {};
}

void Run::tell(const std::string& file) {
  if (!progress_) return;
  ImportProgress told;
  told.filesDone = static_cast<int64_t>(sourcesDone_);
  told.filesTotal = static_cast<int64_t>(plan_.sources.size());
  told.accepted = accepted_;
  told.rejected = rejected_;
  told.secondsPassed = std::chrono::duration<double>(Clock::now() - started_).count();
  if (bytesDone_ > 0) {
    told.secondsLeft = told.secondsPassed * static_cast<double>(bytesTotal_ - bytesDone_) /
                       static_cast<double>(bytesDone_);
  }
  told.file = file;
  progress_(told);
}

}  // namespace

Result<void> runImport(const ImportOptions& options, int jobs, StoreWriter& store, ImportPlan& plan,
                       const std::function<void(const ImportProgress&)>& progress,
                       const std::stop_token& stop) {
  return Run(options, jobs, store, plan, progress, stop).run();
}

}  // namespace unroll::data
