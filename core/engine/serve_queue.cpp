#include "engine/serve_queue.h"

#include <unistd.h>

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace unroll::engine {
namespace {

using protocol::ErrorReply;
using protocol::RpcCode;

constexpr size_t kMostWaiting = 1000;
constexpr size_t kMostSeeds = 100'000;
constexpr int64_t kMostFrames = 1'000'000;
constexpr int64_t kMostMeasured = 100'000;

tl::unexpected<ErrorReply> refuse(const protocol::Request& request, RpcCode code,
                                  std::string message) {
  return tl::unexpected(ErrorReply{request.id, code, std::move(message)});
}

}  // namespace

Result<void> checkSampleRequest(const protocol::SampleRequest& request) {
  const auto wrong = [](std::string message) { return fail(ErrorKind::Usage, std::move(message)); };
  const bool model = !request.model.empty();
  if (model != (request.project.empty() && request.run.empty()) ||
      (!model && (request.project.empty() || request.run.empty()))) {
    return wrong("A request names either 'model', or 'project' and 'run'.");
  }
  for (const std::string& path : {request.project, request.model, request.out}) {
    if (!path.empty() && path.front() != '/') {
      return wrong(fmt::format("'{}' is no absolute path, which a service needs.", path));
    }
  }
  const std::set<uint64_t> different(request.seeds.begin(), request.seeds.end());
  if (request.seeds.empty() || different.size() != request.seeds.size() ||
      request.seeds.size() > kMostSeeds) {
    return wrong(fmt::format("'seeds' needs 1 to {} different seeds.", kMostSeeds));
  }
  const size_t labels = request.labels.size();
  if (labels > 1 && labels != request.seeds.size()) {
    return wrong("'labels' needs one class for all, one for each seed, or none at all.");
  }
  if (request.frames < 0 || request.frames > kMostFrames) {
    return wrong(fmt::format("'frames' is {}; use 1 to {}, or 0 for a training window's.",
                             request.frames, kMostFrames));
  }
  if (!(request.truncation == -1 || (request.truncation >= 0 && request.truncation <= 10))) {
    return wrong("'truncation' is neither from 0 to 10 nor -1 for the recipe's.");
  }
  return {};
}

Result<void> checkMeasureRequest(const protocol::MeasureRequest& request) {
  const auto wrong = [](std::string message) { return fail(ErrorKind::Usage, std::move(message)); };
  if (request.project.empty() || request.run.empty()) {
    return wrong("A request to measure names 'project' and 'run'.");
  }
  if (request.project.front() != '/') {
    return wrong(fmt::format("'{}' is no absolute path, which a service needs.", request.project));
  }
  if (request.samples < 4 || request.samples > kMostMeasured || request.real < 8 ||
      request.real > kMostMeasured) {
    return wrong(
        fmt::format("'samples' needs 4 to {0} videos, 'real' 8 to {0} windows.", kMostMeasured));
  }
  if (request.frames < 0 || request.frames > kMostFrames) {
    return wrong(fmt::format("'frames' is {}; use 1 to {}, or 0 for a training window's.",
                             request.frames, kMostFrames));
  }
  return {};
}

const std::string& ServeWork::slot() const {
  return std::visit([](const auto& asked) -> const std::string& { return asked.slot; }, request);
}

ServeQueue::ServeQueue(bool withParent, std::stop_source program)
    : withParent_(withParent), parent_(::getppid()), program_(std::move(program)) {}

void ServeQueue::setServer(ControlServer* server) {
  const std::lock_guard lock(mutex_);
  server_ = server;
}

std::optional<ServeWork> ServeQueue::next(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!filled_.wait(lock, stop, [this] { return !waiting_.empty(); })) return std::nullopt;
  if (stop.stop_requested()) return std::nullopt;
  running_ = std::move(waiting_.front());
  waiting_.pop_front();
  return running_;
}

void ServeQueue::ended(int64_t kept) {
  const std::lock_guard lock(mutex_);
  running_.reset();
  kept_ = kept;
}

protocol::Hello ServeQueue::hello() {
  return {protocol::kProtocolVersion, "unroll", "serve", "", ::getpid()};
}

