#include "engine/trainer_control.h"

#include <unistd.h>

#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "io/event_log.h"
#include "io/project.h"

namespace unroll::engine {
namespace {

using protocol::Json;
using protocol::RunState;
using train::TrainWish;

constexpr double kHeartbeatSeconds = 1.5;  // The tick is every half second: two at most in between.
constexpr auto kHoldTick = std::chrono::milliseconds(500);
constexpr auto kDiskPause = std::chrono::seconds(15);  // Between two tries to write a checkpoint.

/// A field of an event, or `otherwise` where it is missing or of another kind.
template <typename T>
T field(const Json& fields, const char* key, T otherwise) {
  const auto found = fields.find(key);
  if (found == fields.end()) return otherwise;
  if constexpr (std::is_same_v<T, std::string>) {
    return found->is_string() ? found->template get<std::string>() : otherwise;
  } else {
    return found->is_number_integer() ? found->template get<T>() : otherwise;
  }
}

}  // namespace

TrainerControl::TrainerControl(train::TrainObserver& next, std::stop_token outer,
                               ControlServer::Limits limits)
    : next_(next), outer_(std::move(outer), [this] { stop_.request_stop(); }), limits_(limits) {
  now_.state.state = RunState::Preparing;
}

TrainerControl::~TrainerControl() = default;

void TrainerControl::onRun(const io::RunFolder& run) {
  run_ = run.name();
  previews_ = std::filesystem::absolute(run.previewsFolder());
  const auto stages = run.recipe().find("stages");
  stages_ =
      stages != run.recipe().end() && stages->is_array() ? static_cast<int64_t>(stages->size()) : 0;
  {
    const std::lock_guard lock(mutex_);
    heardLocked();
  }
  open(run);
  next_.onRun(run);
}

void TrainerControl::open(const io::RunFolder& run) {
  auto made = ControlServer::open(run.controlSocket(), *this, limits_);
  if (!made) {
    // One name a process, so that two runs of one name cannot meet in the shared folder.
    auto elsewhere = runtimeSocketPath(fmt::format("{}-{}.sock", run_.substr(0, 32), ::getpid()));
    if (!elsewhere) {
      return onMessage(fmt::format("{} Training goes on, but no window can steer it.",
                                   elsewhere.error().message));
    }
    made = ControlServer::open(*elsewhere, *this, limits_);
  }
  if (!made) {
    return onMessage(
        fmt::format("{} Training goes on, but no window can steer it.", made.error().message));
  }
  const std::filesystem::path path = (*made)->path();
  {
    const std::lock_guard lock(mutex_);
    server_ = std::move(*made);
  }
  const auto named = run.nameSocket(path);
  if (!named) onMessage(named.error().message);
}

void TrainerControl::onLeave() {
  std::unique_ptr<ControlServer> last;
  {
    const std::lock_guard lock(mutex_);
    last = std::move(server_);
  }
  last.reset();  // Not under the lock, which the socket's thread may be waiting for.
  next_.onLeave();
}

void TrainerControl::heardLocked() { heard_ = io::unixTime(); }

void TrainerControl::onProgress(const train::TrainProgress& progress) {
  {
    const std::lock_guard lock(mutex_);
    heardLocked();
    protocol::Progress& to = now_.progress;
    if (to.training != progress.stage || firstStep_ < 0) firstStep_ = progress.step;
    to.training = progress.stage;
    to.stage = now_.state.stage;
    to.step = progress.step;
    to.steps = progress.steps;
    to.stepsMeasured = progress.step - firstStep_;
    to.secondsPerStep = progress.secondsPerStep;
    to.secondsLeft = progress.secondsLeft;
    to.secondsLeftInAll = progress.secondsLeftInAll;
    to.generatorLoss = progress.generatorLoss;
    to.criticLoss = progress.criticLoss;
    to.residentBytes = progress.residentBytes;
    if (server_) {
      told_ = heard_;
      server_->tellLatest({"progress", toJson(progressLocked())});
    }
  }
  next_.onProgress(progress);
}

void TrainerControl::onMessage(std::string_view sentence) {
  {
    const std::lock_guard lock(mutex_);
    heardLocked();
    now_.message = sentence;
    if (server_) {
      const protocol::LogLine line{now_.state.stage, now_.message, heard_};
      server_->tell({"log", toJson(line)});
    }
  }
  next_.onMessage(sentence);
}

void TrainerControl::onCheckpoint(const std::filesystem::path& file) { next_.onCheckpoint(file); }

void TrainerControl::onPreview(const std::filesystem::path& folder) { next_.onPreview(folder); }

protocol::PreviewReady TrainerControl::previewOf(int64_t stage, int64_t step,
                                                 const std::string& folder) const {
  // "probe-0.npy" is of the stage in training, "probe-0-stage1.npy" and "probe-0-real.npy" belong
  // to it.
  static const std::regex kName(R"(probe-(\d{1,6})(?:-(stage\d|real))?\.npy)");
  protocol::PreviewReady preview{stage, step, (previews_ / folder).string(), {}, io::unixTime()};
  const std::string own = fmt::format("stage{}", stage > 0 ? stage : stages_);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(previews_ / folder, error)) {
    const std::string name = entry.path().filename().string();
    std::smatch match;
    if (!std::regex_match(name, match, kName)) continue;
    preview.clips.push_back(
        {std::stoll(match[1]), match[2].matched ? match[2].str() : own, entry.path().string()});
  }
  std::ranges::sort(preview.clips, [](const auto& a, const auto& b) {
    return std::tie(a.probe, a.part) < std::tie(b.probe, b.part);
  });
  return preview;
}

