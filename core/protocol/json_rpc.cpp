#include "protocol/json_rpc.h"

#include <limits>

#include <fmt/format.h>

#include "protocol/strict_json.h"

namespace unroll::protocol {
namespace {

tl::unexpected<ErrorReply> refuse(MessageId id, RpcCode code, std::string message) {
  return tl::unexpected(ErrorReply{std::move(id), code, std::move(message)});
}

/// Empty when `json` is no id.
std::optional<MessageId> readId(const Json& json) {
  if (json.is_null()) return MessageId{};
  if (json.is_string()) return MessageId{json.get<std::string>()};
  if (json.is_number_integer() &&
      (!json.is_number_unsigned() ||
       json.get<uint64_t>() <= uint64_t{std::numeric_limits<int64_t>::max()})) {
    return MessageId{json.get<int64_t>()};
  }
  return std::nullopt;
}

Json writeId(const MessageId& id) {
  if (const auto* number = std::get_if<int64_t>(&id)) return *number;
  if (const auto* text = std::get_if<std::string>(&id)) return *text;
  return nullptr;
}

MessageOrRefusal readAnswer(Json& json, const MessageId& id) {
  if (json.contains("result")) return Reply{id, std::move(json["result"])};
  Json& error = json["error"];
  if (!error.is_object() || error.size() != 2 || !error.contains("code") ||
      !error["code"].is_number_integer() || !error.contains("message") ||
      !error["message"].is_string()) {
    return refuse(id, RpcCode::InvalidRequest, "The error of an answer needs code and message.");
  }
  return ErrorReply{id, static_cast<RpcCode>(error["code"].get<int>()),
                    error["message"].get<std::string>()};
}

Json writeJson(const Message& message) {
  Json json{{"jsonrpc", "2.0"}};
  if (const auto* request = std::get_if<Request>(&message)) {
    json["id"] = writeId(request->id);
    json["method"] = request->method;
    json["params"] = request->params;
  } else if (const auto* reply = std::get_if<Reply>(&message)) {
    json["id"] = writeId(reply->id);
    json["result"] = reply->result;
  } else if (const auto* refusal = std::get_if<ErrorReply>(&message)) {
    json["id"] = writeId(refusal->id);
    json["error"] = {{"code", static_cast<int>(refusal->code)}, {"message", refusal->message}};
  } else {
    const auto& notification = std::get<Notification>(message);
    json["method"] = notification.method;
    json["params"] = notification.params;
  }
  return json;
}

}  // namespace

MessageOrRefusal parseMessage(std::string_view line) {
  auto parsed = parseStrictJson(line, "The line");
  if (!parsed) return refuse({}, RpcCode::ParseError, parsed.error().message);
  Json& json = *parsed;
  if (!json.is_object()) {
    return refuse({}, RpcCode::InvalidRequest,
                  "A message is one JSON object a line; lists of messages are not taken.");
  }
  MessageId id;
  if (json.contains("id")) {
    const auto read = readId(json["id"]);
    if (!read) {
      return refuse({}, RpcCode::InvalidRequest, "The key 'id' is no whole number and no text.");
    }
    id = *read;
  }
  if (!json.contains("jsonrpc") || json["jsonrpc"] != "2.0") {
    return refuse(id, RpcCode::InvalidRequest, "The key 'jsonrpc' is not \"2.0\".");
  }
  for (const auto& [key, value] : json.items()) {
    for (const char* known : {"jsonrpc", "id", "method", "params", "result", "error", ""}) {
      if (key == known) break;
      if (*known == '\0') {
        return refuse(id, RpcCode::InvalidRequest,
                      fmt::format("A message has no key '{}'.", key.substr(0, 64)));
      }
    }
  }
  const bool answer = json.contains("result") != json.contains("error");
  if (answer && json.contains("id") && !json.contains("method") && !json.contains("params")) {
    return readAnswer(json, id);
  }
  if (json.contains("result") || json.contains("error")) {
    return refuse(id, RpcCode::InvalidRequest,
                  "A message is either a request or an answer with an id.");
  }
  if (!json.contains("method") || !json["method"].is_string()) {
    return refuse(id, RpcCode::InvalidRequest, "The key 'method' is missing or no text.");
  }
  Json params = json.contains("params") ? std::move(json["params"]) : Json::object();
  if (!params.is_object()) {
    return refuse(id, RpcCode::InvalidParams, "The key 'params' is no object.");
  }
  std::string method = json["method"].get<std::string>();
  if (!json.contains("id")) return Notification{std::move(method), std::move(params)};
  if (std::holds_alternative<std::monostate>(id)) {
    return refuse(id, RpcCode::InvalidRequest, "The key 'id' of a request may not be null.");
  }
  return Request{std::move(id), std::move(method), std::move(params)};
}

std::string toLine(const Message& message) {
  return writeJson(message).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace unroll::protocol