protocol::Json ServeQueue::status() {
  const std::lock_guard lock(mutex_);
  return toJson(protocol::ServeStatus{running_ ? running_->number : 0,
                                      static_cast<int64_t>(waiting_.size()), kept_});
}

std::vector<std::string> ServeQueue::methods() const {
  return {"status", "sample", "spectrum", "measure", "cancel", "shutdown"};
}

void ServeQueue::tick() {
  if (withParent_ && ::getppid() != parent_) program_.request_stop();
}

bool ServeQueue::dropLocked(const std::function<bool(const ServeWork&)>& which,
                            const std::string& why, int64_t* number) {
  bool dropped = false;
  for (auto work = waiting_.begin(); work != waiting_.end();) {
    if (!which(*work)) {
      ++work;
      continue;
    }
    if (number != nullptr) *number = work->number;
    if (server_ != nullptr) {
      const protocol::SampleFailed failed{work->number, name(ErrorKind::Cancelled), why};
      server_->tell(work->client, {"failed", toJson(failed)});
    }
    work = waiting_.erase(work);
    dropped = true;
  }
  if (running_ && which(*running_) && !running_->stop.stop_requested()) {
    if (number != nullptr) *number = running_->number;
    running_->stop.request_stop();  // The computing thread tells of its end.
    dropped = true;
  }
  return dropped;
}

void ServeQueue::left(ControlServer::ClientId client) {
  const std::lock_guard lock(mutex_);
  dropLocked([client](const ServeWork& work) { return work.client == client; }, "");
}

ControlServer::Answer ServeQueue::accept(ServeWork work, const protocol::Request& request) {
  const std::lock_guard lock(mutex_);
  protocol::Accepted accepted;
  if (!work.slot().empty()) {
    dropLocked(
        [&](const ServeWork& other) {
          return other.client == work.client && other.slot() == work.slot();
        },
        "A newer request took its place.", &accepted.replaced);
  }
  if (waiting_.size() >= kMostWaiting) {
    return refuse(request, RpcCode::Refused,
                  fmt::format("{} requests are waiting already.", waiting_.size()));
  }
  accepted.request = work.number = ++last_;
  waiting_.push_back(std::move(work));
  filled_.notify_one();
  return toJson(accepted);
}

ControlServer::Answer ServeQueue::answer(ControlServer::ClientId client,
                                         const protocol::Request& request) {
  const auto take = [&](auto asked, auto check) -> ControlServer::Answer {
    const auto read = protocol::fromJson(request.params, asked);
    if (!read) return refuse(request, RpcCode::InvalidParams, read.error().message);
    const auto checked = check(asked);
    if (!checked) return refuse(request, RpcCode::InvalidParams, checked.error().message);
    return accept({0, client, std::move(asked), request.method == "spectrum", {}}, request);
  };
  if (request.method == "sample") return take(protocol::SampleRequest(), checkSampleRequest);
  if (request.method == "measure") return take(protocol::MeasureRequest(), checkMeasureRequest);
  if (request.method == "spectrum") {
    return take(protocol::MeasureRequest(), [](const protocol::MeasureRequest& asked) {
      if (asked.measures.empty()) return checkMeasureRequest(asked);
      return Result<void>(fail(ErrorKind::Usage, "'spectrum' takes no 'measures'."));
    });
  }
  if (request.method == "cancel") {
    protocol::Cancel cancel;
    const auto read = protocol::fromJson(request.params, cancel);
    if (!read) return refuse(request, RpcCode::InvalidParams, read.error().message);
    const std::lock_guard lock(mutex_);
    const bool done = dropLocked(
        [&](const ServeWork& work) {
          return work.client == client && work.number == cancel.request;
        },
        "The request was cancelled.");
    return protocol::Json{{"cancelled", done}};
  }
  if (!request.params.empty()) {
    return refuse(request, RpcCode::InvalidParams,
                  fmt::format("'{}' takes no parameters.", request.method));
  }
  if (request.method == "shutdown") program_.request_stop();
  return status();
}

}  // namespace unroll::engine
