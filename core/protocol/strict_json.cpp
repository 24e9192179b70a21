#include "protocol/strict_json.h"

#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace unroll {
namespace {

using Json = nlohmann::ordered_json;

/// Builds a document and stops at the first duplicate key or at one level too many.
class StrictBuilder {
 public:
  explicit StrictBuilder(size_t maxDepth) : maxDepth_(maxDepth) {}

  bool null() { return add(Json(nullptr)); }
  bool boolean(bool value) { return add(Json(value)); }
  bool number_integer(Json::number_integer_t value) { return add(Json(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(Json(value)); }
  bool number_float(Json::number_float_t value, const std::string&) { return add(Json(value)); }
  bool string(std::string& value) { return add(Json(std::move(value))); }
  bool binary(Json::binary_t&) { return refuse("holds binary data"); }
  bool start_object(size_t) { return open(Json::object()); }
  bool start_array(size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Level& level = levels_.back();
    if (!level.seen.insert(name).second) {
      return refuse(fmt::format("has the key '{}' twice; keep one of them", name));
    }
    level.key = std::move(name);
    return true;
  }

  bool parse_error(size_t offset, const std::string& token,
                   const nlohmann::detail::exception& why) {
    const bool range = why.id / 100 == 4;  // nlohmann's out_of_range family: 1e999.
    return refuse(range ? fmt::format("has a number that is too large at byte {}", offset)
                        : fmt::format("is not valid JSON at byte {} (near '{}')", offset,
                                      token.substr(0, 24)));
  }

  Json takeDocument() { return std::move(document_); }
  const std::string& problem() const { return problem_; }

 private:
  struct Level {
    Json value;
    std::string key;
    std::set<std::string> seen;
  };

  bool refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return false;
  }

  bool open(Json container) {
    if (levels_.size() >= maxDepth_) {
      return refuse(fmt::format("is nested deeper than {} levels", maxDepth_));
    }
    levels_.push_back({std::move(container), {}, {}});
    return true;
  }

  bool close() {
    Json value = std::move(levels_.back().value);
    levels_.pop_back();
    return add(std::move(value));
  }

  bool add(Json value) {
    if (levels_.empty()) {
      document_ = std::move(value);
    } else if (Level& level = levels_.back(); level.value.is_array()) {
      level.value.push_back(std::move(value));
    } else {
      // Not operator[], which searches all keys; seen has already told that this one is new.
      level.value.get_ref<Json::object_t&>().emplace_back(std::move(level.key), std::move(value));
    }
    return true;
  }

  size_t maxDepth_;
  std::vector<Level> levels_;
  Json document_;
  std::string problem_;
};

}  // namespace

Result<nlohmann::ordered_json> parseStrictJson(std::string_view text, std::string_view where,
                                               size_t maxDepth) {
  StrictBuilder builder(maxDepth);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    return fail(ErrorKind::Refused, fmt::format("{} {}.", where, builder.problem()));
  }
  return builder.takeDocument();
}

}  // namespace unroll