void TrainerControl::onEvent(std::string_view type, const Json& fields) {
  next_.onEvent(type, fields);
  const auto stage = field<int64_t>(fields, "stage", 0);
  const auto step = field<int64_t>(fields, "step", -1);
  std::optional<protocol::PreviewReady> preview;
  if (type == "preview") preview = previewOf(stage, step, field<std::string>(fields, "folder", ""));

  const std::lock_guard lock(mutex_);
  heardLocked();
  Json params;
  std::string method(type);
  if (type == "scalar") {
    method = "metric";
    const auto value = fields.find("value");
    params = toJson(protocol::Metric{stage, step, field<std::string>(fields, "name", ""),
                                     value == fields.end() ? 0 : io::eventNumber(*value), heard_});
  } else if (type == "state") {
    const auto state = protocol::runStateFromWord(field<std::string>(fields, "state", ""));
    if (!state) return;
    now_.state = {*state, field<std::string>(fields, "training", ""), stage, step, heard_, {}};
    params = toJson(now_.state);
  } else if (type == "checkpoint") {
    now_.checkpoint = {stage, step, field<std::string>(fields, "file", ""), heard_};
    params = toJson(*now_.checkpoint);
  } else if (type == "preview") {
    now_.preview = preview;
    params = toJson(*preview);
  } else if (type == "failed") {
    params = toJson(protocol::Failure{stage, field<std::string>(fields, "message", ""),
                                      field<std::string>(fields, "kind", ""),
                                      field<std::string>(fields, "checkpoint", ""), step, heard_});
  } else if (type == "log") {
    return;  // onMessage() has told it.
  } else {
    params = fields;
    params["time"] = heard_;
  }
  if (!server_) return;
  if (type == "preview") {
    server_->tellLatest({method, std::move(params)});
  } else {
    server_->tell({method, std::move(params)});
  }
}

bool TrainerControl::canPreviewLocked() const { return now_.state.state != RunState::PausedFreed; }

TrainWish TrainerControl::takeWishLocked(bool paused) {
  if (wantsPreview_ && (!paused || canPreviewLocked())) {
    wantsPreview_ = false;
    return TrainWish::Preview;
  }
  if (wantsFree_) {
    wantsFree_ = wantsPause_ = wantsCheckpoint_ = false;
    holds_ = true;
    return TrainWish::PauseAndFree;
  }
  if (paused) {
    wantsCheckpoint_ = false;  // A pause begins with one.
    return TrainWish::None;
  }
  if (wantsPause_) {
    wantsPause_ = wantsCheckpoint_ = false;
    holds_ = true;
    return TrainWish::Pause;
  }
  if (wantsCheckpoint_) {
    wantsCheckpoint_ = false;
    return TrainWish::Checkpoint;
  }
  return TrainWish::None;
}

TrainWish TrainerControl::nextWish() {
  {
    const std::lock_guard lock(mutex_);
    heardLocked();
    const TrainWish wish = takeWishLocked(false);
    if (wish != TrainWish::None) return wish;
  }
  return next_.nextWish();
}

