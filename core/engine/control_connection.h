#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>

#include "engine/control_server.h"

namespace unroll::engine {

/// One reader of a ControlServer, on the socket's thread.
class ControlConnection : public std::enable_shared_from_this<ControlConnection> {
 public:
  using Clock = std::chrono::steady_clock;
  /// What the connection tells its server.
  class Host {
   public:
    virtual ~Host() = default;
    virtual void onRequest(ControlConnection& from, const protocol::Request& request) = 0;
    virtual void onGone(ControlServer::ClientId client) = 0;  ///< may destroy the connection
  };

  ControlConnection(asio::local::stream_protocol::socket socket, ControlServer::ClientId id,
                    const ControlServer::Limits& limits, Host& host);

  void begin(const protocol::Notification& hello);
  void reply(const protocol::Message& message);  ///< never left out
  void tell(const std::string& line);            ///< left out and counted when too much waits
  void tellLatest(const std::string& key, const std::string& line);
  void close();

  /// Whether the reader took nothing for too long, or missed too much.
  bool isTooSlow() const;
  bool hasSentAll() const { return !writing_ && lines_.empty() && latest_.empty(); }

  ControlServer::ClientId id() const { return id_; }
  bool subscribed = false;

 private:
  void read();
  void write();
  void takeLine(std::string_view line);
  void gone();

  asio::local::stream_protocol::socket socket_;
  const ControlServer::ClientId id_;
  const ControlServer::Limits limits_;
  Host& host_;
  protocol::LineSplitter splitter_;
  std::array<char, 16384> incoming_{};
  std::deque<std::string> lines_;
  std::map<std::string, std::string> latest_;  ///< by key
  std::string sending_;
  size_t waitingBytes_ = 0;  ///< of lines_
  int64_t droppedInARow_ = 0, droppedUntold_ = 0;
  bool writing_ = false, reading_ = false, closed_ = false;
  Clock::time_point took_ = Clock::now();  ///< when the reader last took something
};

}  // namespace unroll::engine
