#include "engine/control_server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include "base/nearest.h"
#include "engine/control_connection.h"

namespace unroll::engine {
namespace {

namespace fs = std::filesystem;
using Protocol = asio::local::stream_protocol;
using protocol::ErrorReply;
using protocol::Notification;
using protocol::RpcCode;

constexpr auto kTick = std::chrono::milliseconds(500);
constexpr auto kFarewell = std::chrono::milliseconds(1000);
constexpr size_t kMostWaiting = 100'000;  // Lines between the threads: the socket's was starved.

/// Whether the process at the other end belongs to this user (or is root).
bool isOwner(Protocol::socket& socket) {
  ucred peer{};
  socklen_t size = sizeof(peer);
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return false;
  }
  return peer.uid == ::geteuid() || peer.uid == 0;
}

}  // namespace

class ControlServer::Impl : public ControlConnection::Host {
 public:
  Impl(fs::path path, Service& service, Limits limits)
      : path_(std::move(path)), service_(service), limits_(limits) {}

  ~Impl() override {
    if (!thread_.joinable()) return;
    asio::post(context_, [this] { farewell(); });
    thread_.join();
    ::unlink(path_.c_str());
  }

  Result<void> listen() {
    if (path_.native().size() > kMaxSocketPath) {
      return fail(ErrorKind::Usage, fmt::format("'{}' is too long for a socket ({} bytes at most).",
                                                path_.string(), kMaxSocketPath));
    }
    ::unlink(path_.c_str());  // Left by a killed process: the caller holds the folder's lock.
    asio::error_code error;
    acceptor_.open(Protocol(), error);
    // Linux gives the file the mode of the socket, so nobody else can connect even for a moment.
    if (!error && ::fchmod(acceptor_.native_handle(), 0600) != 0) {
      error.assign(errno, asio::system_category());
    }
    if (!error) acceptor_.bind(Protocol::endpoint(path_.string()), error);
    if (!error && ::chmod(path_.c_str(), 0600) != 0) error.assign(errno, asio::system_category());
    if (!error) acceptor_.listen(16, error);
    if (error) {
      return fail(ErrorKind::Disk, fmt::format("No socket can be made at '{}': {}.", path_.string(),
                                               std::strerror(error.value())));
    }
    accept();
    tick();
    thread_ = std::thread([this] { context_.run(); });
    return {};
  }

