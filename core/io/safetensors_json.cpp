#include "io/safetensors_json.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <xxhash.h>
#include <nlohmann/json.hpp>

namespace unroll::io {
namespace {

using Sax = nlohmann::json;

struct DTypeRow {
  DType dtype;
  const char* name;
  int64_t size;
};
constexpr std::array<DTypeRow, 10> kDTypes{{{DType::F64, "F64", 8},
                                            {DType::F32, "F32", 4},
                                            {DType::F16, "F16", 2},
                                            {DType::BF16, "BF16", 2},
                                            {DType::I64, "I64", 8},
                                            {DType::I32, "I32", 4},
                                            {DType::I16, "I16", 2},
                                            {DType::I8, "I8", 1},
                                            {DType::U8, "U8", 1},
                                            {DType::Bool, "BOOL", 1}}};

/// Reads the one shape a header may have: {"name":{"dtype":s,"shape":[n…],"data_offsets":[n,n]}…}
/// and {"__metadata__":{s:s…}}. Levels: 1 the header, 2 one tensor or the metadata, 3 a list.
class HeaderReader {
 public:
  HeaderReader(const SafetensorsLimits& limits, RawHeader& out) : limits_(limits), out_(out) {}

  bool null() { return unexpectedValue("null"); }
  bool boolean(bool) { return unexpectedValue("true or false"); }
  bool number_integer(Sax::number_integer_t) { return unexpectedValue("a negative number"); }
  bool number_float(Sax::number_float_t, const std::string&) {
    return unexpectedValue("a number that is not whole or too large");
  }
  bool binary(Sax::binary_t&) { return unexpectedValue("binary data"); }

  bool number_unsigned(Sax::number_unsigned_t value) {
    if (level_ != 3) return unexpectedValue("a number");
    if (field_ == Field::Shape) {
      if (tensor_.shape.size() >= limits_.maxRank) {
        return refuse(ErrorKind::Refused, fmt::format("tensor '{}' has more than {} dimensions",
                                                      tensor_.name, limits_.maxRank));
      }
      if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        return unexpectedValue("a dimension that is too large");
      }
      tensor_.shape.push_back(static_cast<int64_t>(value));
      return true;
    }
    if (offsets_ >= 2) return unexpectedValue("more than two offsets");
    (offsets_ == 0 ? tensor_.begin : tensor_.end) = value;
    ++offsets_;
    return true;
  }

  bool string(std::string& value) {
    if (level_ == 2 && inMetadata_) {
      out_.metadata[key_] = std::move(value);
      return true;
    }
    if (level_ != 2 || field_ != Field::DType) return unexpectedValue("text");
    const auto row = std::find_if(kDTypes.begin(), kDTypes.end(),
                                  [&](const DTypeRow& r) { return value == r.name; });
    if (row == kDTypes.end()) {
      return refuse(ErrorKind::Unsupported,
                    fmt::format("tensor '{}' has elements of type '{}', which this program does "
                                "not read",
                                tensor_.name, printable(value)));
    }
    tensor_.dtype = row->dtype;
    return true;
  }

  bool start_object(size_t) {
    if (level_ >= 2) return unexpectedValue("an object");
    ++level_;
    if (level_ == 1) return true;
    inMetadata_ = key_ == "__metadata__";
    seen_ = 0;
    tensor_ = {};
    tensor_.name = key_;
    return true;
  }

  bool end_object() {
    --level_;
    if (level_ != 1 || inMetadata_) return true;
    if (seen_ != 7) {
      return refuse(
          ErrorKind::Corrupt,
          fmt::format("tensor '{}' lacks its dtype, shape or data_offsets", tensor_.name));
    }
    out_.tensors.push_back(std::move(tensor_));
    return true;
  }

  bool start_array(size_t) {
    if (level_ != 2 || inMetadata_ || field_ == Field::DType) return unexpectedValue("a list");
    ++level_;
    offsets_ = 0;
    return true;
  }

  bool end_array() {
    --level_;
    if (field_ == Field::Offsets && offsets_ != 2) return unexpectedValue("not two offsets");
    return true;
  }

  bool key(std::string& name) {
    key_ = std::move(name);
    if (level_ == 1) return topKey();
    if (inMetadata_) {
      if (!out_.metadata.emplace(key_, std::string()).second) return duplicate();
      return true;
    }
    field_ = key_ == "dtype"          ? Field::DType
             : key_ == "shape"        ? Field::Shape
             : key_ == "data_offsets" ? Field::Offsets
                                      : Field::None;
    if (field_ == Field::None) {
      return refuse(ErrorKind::Corrupt, fmt::format("tensor '{}' has an unknown field '{}'",
                                                    tensor_.name, printable(key_)));
    }
    const unsigned bit = 1U << static_cast<unsigned>(field_);
    if ((seen_ & bit) != 0) return duplicate();
    seen_ |= bit;
    return true;
  }

