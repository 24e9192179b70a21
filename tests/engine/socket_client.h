#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>

#include "protocol/json_rpc.h"

namespace unroll::test {

using protocol::Json;

/// A client that is written against the socket alone: what any other program would do.
class SocketClient {
 public:
  explicit SocketClient(const std::filesystem::path& path, int receiveBytes = 0)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receiveBytes > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receiveBytes, sizeof(receiveBytes));
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~SocketClient() { ::close(socket_); }
  SocketClient(const SocketClient&) = delete;
  SocketClient& operator=(const SocketClient&) = delete;

  bool connected() const { return connected_; }

  void send(const std::string& text) {
    for (size_t done = 0; done < text.size();) {
      const ssize_t count = ::send(socket_, text.data() + done, text.size() - done, MSG_NOSIGNAL);
      if (count <= 0) return;
      done += static_cast<size_t>(count);
    }
  }

  /// The next message; a discarded value at the end of the connection or after `seconds`.
  Json next(double seconds = 20) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    for (;;) {
      const size_t at = pending_.find('\n');
      if (at != std::string::npos) {
        const Json message = Json::parse(pending_.substr(0, at), nullptr, false);
        pending_.erase(0, at + 1);
        return message;
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          end - std::chrono::steady_clock::now());
      pollfd poll{socket_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&poll, 1, static_cast<int>(left.count())) <= 0) break;
      std::string bytes(65536, '\0');
      const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (count <= 0) {
        ended_ = true;
        break;
      }
      pending_.append(bytes, 0, static_cast<size_t>(count));
    }
    return Json(Json::value_t::discarded);
  }

  /// The params of the next notification called `method`; others are skipped.
  Json nextOf(const std::string& method, double seconds = 60) {
    return until([&](const Json& m) { return m.value("method", "") == method; }, seconds)
        .value("params", Json());
  }

  /// The "state" notification that says `state`.
  Json state(const std::string& state, double seconds = 60) {
    return until(
        [&](const Json& m) {
          return m.value("method", "") == "state" && m["params"]["state"] == state;
        },
        seconds);
  }

  /// Sends a request and gives its answer; notifications before it are kept for later.
  Json call(const std::string& method, const Json& params = Json::object()) {
    const int id = ++lastId_;
    send(Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump() +
         "\n");
    std::deque<Json> kept;
    kept.swap(kept_);
    Json answer = until(
        [&](const Json& m) {
          if (m.contains("id") && m["id"] == id) return true;
          kept.push_back(m);
          return false;
        },
        30);
    kept_ = std::move(kept);
    return answer;
  }

  template <typename Wanted>
  Json until(Wanted&& wanted, double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!kept_.empty()) {
      const Json message = kept_.front();
      kept_.pop_front();
      if (wanted(message)) return message;
    }
    for (;;) {
      const double left =
          std::chrono::duration<double>(end - std::chrono::steady_clock::now()).count();
      Json message = left > 0 ? next(left) : Json(Json::value_t::discarded);
      if (message.is_discarded()) return Json::object();
      if (wanted(message)) return message;
    }
  }

  /// Whether the other side has closed the connection (as far as was read).
  bool ended() const { return ended_; }

 private:
  int socket_;
  bool connected_ = false, ended_ = false;
  std::string pending_;
  std::deque<Json> kept_;
  int lastId_ = 0;
};

}  // namespace unroll::test
