#include "engine/serve.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <list>
#include <new>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/device.h"
#include "engine/evaluate_run.h"
#include "engine/serve_queue.h"
#include "engine/video_files.h"
#include "io/json_file.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int64_t kBatch = 4;  // Videos made at once: few, so that the first is soon there.
constexpr size_t kKeptCascades = 3;
constexpr uint64_t kMostBytes = uint64_t{2} << 30;  // Of the service's own folder.
constexpr std::string_view kFolderPrefix = "unroll-serve-";

/// The service's own folder. Folders of services that were killed are removed on the way in.
class OwnFolder {
 public:
  static Result<OwnFolder> make() {
    std::error_code error;
    const fs::path base = fs::temp_directory_path(error);
    if (!error) removeOrphans(base);
    std::string name = (base / fmt::format("{}{}-XXXXXX", kFolderPrefix, ::getpid())).string();
    if (error || ::mkdtemp(name.data()) == nullptr) {
      return fail(ErrorKind::Disk, fmt::format("No folder for samples can be made in '{}': {}.",
                                               base.string(), std::strerror(errno)));
    }
    return OwnFolder(name);
  }
  OwnFolder(OwnFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  OwnFolder& operator=(OwnFolder&&) = delete;
  ~OwnFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

  fs::path forWork(int64_t number) const { return path_ / fmt::format("request-{}", number); }

  /// Removes the folders made first until the rest is small enough; never that of `newest`.
  void trim(int64_t newest) {
    uint64_t bytes = 0;
    for (int64_t number = newest; number >= oldest_; --number) {
      std::error_code error;
      for (const auto& entry : fs::recursive_directory_iterator(forWork(number), error)) {
        std::error_code gone;
        if (entry.is_regular_file(gone)) bytes += entry.file_size(gone);
      }
      if (bytes <= kMostBytes || number == newest) continue;
      for (; oldest_ <= number; ++oldest_) fs::remove_all(forWork(oldest_), error);
      return;
    }
  }

 private:
  explicit OwnFolder(fs::path path) : path_(std::move(path)) {}

  static void removeOrphans(const fs::path& base) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(base, error)) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with(kFolderPrefix)) continue;
      pid_t pid = 0;
      std::from_chars(name.data() + kFolderPrefix.size(), name.data() + name.size(), pid);
      std::error_code ignored;
      if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
    }
  }

  fs::path path_;
  int64_t oldest_ = 1;
};

/// The cascades used last, ready to sample.
class Cascades {
 public:
  explicit Cascades(std::string device) : device_(std::move(device)) {}

  Result<UnrollSession*> open(const ModelSource& source, int64_t lastStage) {
    const std::string key = keyOf(source, lastStage);
    for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
      if (kept->key != key) continue;
      kept_.splice(kept_.begin(), kept_, kept);
      return &kept_.front().session;
    }
    // Before, not after: two large models need not fit at once.
    while (kept_.size() >= kKeptCascades) kept_.pop_back();
    UNROLL_TRY_ASSIGN(cascade, loadCascade(source, lastStage, device_));
    kept_.push_front({key, UnrollSession{std::move(cascade), {}}});
    return &kept_.front().session;
  }
  int64_t size() const { return static_cast<int64_t>(kept_.size()); }
  void clear() { kept_.clear(); }

 private:
  struct Kept {
    std::string key;
    UnrollSession session;
  };

  /// What a cascade is loaded from, so that a new checkpoint or a replaced file is another key.
  static std::string keyOf(const ModelSource& source, int64_t lastStage) {
    std::string key = fmt::format("{}|{}|{}|{}|{}", source.project.string(), source.run,
                                  source.step.value_or(-1), source.model.string(), lastStage);
    std::error_code error;
    const fs::path folder =
        source.model.empty() ? source.project / "runs" / source.run / "checkpoints" : source.model;
    const auto stamp = [&](const fs::path& file) {
      key += fmt::format("|{}:{}:{}", file.filename().string(), fs::file_size(file, error),
                         fs::last_write_time(file, error).time_since_epoch().count());
    };
    if (!source.model.empty()) {
      stamp(folder);
    } else {
      std::vector<fs::path> files;
      for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".safetensors") files.push_back(entry.path());
      }
      std::sort(files.begin(), files.end());
      for (const fs::path& file : files) stamp(file);
    }
    return key;
  }

  std::string device_;
  std::list<Kept> kept_;  ///< used last first
};

/// Makes what one request asks for.
class Sampler {
 public:
  Sampler(const ServeWork& work, const protocol::SampleRequest& request, UnrollSession& session,
          ControlServer& server, fs::path out)
      : work_(work), request_(request), session_(session), server_(server), out_(std::move(out)) {}

  Result<void> run() {
    UNROLL_TRY(settle());
    UNROLL_TRY_ASSIGN(stages, wantedStages(request_.stages, session_.cascade.stages.size()));
    stages_ = stages;
    UNROLL_TRY(makeFolders(realVfs(), out_));
    SampleSummary summary;
    for (const size_t index : stages_) {
      summary.frames.push_back(session_.framesOf(index));
      summary.frameRates.push_back(session_.frameRate(index));
    }
    const auto count = static_cast<int64_t>(request_.seeds.size());
    for (int64_t first = 0; first < count; first += kBatch) {
      UNROLL_TRY(batch(first, std::min(kBatch, count - first), summary));
    }
    return writeSampleIndex(session_, out_, stages_, summary);
  }

