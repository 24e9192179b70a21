#include "engine/control_connection.h"

#include <asio/write.hpp>

namespace unroll::engine {

using protocol::ErrorReply;
using protocol::Message;
using protocol::RpcCode;

ControlConnection::ControlConnection(asio::local::stream_protocol::socket socket,
                                     ControlServer::ClientId id,
                                     const ControlServer::Limits& limits, Host& host)
    : socket_(std::move(socket)), id_(id), limits_(limits), host_(host) {}

void ControlConnection::begin(const protocol::Notification& hello) {
  reply(hello);
  read();
}

void ControlConnection::reply(const Message& message) {
  if (closed_) return;
  lines_.push_back(toLine(message));
  waitingBytes_ += lines_.back().size();
  write();
}

void ControlConnection::tell(const std::string& line) {
  if (closed_) return;
  if (waitingBytes_ + line.size() > limits_.pendingBytes) {
    ++droppedInARow_;
    ++droppedUntold_;
    return;
  }
  lines_.push_back(line);
  waitingBytes_ += line.size();
  write();
}

void ControlConnection::tellLatest(const std::string& key, const std::string& line) {
  if (closed_) return;
  latest_[key] = line;
  write();
}

bool ControlConnection::isTooSlow() const {
  return droppedInARow_ > limits_.dropped || (writing_ && Clock::now() - took_ > limits_.stall);
}

void ControlConnection::close() {
  closed_ = true;
  asio::error_code ignored;
  socket_.shutdown(asio::local::stream_protocol::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

void ControlConnection::gone() {
  if (closed_) return;
  close();
  host_.onGone(id_);
}

void ControlConnection::read() {
  // Who does not take its answers gets to ask nothing more until it does.
  if (closed_ || reading_ || waitingBytes_ > limits_.pendingBytes) return;
  reading_ = true;
  socket_.async_read_some(
      asio::buffer(incoming_),
      [self = shared_from_this()](const asio::error_code& error, size_t count) {
        self->reading_ = false;
        if (self->closed_) return;
        if (error) return self->gone();
        self->splitter_.add(
            std::string_view(self->incoming_.data(), count),
            [&](std::string_view line) { self->takeLine(line); },
            [&] {
              self->reply(ErrorReply{
                  {}, RpcCode::LineTooLong, "The line is longer than a message may be (1 MiB)."});
            });
        self->read();
      });
}

void ControlConnection::takeLine(std::string_view line) {
  if (closed_) return;
  const auto message = protocol::parseMessage(line);
  if (!message) return reply(message.error());
  if (const auto* request = std::get_if<protocol::Request>(&*message)) {
    host_.onRequest(*this, *request);
  } else if (const auto* notification = std::get_if<protocol::Notification>(&*message)) {
    // A command without an id would go unanswered if it were refused: nobody should rely on one.
    reply(ErrorReply{{},
                     RpcCode::InvalidRequest,
                     "'" + notification->method.substr(0, 64) + "' came without an id."});
  }
  // Answers are for nobody here: this side asks nothing.
}

void ControlConnection::write() {
  if (closed_ || writing_) return;
  if (!lines_.empty()) {
    sending_ = std::move(lines_.front());
    lines_.pop_front();
    waitingBytes_ -= sending_.size();
  } else if (droppedUntold_ > 0) {
    sending_ = toLine(
        protocol::Notification{"dropped", protocol::toJson(protocol::Dropped{droppedUntold_})});
    droppedUntold_ = 0;
  } else if (!latest_.empty()) {
    sending_ = std::move(latest_.begin()->second);
    latest_.erase(latest_.begin());
  } else {
    return;
  }
  writing_ = true;
  took_ = Clock::now();
  asio::async_write(socket_, asio::buffer(sending_),
                    [self = shared_from_this()](const asio::error_code& error, size_t) {
                      self->writing_ = false;
                      if (self->closed_) return;
                      if (error) return self->gone();
                      self->droppedInARow_ = 0;
                      self->read();
                      self->write();
                    });
}

}  // namespace unroll::engine