  /// client 0: all subscribers. key "": in order.
  void post(ClientId client, std::string key, Notification notification) {
    std::string line = toLine(notification);
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      if (!key.empty()) {
        latest_[{client, std::move(key)}] = std::move(line);
      } else if (inbox_.size() < kMostWaiting) {
        inbox_.emplace_back(client, std::move(line));
      } else {
        ++lost_;
      }
      wake = !std::exchange(woken_, true);
    }
    if (wake) asio::post(context_, [this] { deliver(); });
  }

  const fs::path& path() const { return path_; }
  int64_t slow() const { return slow_; }

  void onRequest(ControlConnection& from, const protocol::Request& request) override {
    const auto refuse = [&](RpcCode code, std::string message) {
      from.reply(ErrorReply{request.id, code, std::move(message)});
    };
    if (request.method == "hello") {
      protocol::Hello theirs;
      const auto read = protocol::fromJson(request.params, theirs);
      if (!read) return refuse(RpcCode::InvalidParams, read.error().message);
      if (theirs.protocol != protocol::kProtocolVersion) {
        return refuse(RpcCode::VersionUnknown,
                      fmt::format("This program speaks version {} of the protocol, not {}: use "
                                  "programs of the same version.",
                                  protocol::kProtocolVersion, theirs.protocol));
      }
      return from.reply(protocol::Reply{request.id, toJson(service_.hello())});
    }
    if (request.method == "subscribe") {
      if (!request.params.empty()) {
        return refuse(RpcCode::InvalidParams, "'subscribe' takes no parameters.");
      }
      from.subscribed = true;
      return from.reply(protocol::Reply{request.id, service_.status()});
    }
    const std::vector<std::string> known = service_.methods();
    if (std::find(known.begin(), known.end(), request.method) == known.end()) {
      std::vector<std::string> all = known;
      all.insert(all.end(), {"hello", "subscribe"});
      return refuse(RpcCode::MethodNotFound,
                    fmt::format("There is no method '{}'.{}", request.method.substr(0, 64),
                                didYouMean(request.method.substr(0, 64), all)));
    }
    Answer answer = service_.answer(from.id(), request);
    if (!answer) return refuse(answer.error().code, answer.error().message);
    from.reply(protocol::Reply{request.id, std::move(*answer)});
  }

  void onGone(ClientId client) override {
    connections_.erase(client);
    service_.left(client);
  }

 private:
  void accept() {
    acceptor_.async_accept([this](const asio::error_code& error, Protocol::socket socket) {
      if (leaving_ || error == asio::error::operation_aborted) return;
      if (!error && connections_.size() < limits_.clients && isOwner(socket)) {
        const ClientId id = ++lastClient_;
        auto connection =
            std::make_shared<ControlConnection>(std::move(socket), id, limits_, *this);
        connections_[id] = connection;
        connection->begin(Notification{"hello", toJson(service_.hello())});
      }
      if (error == asio::error::no_descriptors) {
        retryAccept_ = true;  // At the next tick: accepting at once would spin.
      } else {
        accept();
      }
    });
  }

  void deliver() {
    std::vector<std::pair<ClientId, std::string>> lines;
    std::map<std::pair<ClientId, std::string>, std::string> latest;
    int64_t lost = 0;
    {
      const std::lock_guard lock(mutex_);
      lines.swap(inbox_);
      latest.swap(latest_);
      lost = std::exchange(lost_, 0);
      woken_ = false;
    }
    if (lost > 0) {
      lines.emplace_back(0, toLine(Notification{"dropped", toJson(protocol::Dropped{lost})}));
    }
    const auto each = [this](ClientId client, auto&& give) {
      for (auto& [id, connection] : connections_) {
        if (client == id || (client == 0 && connection->subscribed)) give(*connection);
      }
    };
    for (const auto& [client, line] : lines) {
      each(client, [&line = line](ControlConnection& to) { to.tell(line); });
    }
    for (const auto& [place, line] : latest) {
      each(place.first,
           [&, &text = line](ControlConnection& to) { to.tellLatest(place.second, text); });
    }
    dismissSlow();
  }

  void dismissSlow() {
    std::vector<std::shared_ptr<ControlConnection>> slow;
    for (auto& [id, connection] : connections_) {
      if (connection->isTooSlow()) slow.push_back(connection);
    }
    for (auto& connection : slow) {
      ++slow_;
      connection->close();
      onGone(connection->id());
    }
  }

  void tick() {
    timer_.expires_after(kTick);
    timer_.async_wait([this](const asio::error_code& error) {
      if (error || leaving_) return;
      service_.tick();
      dismissSlow();
      if (std::exchange(retryAccept_, false)) accept();
      tick();
    });
  }

  /// Stops taking new readers, lets the others take what waits, then ends.
  void farewell() {
    leaving_ = true;
    asio::error_code ignored;
    acceptor_.close(ignored);
    deliver();
    farewellEnds_ = ControlConnection::Clock::now() + kFarewell;
    leave();
  }

  void leave() {
    bool all = true;
    for (auto& [id, connection] : connections_) all = all && connection->hasSentAll();
    if (all || ControlConnection::Clock::now() >= farewellEnds_) {
      for (auto& [id, connection] : connections_) connection->close();
      connections_.clear();
      return context_.stop();
    }
    timer_.expires_after(std::chrono::milliseconds(5));
    timer_.async_wait([this](const asio::error_code&) { leave(); });
  }

  const fs::path path_;
  Service& service_;
  const Limits limits_;
  asio::io_context context_{1};
  Protocol::acceptor acceptor_{context_};
  asio::steady_timer timer_{context_};
  std::map<ClientId, std::shared_ptr<ControlConnection>> connections_;
  ClientId lastClient_ = 0;
  bool leaving_ = false, retryAccept_ = false;
  ControlConnection::Clock::time_point farewellEnds_;
  std::atomic<int64_t> slow_ = 0;

  std::mutex mutex_;  ///< Guards what follows, down to the thread.
  std::vector<std::pair<ClientId, std::string>> inbox_;
  std::map<std::pair<ClientId, std::string>, std::string> latest_;
  int64_t lost_ = 0;
  bool woken_ = false;

  std::thread thread_;
};

ControlServer::ControlServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ControlServer::~ControlServer() = default;

Result<std::unique_ptr<ControlServer>> ControlServer::open(const fs::path& path, Service& service,
                                                           Limits limits) {
  auto impl = std::make_unique<Impl>(path, service, limits);
  UNROLL_TRY(impl->listen());
  return std::unique_ptr<ControlServer>(new ControlServer(std::move(impl)));
}

void ControlServer::tell(Notification notification) { impl_->post(0, "", std::move(notification)); }

void ControlServer::tellLatest(Notification notification) {
  std::string key = notification.method;
  impl_->post(0, std::move(key), std::move(notification));
}

void ControlServer::tell(ClientId client, Notification notification) {
  impl_->post(client, "", std::move(notification));
}

void ControlServer::tellLatest(ClientId client, std::string key, Notification notification) {
  impl_->post(client, std::move(key), std::move(notification));
}

const fs::path& ControlServer::path() const { return impl_->path(); }
int64_t ControlServer::disconnectedSlow() const { return impl_->slow(); }

}  // namespace unroll::engine