 private:
  Result<void> settle() {
    for (const int64_t label : request_.labels) {
      UNROLL_TRY(checkLabel(label, session_.cascade));
    }
    session_.options.frames = request_.frames;
    session_.options.truncation = request_.truncation;
    return settleOptions(session_.options, session_.cascade);
  }

  /// Noise and classes of some seeds, which need not follow one another.
  StreamInput inputOf(int64_t first, int64_t count) const {
    StreamInput all;
    std::vector<torch::Tensor> labels;
    std::vector<std::vector<torch::Tensor>> noise(session_.cascade.stages.size());
    const auto& given = request_.labels;
    for (int64_t i = first; i < first + count; ++i) {
      const auto at = static_cast<size_t>(i);
      std::optional<int64_t> label;
      if (!given.empty()) label = given[given.size() == 1 ? 0 : at];
      StreamInput one =
          drawInput(session_.cascade, request_.seeds[at], 1, label, session_.options.truncation);
      labels.push_back(one.label);
      for (size_t stage = 0; stage < noise.size(); ++stage) noise[stage].push_back(one.z[stage]);
    }
    all.label = torch::cat(labels);
    for (const auto& parts : noise) all.z.push_back(torch::cat(parts));
    return all;
  }

  Result<void> batch(int64_t first, int64_t count, SampleSummary& summary) {
    torch::NoGradGuard guard;
    const StreamInput input = inputOf(first, count);
    const int64_t frames = session_.options.frames;
    CascadeStream stream(session_.cascade, input, frames);
    std::vector<VideoFiles> videos;
    for (int64_t video = 0; video < count; ++video) {
      UNROLL_TRY_ASSIGN(files, VideoFiles::open(session_, out_, stages_,
                                                request_.seeds[static_cast<size_t>(first + video)],
                                                input.label[video].item<int64_t>()));
      videos.push_back(std::move(files));
    }
    for (;;) {
      if (work_.stop.stop_requested()) {
        return fail(ErrorKind::Cancelled, "The request was cancelled or replaced by a newer one.");
      }
      const auto chunk = stream.next();
      if (!chunk) break;
      for (size_t position = 0; position < stages_.size(); ++position) {
        for (int64_t video = 0; video < count; ++video) {
          const torch::Tensor bytes = pictures(chunk->stages[stages_[position]], video);
          UNROLL_TRY(videos[static_cast<size_t>(video)].append(position, bytesOf(bytes)));
        }
      }
      const int64_t done = std::min(chunk->firstFrame + chunk->stages.back().size(2), frames);
      const protocol::SampleProgress progress{work_.number, first * frames + done * count,
                                              static_cast<int64_t>(request_.seeds.size()) * frames};
      server_.tellLatest(work_.client, fmt::format("sampling {}", work_.number),
                         {"sampling", toJson(progress)});
    }
    for (VideoFiles& video : videos) {
      UNROLL_TRY(video.commit());
      ready(video.sampled());
      summary.samples.push_back(video.sampled());
    }
    return {};
  }

  void ready(const Sampled& sampled) {
    protocol::SampleReady ready{work_.number, sampled.seed, sampled.label, sampled.className, {}};
    for (size_t position = 0; position < stages_.size(); ++position) {
      const size_t index = stages_[position];
      ready.clips.push_back({static_cast<int64_t>(index) + 1, sampled.files[position].string(),
                             session_.frameRate(index), session_.cascade.steps[index]});
    }
    server_.tell(work_.client, {"ready", toJson(ready)});
  }

  const ServeWork& work_;
  const protocol::SampleRequest& request_;
  UnrollSession& session_;
  ControlServer& server_;
  const fs::path out_;
  std::vector<size_t> stages_;
};

Result<void> sample(const ServeWork& work, const protocol::SampleRequest& request,
                    Cascades& cascades, ControlServer& server, const fs::path& out) {
  int64_t lastStage = 0;
  for (const int64_t stage : request.stages) lastStage = std::max(lastStage, stage);
  const ModelSource source{request.project, request.run, request.at, request.model};
  UNROLL_TRY_ASSIGN(session, cascades.open(source, lastStage));
  return Sampler(work, request, *session, server, out).run();
}

protocol::Notification spectrumOf(int64_t number, const StageEvaluation& evaluation) {
  const io::Json fields = metrics::spectrumFields(evaluation.report);
  protocol::StageSpectrum told{number, evaluation.stage, evaluation.step, {}, {}, {}, {}};
  if (!fields.is_null()) {
    told.size = fields["size"].get<int64_t>();
    told.fake = fields["fake"].get<std::vector<std::vector<double>>>();
    told.real = fields["real"].get<std::vector<double>>();
    told.realDeviation = fields["realDeviation"].get<std::vector<double>>();
  }
  return {"spectrum", toJson(told)};
}

