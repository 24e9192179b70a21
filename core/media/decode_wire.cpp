#include "media/decode_wire.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

namespace unroll::media {

namespace {

class Packer {
 public:
  template <typename T>
  void operator()(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      const auto count = static_cast<uint32_t>(std::min<size_t>(value.size(), kMaxWireText / 2));
      (*this)(count);
      bytes.insert(bytes.end(), value.begin(), value.begin() + count);
    } else if constexpr (std::is_same_v<T, bool>) {
      bytes.push_back(value ? 1 : 0);
    } else {
      static_assert(std::is_arithmetic_v<T>);
      const auto at = bytes.size();
      bytes.resize(at + sizeof(T));
      std::memcpy(bytes.data() + at, &value, sizeof(T));
    }
  }

  std::vector<uint8_t> bytes;
};

class Unpacker {
 public:
  explicit Unpacker(std::span<const uint8_t> bytes) : rest_(bytes) {}

  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      uint32_t count = 0;
      (*this)(count);
      if (count > rest_.size()) {
        good_ = false;
        return;
      }
      value.assign(rest_.begin(), rest_.begin() + count);
      rest_ = rest_.subspan(count);
    } else if constexpr (std::is_same_v<T, bool>) {
      uint8_t byte = 0;
      (*this)(byte);
      value = byte != 0;
    } else {
      if (rest_.size() < sizeof(T)) {
        good_ = false;
        return;
      }
      std::memcpy(&value, rest_.data(), sizeof(T));
      rest_ = rest_.subspan(sizeof(T));
    }
  }

  /// Everything was there and nothing is left.
  bool good() const { return good_ && rest_.empty(); }

 private:
  std::span<const uint8_t> rest_;
  bool good_ = true;
};

/// One order of fields for both ways.
template <typename Visitor, typename Request>
void visitRequest(Visitor& visit, Request& request) {
  visit(request.path);
  visit(request.size);
  visit(request.frameRate);
  visit(request.startSeconds);
  visit(request.endSeconds);
}

template <typename Visitor, typename Outcome>
void visitOutcome(Visitor& visit, Outcome& outcome) {
  auto& info = outcome.info;
  visit(info.container);
  visit(info.codec);
  visit(info.codedWidth);
  visit(info.codedHeight);
  visit(info.width);
  visit(info.height);
  visit(info.pixelAspect);
  visit(info.rotation);
  visit(info.mirrored);
  visit(info.frameRate);
  visit(info.variableRate);
  visit(info.durationSeconds);
  visit(info.frames);
  visit(info.interlaced);
  visit(info.fullRange);
  visit(info.matrix);
  visit(info.videoStreams);
  auto& health = outcome.health;
  visit(health.frames);
  visit(health.unreadable);
  visit(health.missing);
  visit(health.truncated);
  visit(health.stoppedAtLimit);
  visit(outcome.frames);
}

}  // namespace

std::vector<uint8_t> toWire(const DecodeRequest& request) {
  Packer packer;
  visitRequest(packer, request);
  return std::move(packer.bytes);
}

std::vector<uint8_t> toWire(const DecodeOutcome& outcome) {
  Packer packer;
  visitOutcome(packer, outcome);
  return std::move(packer.bytes);
}

std::vector<uint8_t> toWire(const Error& error) {
  Packer packer;
  packer(static_cast<int32_t>(error.kind));
  packer(error.message);
  return std::move(packer.bytes);
}

std::optional<DecodeRequest> requestFromWire(std::span<const uint8_t> bytes) {
  DecodeRequest request;
  Unpacker unpacker(bytes);
  visitRequest(unpacker, request);
  if (!unpacker.good() || request.size < 1 || request.size > 4096 || !(request.frameRate > 0)) {
    return std::nullopt;
  }
  return request;
}

std::optional<DecodeOutcome> outcomeFromWire(std::span<const uint8_t> bytes) {
  DecodeOutcome outcome;
  Unpacker unpacker(bytes);
  visitOutcome(unpacker, outcome);
  if (!unpacker.good()) return std::nullopt;
  return outcome;
}

std::optional<Error> errorFromWire(std::span<const uint8_t> bytes) {
  int32_t kind = 0;
  Error error;
  Unpacker unpacker(bytes);
  unpacker(kind);
  unpacker(error.message);
  const bool known = kind >= 0 && kind <= static_cast<int32_t>(ErrorKind::Internal);
  if (!unpacker.good() || !known) return std::nullopt;
  error.kind = static_cast<ErrorKind>(kind);
  return error;
}

}  // namespace unroll::media
