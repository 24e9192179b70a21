#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "protocol/trainer_messages.h"

namespace unroll::engine {

/// JSON-RPC 2.0 on a local socket, one message a line, on a thread that only moves messages. The
/// file is for its owner (0600) and goes with the server. A malformed, unknown or oversized line is
/// answered with an error and the connection lives.
///
/// A reader that is slow costs nobody anything: a bounded buffer waits for it, then notifications
/// are left out and counted (it is told "dropped"), then it is disconnected. Of notifications told
/// with tellLatest() it gets the newest.
///
/// Threads: tell…() from any, never blocking; the rest from one.
class ControlServer {
 public:
  using ClientId = uint64_t;
  using Answer = tl::expected<protocol::Json, protocol::ErrorReply>;

  struct Limits {
    size_t pendingBytes = size_t{1} << 20;    ///< waiting for one reader
    int64_t dropped = 20'000;                 ///< in a row, then it is disconnected
    std::chrono::milliseconds stall{30'000};  ///< without taking a byte, then it is disconnected
    size_t clients = 32;
  };

  /// What the server asks and answers from; everything on the socket's thread, so nothing may
  /// block. "hello" and "subscribe" (answered with status()) are the server's own.
  class Service {
   public:
    virtual ~Service() = default;
    virtual protocol::Hello hello() = 0;
    virtual protocol::Json status() = 0;
    virtual Answer answer(ClientId client, const protocol::Request& request) = 0;
    virtual std::vector<std::string> methods() const = 0;  ///< those that answer() knows
    virtual void tick() {}                                 ///< about twice a second
    virtual void left(ClientId) {}
  };

  /// Listens at `path` (an old file there is replaced). `service` outlives the server.
  /// Errors: Disk, saying why the file system refuses; Usage when the path is too long.
  static Result<std::unique_ptr<ControlServer>> open(const std::filesystem::path& path,
                                                     Service& service, Limits limits);
  static Result<std::unique_ptr<ControlServer>> open(const std::filesystem::path& path,
                                                     Service& service) {
    return open(path, service, Limits{});
  }

  /// Gives readers up to a second to take what waits for them, and removes the file.
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// To all subscribers, in order.
  void tell(protocol::Notification notification);
  /// To all subscribers; one that was not sent yet is replaced by a newer one of its method.
  void tellLatest(protocol::Notification notification);
  /// To one client, subscribed or not.
  void tell(ClientId client, protocol::Notification notification);
  /// Replaced by a newer one of the same `key`.
  void tellLatest(ClientId client, std::string key, protocol::Notification notification);

  const std::filesystem::path& path() const;
  /// Connections ended because their reader was too slow, so far.
  int64_t disconnectedSlow() const;

 private:
  class Impl;
  explicit ControlServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The longest path that a local socket can have.
inline constexpr size_t kMaxSocketPath = 107;

/// A path for a socket called `name` in a folder that only this user can read:
/// $XDG_RUNTIME_DIR/unroll, else /tmp/unroll-UID (both 0700). Errors: Disk.
Result<std::filesystem::path> runtimeSocketPath(const std::string& name);

}  // namespace unroll::engine