  bool parse_error(size_t offset, const std::string&, const nlohmann::detail::exception&) {
    return refuse(ErrorKind::Corrupt,
                  fmt::format("its header is not valid JSON at byte {}", offset + 7));
  }

  ErrorKind kind() const { return kind_; }
  const std::string& problem() const { return problem_; }

 private:
  enum class Field { DType = 0, Shape = 1, Offsets = 2, None = 3 };

  static std::string printable(std::string_view text) {
    std::string out(text.substr(0, 60));
    for (char& c : out) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    }
    return out;
  }

  bool refuse(ErrorKind kind, std::string problem) {
    kind_ = kind;
    problem_ = std::move(problem);
    return false;
  }

  bool unexpectedValue(const char* what) {
    return refuse(ErrorKind::Corrupt, fmt::format("its header has {} at '{}', where the format has "
                                                  "none",
                                                  what, printable(key_)));
  }

  bool duplicate() {
    return refuse(ErrorKind::Corrupt,
                  fmt::format("its header has the key '{}' twice", printable(key_)));
  }

  bool topKey() {
    if (!names_.insert(key_).second) return duplicate();
    if (key_ == "__metadata__") return true;
    if (out_.tensors.size() >= limits_.maxTensors) {
      return refuse(ErrorKind::Refused,
                    fmt::format("it holds more than {} tensors", limits_.maxTensors));
    }
    if (key_.empty() || key_.size() > limits_.maxNameBytes) {
      return refuse(ErrorKind::Refused, fmt::format("a tensor's name has {} bytes, and 1 to {} are "
                                                    "allowed",
                                                    key_.size(), limits_.maxNameBytes));
    }
    if (std::any_of(key_.begin(), key_.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
      return refuse(ErrorKind::Refused, "a tensor's name has control characters");
    }
    return true;
  }

  const SafetensorsLimits& limits_;
  RawHeader& out_;
  std::unordered_set<std::string> names_;
  int level_ = 0;
  std::string key_;
  bool inMetadata_ = false;
  Field field_ = Field::None;
  unsigned seen_ = 0;  ///< one bit per field of the tensor at hand
  int offsets_ = 0;
  TensorInfo tensor_;
  ErrorKind kind_ = ErrorKind::Corrupt;
  std::string problem_;
};

}  // namespace

const char* name(DType dtype) { return kDTypes[static_cast<size_t>(dtype)].name; }
int64_t itemSize(DType dtype) { return kDTypes[static_cast<size_t>(dtype)].size; }

Result<RawHeader> parseHeaderJson(std::string_view json, std::string_view where,
                                  const SafetensorsLimits& limits) {
  const auto refuse = [&](ErrorKind kind, std::string_view problem) {
    return fail(kind, fmt::format("{} cannot be used as safetensors: {}; get the file again or "
                                  "use another.",
                                  where, problem));
  };
  const size_t last = json.find_last_not_of(' ');
  if (json.empty() || json.front() != '{' || last == std::string_view::npos || json[last] != '}') {
    return refuse(ErrorKind::Corrupt, "its header is not one JSON object padded with blanks");
  }
  // nlohmann-json takes a NUL byte for the end of the text and would not see what follows.
  if (json.find('\0') != std::string_view::npos) {
    return refuse(ErrorKind::Corrupt, "its header has a NUL byte");
  }
  RawHeader header;
  HeaderReader reader(limits, header);
  if (!Sax::sax_parse(json.begin(), json.end(), &reader)) {
    return refuse(reader.kind(), reader.problem());
  }
  return header;
}

uint64_t xxh3(std::span<const std::byte> bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string hex16(uint64_t value) { return fmt::format("{:016x}", value); }

bool parseHex16(std::string_view text, uint64_t& value) {
  if (text.size() != 16) return false;
  value = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return false;
    value = value * 16 + static_cast<uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return true;
}

uint64_t headerHash(std::string_view json, size_t& digits) {
  // Inside a JSON text this can only be a key with a string: in names and values quotes have a
  // backslash before them.
  const std::string pattern = fmt::format("\"{}\":\"", kHeaderHashKey);
  digits = json.find(pattern);
  if (digits != std::string_view::npos) digits += pattern.size();
  if (digits == std::string_view::npos || digits + 16 > json.size()) {
    digits = std::string_view::npos;
    return xxh3(asBytes(json));
  }
  std::string zeroed(json);
  zeroed.replace(digits, 16, 16, '0');
  return xxh3(asBytes(zeroed));
}

bool inDataOrder(const TensorInfo& a, const TensorInfo& b) {
  return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
}

bool shapeBytes(DType dtype, const std::vector<int64_t>& shape, uint64_t& bytes) {
  bytes = static_cast<uint64_t>(itemSize(dtype));
  for (const int64_t extent : shape) {
    if (extent < 0 || __builtin_mul_overflow(bytes, static_cast<uint64_t>(extent), &bytes)) {
      return false;
    }
  }
  return true;
}

}  // namespace unroll::io