protocol::Notification measuredOf(int64_t number, const StageEvaluation& evaluation,
                                  const fs::path& file) {
  protocol::StageMeasured told{
      number, evaluation.stage, evaluation.step, evaluation.report.protocol.key(),
      {},     file.string()};
  for (const metrics::MeasureRow& row : evaluation.report.rows) {
    if (!row.fake) continue;
    protocol::MeasuredValue value{row.name,       row.title,           row.unit, row.better,
                                  row.fake->mean, row.fake->deviation, {}};
    if (row.floor) value.real = row.floor->mean;
    told.values.push_back(std::move(value));
  }
  return {"measured", toJson(told)};
}

Result<void> measure(const ServeWork& work, const protocol::MeasureRequest& asked,
                     const ServeOptions& options, ControlServer& server, const fs::path& out) {
  EvaluateRequest request;
  request.project = asked.project;
  request.run = asked.run;
  request.step = asked.at;
  request.stages = asked.stages;
  request.measures = asked.measures;
  if (work.spectrum) request.measures = {"psd"};
  UNROLL_TRY_ASSIGN(checked,
                    metrics::parseMeasures(fmt::format("{}", fmt::join(request.measures, ","))));
  request.measures = std::move(checked);
  request.features = asked.features;
  request.weightsFolder = options.weightsFolder;
  request.samples = asked.samples;
  request.realClips = asked.real;
  request.frames = asked.frames;
  request.seed = asked.seed;
  request.events = asked.events;
  request.device = options.device;
  UNROLL_TRY_ASSIGN(
      summary,
      evaluateRun(
          request,
          [&](const std::string& what, int64_t done, int64_t total) {
            server.tellLatest(
                work.client, fmt::format("measuring {}", work.number),
                {"measuring", toJson(protocol::MeasureProgress{work.number, what, done, total})});
          },
          work.stop.get_token()));
  UNROLL_TRY(makeFolders(realVfs(), out));
  for (const StageEvaluation& evaluation : summary.stages) {
    const fs::path file = out / fmt::format("stage{}.json", evaluation.stage);
    UNROLL_TRY(io::writeJsonFile(realVfs(), file, toJson(evaluation)));
    server.tell(work.client, work.spectrum ? spectrumOf(work.number, evaluation)
                                           : measuredOf(work.number, evaluation, file));
  }
  if (summary.unfinished) return tl::unexpected(*summary.unfinished);
  return {};
}

Result<void> make(const ServeWork& work, const ServeOptions& options, Cascades& cascades,
                  ControlServer& server, const fs::path& out) {
  try {
    const auto* samples = std::get_if<protocol::SampleRequest>(&work.request);
    return samples != nullptr ? sample(work, *samples, cascades, server, out)
                              : measure(work, std::get<protocol::MeasureRequest>(work.request),
                                        options, server, out);
  } catch (const std::bad_alloc&) {
    cascades.clear();
    return fail(ErrorKind::OutOfMemory,
                "Memory ran out while sampling: ask for fewer stages or videos.");
  } catch (const std::exception& error) {
    return fail(ErrorKind::Internal, fmt::format("Sampling broke off: {}", error.what()));
  }
}

}  // namespace

Result<void> serve(const ServeOptions& options,
                   const std::function<void(const fs::path&)>& listening, std::stop_token stop) {
  flushDenormals();
  UNROLL_TRY_ASSIGN(device, chooseDevice(options.device));
  if (options.threads > 0) at::set_num_threads(options.threads);
  UNROLL_TRY_ASSIGN(folder, OwnFolder::make());
  fs::path socket = options.socket;
  if (socket.empty()) {
    UNROLL_TRY_ASSIGN(path, runtimeSocketPath(fmt::format("serve-{}.sock", ::getpid())));
    socket = path;
  }
  std::stop_source program;
  const std::stop_callback outer(std::move(stop), [&program] { program.request_stop(); });
  ServeQueue queue(options.withParent, program);
  UNROLL_TRY_ASSIGN(server, ControlServer::open(socket, queue));
  queue.setServer(server.get());
  listening(socket);

  Cascades cascades(device);
  while (const auto work = queue.next(program.get_token())) {
    const auto begun = Clock::now();
    // The end of the program ends the work too.
    const std::stop_callback leaving(program.get_token(),
                                     [source = work->stop]() mutable { source.request_stop(); });
    const auto* samples = std::get_if<protocol::SampleRequest>(&work->request);
    const bool own = samples == nullptr || samples->out.empty();
    const fs::path out = own ? folder.forWork(work->number) : fs::path(samples->out);
    const Result<void> made = make(*work, options, cascades, *server, out);
    queue.ended(cascades.size());
    if (made) {
      const protocol::SampleDone done{
          work->number, std::chrono::duration<double>(Clock::now() - begun).count(), out.string()};
      server->tell(work->client, {"done", toJson(done)});
    } else {
      const protocol::SampleFailed failed{work->number, name(made.error().kind),
                                          made.error().message};
      server->tell(work->client, {"failed", toJson(failed)});
    }
    folder.trim(work->number);
  }
  queue.setServer(nullptr);
  return {};
}

}  // namespace unroll::engine