TrainWish TrainerControl::whilePaused() {
  std::unique_lock lock(mutex_);
  const std::stop_token stop = stop_.get_token();
  while (holds_ && !stop.stop_requested()) {
    heardLocked();
    const TrainWish wish = takeWishLocked(true);
    if (wish != TrainWish::None) return wish;
    // Nothing that takeWishLocked() would not grant may end the wait, or it would spin.
    wake_.wait_for(lock, stop, kHoldTick, [this] {
      return !holds_ || wantsFree_ || (wantsPreview_ && canPreviewLocked());
    });
  }
  holds_ = false;
  return TrainWish::None;
}

bool TrainerControl::holdForDisk(const Error& error) {
  const std::stop_token stop = stop_.get_token();
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    if (!server_ || stop.stop_requested()) return false;
    news = now_.state.reason != error.message;
    now_.state.reason = error.message;
    tellState(RunState::Paused);
    holds_ = true;
  }
  if (news) {
    onMessage(error.message + " Training is paused meanwhile and tries again by itself.");
  }
  std::unique_lock lock(mutex_);
  const auto until = std::chrono::steady_clock::now() + kDiskPause;
  while (holds_ && !stop.stop_requested() && std::chrono::steady_clock::now() < until) {
    heardLocked();
    wake_.wait_for(lock, stop, kHoldTick, [this] { return !holds_; });
  }
  holds_ = false;
  return !stop.stop_requested();
}

std::vector<std::string> TrainerControl::methods() const {
  return {"status", "pause", "resume", "stop", "checkpoint", "preview"};
}

protocol::Hello TrainerControl::hello() {
  return {protocol::kProtocolVersion, "unroll", "trainer", run_, ::getpid()};
}

protocol::Progress TrainerControl::progressLocked() {
  protocol::Progress progress = now_.progress;
  progress.state = now_.state.state;
  if (progress.training.empty()) progress.training = now_.state.training;
  progress.time = io::unixTime();
  progress.silentSeconds = std::max(0.0, progress.time - heard_);
  return progress;
}

protocol::Status TrainerControl::statusLocked() {
  protocol::Status status = now_;
  status.progress = progressLocked();
  return status;
}

Json TrainerControl::status() {
  const std::lock_guard lock(mutex_);
  return toJson(statusLocked());
}

void TrainerControl::tick() {
  const std::lock_guard lock(mutex_);
  const double now = io::unixTime();
  if (std::abs(now - told_) < kHeartbeatSeconds || !server_) return;
  told_ = now;
  server_->tellLatest({"progress", toJson(progressLocked())});
}

void TrainerControl::tellState(RunState state) {
  if (now_.state.state == state) return;
  now_.state.state = state;
  now_.state.time = io::unixTime();
  if (server_) server_->tell({"state", toJson(now_.state)});
}

ControlServer::Answer TrainerControl::answer(ControlServer::ClientId,
                                             const protocol::Request& request) {
  using protocol::ErrorReply;
  using protocol::RpcCode;
  protocol::Pause pause;
  if (request.method == "pause") {
    const auto read = protocol::fromJson(request.params, pause);
    if (!read) {
      return tl::unexpected(ErrorReply{request.id, RpcCode::InvalidParams, read.error().message});
    }
  } else if (!request.params.empty()) {
    return tl::unexpected(ErrorReply{request.id, RpcCode::InvalidParams,
                                     fmt::format("'{}' takes no parameters.", request.method)});
  }
  if (request.method != "status") command(request, pause.free);
  return status();
}

void TrainerControl::command(const protocol::Request& request, bool free) {
  const std::string& method = request.method;
  if (method == "stop") {
    {
      const std::lock_guard lock(mutex_);
      tellState(RunState::Stopping);
    }
    stop_.request_stop();
    wake_.notify_all();
    return;
  }
  const std::lock_guard lock(mutex_);
  if (method == "pause") {
    (free ? wantsFree_ : wantsPause_) = free || !holds_;
    if (!holds_ && now_.state.state != RunState::Stopping) tellState(RunState::Pausing);
  } else if (method == "resume") {
    const bool asked = wantsPause_ || wantsFree_;
    wantsPause_ = wantsFree_ = false;
    if (holds_) {
      holds_ = false;
    } else if (asked && now_.state.state == RunState::Pausing) {
      tellState(RunState::Running);  // The pause was called off before it began.
    }
  } else if (method == "checkpoint") {
    wantsCheckpoint_ = true;
  } else if (method == "preview") {
    wantsPreview_ = true;
  }
  wake_.notify_all();
}

}  // namespace unroll::engine
