#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace unroll::protocol {

/// Keys keep their order.
using Json = nlohmann::ordered_json;

/// The version of every message below; the first line of each connection says it.
inline constexpr int64_t kProtocolVersion = 1;

/// A longer line is refused without being read.
inline constexpr size_t kMaxLineBytes = size_t{1} << 20;

/// Error codes of JSON-RPC 2.0, and ours.
enum class RpcCode : int {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  Refused = -32000,         ///< understood, but not possible now; the message says why
  LineTooLong = -32001,     ///< more than kMaxLineBytes
  VersionUnknown = -32002,  ///< hello with a version that this program does not speak
};

/// What a reply refers to: a number or a text; nothing where the request could not be read.
using MessageId = std::variant<std::monostate, int64_t, std::string>;

/// A request; the peer answers with one Reply or ErrorReply of the same id.
struct Request {
  MessageId id;
  std::string method;
  Json params = Json::object();
};

struct Reply {
  MessageId id;
  Json result;
};

struct ErrorReply {
  MessageId id;
  RpcCode code = RpcCode::Refused;
  std::string message;  ///< one sentence
};

/// Told without being asked, never answered.
struct Notification {
  std::string method;
  Json params = Json::object();
};

using Message = std::variant<Request, Reply, ErrorReply, Notification>;

/// What could not be read as a message: the reply it deserves.
using MessageOrRefusal = tl::expected<Message, ErrorReply>;

/// Reads one line of JSON-RPC 2.0, strictly: no batches, no unknown or repeated keys, params an
/// object. The id of a refusal is that of the line where it could be made out.
/// Threads: any.
MessageOrRefusal parseMessage(std::string_view line);

/// One line with its line feed. Text that is no UTF-8 is replaced, never thrown about.
std::string toLine(const Message& message);

/// Cuts a stream of bytes into lines. A line beyond kMaxLineBytes is skipped as it arrives and
/// reported once, so that memory stays bounded and the connection lives.
class LineSplitter {
 public:
  /// Calls line(std::string_view) or tooLong() for each line that `bytes` ends.
  template <typename Line, typename TooLong>
  void add(std::string_view bytes, Line&& line, TooLong&& tooLong) {
    while (!bytes.empty()) {
      const size_t end = bytes.find('\n');
      const std::string_view part = bytes.substr(0, end);
      if (!skipping_ && pending_.size() + part.size() > kMaxLineBytes) {
        skipping_ = true;
        pending_ = {};
      }
      if (!skipping_) pending_ += part;
      if (end == std::string_view::npos) return;
      bytes.remove_prefix(end + 1);
      if (skipping_) {
        tooLong();
      } else if (pending_.find_first_not_of(" \t\r") != std::string::npos) {
        line(std::string_view(pending_));
      }
      pending_.clear();
      skipping_ = false;
    }
  }

 private:
  std::string pending_;
  bool skipping_ = false;
};

}  // namespace unroll::protocol
