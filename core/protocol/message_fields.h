#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "base/nearest.h"
#include "protocol/json_numbers.h"
#include "protocol/trainer_messages.h"

// How messages become JSON and back: each struct lists its fields once, in a function
// fields(visitor, value), and both ways are made from that list.
namespace unroll::protocol::detail {

template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};

template <typename T>
Json write(const T& value) {
  if constexpr (std::is_same_v<T, double>) {
    return numberOrWord(value);
  } else if constexpr (std::is_same_v<T, RunState>) {
    return word(value);
  } else if constexpr (IsVector<T>::value) {
    Json list = Json::array();
    for (const auto& item : value) list.push_back(write(item));
    return list;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    return value;
  } else {
    return toJson(value);
  }
}

/// Says in `problem` what is wrong, and is empty when nothing is.
template <typename T>
std::string read(const Json& json, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return "is not true or false";
    value = json.get<bool>();
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    if (!json.is_number_unsigned() && !(json.is_number_integer() && json.get<int64_t>() >= 0)) {
      return "is not a whole number from 0 to 2^64-1";
    }
    value = json.get<uint64_t>();
  } else if constexpr (std::is_same_v<T, int64_t>) {
    const bool fits = json.is_number_integer() &&
                      (!json.is_number_unsigned() ||
                       json.get<uint64_t>() <= uint64_t{std::numeric_limits<int64_t>::max()});
    if (!fits) return "is not a whole number";
    value = json.get<int64_t>();
  } else if constexpr (std::is_same_v<T, double>) {
    const std::optional<double> number = numberFromJson(json);
    if (!number) return "is not a number";
    value = *number;
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!json.is_string()) return "is not a text";
    value = json.get<std::string>();
  } else if constexpr (std::is_same_v<T, RunState>) {
    const auto state = json.is_string() ? runStateFromWord(json.get_ref<const std::string&>())
                                        : std::optional<RunState>();
    if (!state) return "is not a state of a run";
    value = *state;
  } else if constexpr (IsVector<T>::value) {
    if (!json.is_array()) return "is not a list";
    value.clear();
    for (const Json& item : json) {
      std::string problem = read(item, value.emplace_back());
      if (!problem.empty()) {
        return fmt::format("has an item, number {}, that {}", value.size(), problem);
      }
    }
  } else {
    auto inner = fromJson(json, value);
    if (!inner) return "is no such object: " + inner.error().message;
  }
  return {};
}

struct Writer {
  Json json = Json::object();
  template <typename T>
  void operator()(const char* key, const T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) json[key] = write(*value);
    } else {
      json[key] = write(value);
    }
  }
};

struct Reader {
  const Json& json;
  bool lenient = false;  ///< keys that are missing keep their defaults
  std::string problem;
  std::vector<std::string> known;

  template <typename T>
  void operator()(const char* key, T& value) {
    known.emplace_back(key);
    if (!problem.empty()) return;
    const auto found = json.find(key);
    std::string wrong;
    if (found == json.end()) {
      if constexpr (IsOptional<T>::value) {
        value.reset();
      } else if (!lenient) {
        problem = fmt::format("The key '{}' is missing.", key);
      }
      return;
    }
    if constexpr (IsOptional<T>::value) {
      wrong = read(*found, value.emplace());
    } else {
      wrong = read(*found, value);
    }
    if (!wrong.empty()) problem = fmt::format("The key '{}' {}.", key, wrong);
  }
};

template <typename S>
Json toObject(const S& value) {
  Writer writer;
  fields(writer, value);
  return std::move(writer.json);
}

template <typename S>
Result<void> fromObject(const Json& json, S& value, bool lenient = false) {
  if (!json.is_object()) return fail(ErrorKind::Refused, "An object was expected.");
  Reader reader{json, lenient, {}, {}};
  fields(reader, value);
  if (!reader.problem.empty()) return fail(ErrorKind::Refused, reader.problem);
  for (const auto& [key, ignored] : json.items()) {
    bool found = false;
    for (const std::string& name : reader.known) found = found || name == key;
    if (!found) {
      return fail(ErrorKind::Refused, fmt::format("There is no key '{}'.{}", key.substr(0, 64),
                                                  didYouMean(key.substr(0, 64), reader.known)));
    }
  }
  return {};
}

}  // namespace unroll::protocol::detail

/// Heads the list of a message's fields, of which both ways are made: S is const when one is
/// written.
#define UNROLL_FIELDS(Type)                             \
  template <typename V, typename S>                     \
  requires std::is_same_v<std::remove_const_t<S>, Type> \
  void fields(V& v, S& s)

/// Defines toJson() and fromJson() of a message from its fields(). LENIENT: missing keys keep the
/// struct's defaults (parameters of requests).
#define UNROLL_MESSAGE_JSON(Type, LENIENT)                           \
  Json toJson(const Type& value) { return detail::toObject(value); } \
  Result<void> fromJson(const Json& json, Type& value) {             \
    return detail::fromObject(json, value, LENIENT);                 \
  }
