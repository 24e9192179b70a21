#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "engine/control_server.h"
#include "protocol/serve_messages.h"

namespace unroll::engine {

/// One accepted request.
struct ServeWork {
  int64_t number = 0;
  ControlServer::ClientId client = 0;
  std::variant<protocol::SampleRequest, protocol::MeasureRequest> request;
  bool spectrum = false;  ///< of a MeasureRequest: power spectra alone
  std::stop_source stop;

  const std::string& slot() const;
};

/// What waits and what runs in `unroll serve`: takes requests on the socket's thread and hands them
/// to the thread that computes, in order. A request takes the place of an older one of its client
/// and slot; the work of a client that left is dropped.
/// Threads: any.
class ServeQueue : public ControlServer::Service {
 public:
  /// `program`: ends the service ("shutdown", the parent's end).
  ServeQueue(bool withParent, std::stop_source program);

  /// Where notifications go; set before anything is asked.
  void setServer(ControlServer* server);

  /// The next work, waiting for it; empty when `stop` asks to leave.
  std::optional<ServeWork> next(const std::stop_token& stop);
  /// The work handed out last has ended. `kept`: cascades in memory.
  void ended(int64_t kept);

  protocol::Hello hello() override;
  protocol::Json status() override;
  ControlServer::Answer answer(ControlServer::ClientId client,
                               const protocol::Request& request) override;
  std::vector<std::string> methods() const override;
  void tick() override;
  void left(ControlServer::ClientId client) override;

 private:
  ControlServer::Answer accept(ServeWork work, const protocol::Request& request);
  bool dropLocked(const std::function<bool(const ServeWork&)>& which, const std::string& why,
                  int64_t* number = nullptr);

  const bool withParent_;
  const int64_t parent_;
  std::stop_source program_;

  std::mutex mutex_;  ///< Guards what follows.
  std::condition_variable_any filled_;
  ControlServer* server_ = nullptr;
  std::deque<ServeWork> waiting_;
  std::optional<ServeWork> running_;
  int64_t last_ = 0, kept_ = 0;
};

/// Refuses requests that no service could fulfil. Errors: Usage, one sentence.
Result<void> checkSampleRequest(const protocol::SampleRequest& request);
Result<void> checkMeasureRequest(const protocol::MeasureRequest& request);

}  // namespace unroll::engine
