#include "io/tensorboard.h"

#include <array>
#include <bit>
#include <cerrno>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

#include "io/append_file.h"
#include "io/event_log.h"

namespace unroll::io {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kFlushBytes = 16384;
constexpr std::chrono::seconds kFlushInterval{2};

constexpr std::array<uint32_t, 256> makeTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    // 0x82F63B78 is the Castagnoli polynomial with its bits reversed.
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78U : 0U);
    table[i] = value;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kTable = makeTable();

template <typename T>
void putLittleEndian(std::string& out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

void putVarint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
  out += static_cast<char>(value);
}

// Protobuf wire types: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.
void putVarintField(std::string& out, unsigned field, uint64_t value) {
  putVarint(out, field << 3);
  putVarint(out, value);
}

void putDoubleField(std::string& out, unsigned field, double value) {
  putVarint(out, field << 3 | 1);
  putLittleEndian(out, std::bit_cast<uint64_t>(value));
}

void putFloatField(std::string& out, unsigned field, float value) {
  putVarint(out, field << 3 | 5);
  putLittleEndian(out, std::bit_cast<uint32_t>(value));
}

void putBytesField(std::string& out, unsigned field, std::string_view bytes) {
  putVarint(out, field << 3 | 2);
  putVarint(out, bytes.size());
  out += bytes;
}

/// Event { double wall_time = 1; int64 step = 2; … } without its content.
std::string eventStart(double wallTime, int64_t step) {
  std::string event;
  putDoubleField(event, 1, wallTime);
  if (step != 0) putVarintField(event, 2, static_cast<uint64_t>(step));
  return event;
}

void addRecord(std::string& out, std::string_view event) {
  std::string length;
  putLittleEndian(length, uint64_t{event.size()});
  out += length;
  putLittleEndian(out, maskedCrc32c(asBytes(length)));
  out += event;
  putLittleEndian(out, maskedCrc32c(asBytes(event)));
}

std::string fileName(int attempt) {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {'l', 'o', 'c', 'a', 'l'};
  return fmt::format("events.out.tfevents.{:010}.{}.{}.{}", static_cast<int64_t>(unixTime()),
                     host.data(), static_cast<int64_t>(::getpid()), attempt);
}

}  // namespace

uint32_t crc32c(std::span<const std::byte> bytes) {
  uint32_t crc = 0xFFFFFFFFU;
  for (const std::byte b : bytes) {
    crc = kTable[(crc ^ static_cast<uint32_t>(b)) & 0xFF] ^ (crc >> 8);
  }
  return ~crc;
}

uint32_t maskedCrc32c(std::span<const std::byte> bytes) {
  return std::rotr(crc32c(bytes), 15) + 0xA282EAD8U;
}

Result<TensorBoardWriter> TensorBoardWriter::create(Vfs& vfs, const std::filesystem::path& folder,
                                                    int64_t resumedFrom) {
  UNROLL_TRY(makeFolders(vfs, folder));
  TensorBoardWriter writer;
  writer.vfs_ = &vfs;
  for (int attempt = 0;; ++attempt) {
    writer.path_ = folder / fileName(attempt);
    auto file = vfs.open(writer.path_, OpenMode::CreateNew);
    if (file) {
      writer.file_ = std::move(*file);
      break;
    }
    if (file.error().code != EEXIST || attempt >= 1000) {
      return tl::unexpected(writeError(vfs, file.error(), writer.path_));
    }
  }
  std::string version = eventStart(unixTime(), 0);
  putBytesField(version, 3, "brain.Event:2");
  addRecord(writer.pending_, version);
  if (resumedFrom >= 0) {
    std::string session;
    putVarintField(session, 1, 1);  // SessionLog { status = START }
    std::string event = eventStart(unixTime(), resumedFrom);
    putBytesField(event, 7, session);
    addRecord(writer.pending_, event);
  }
  UNROLL_TRY(writer.flush());
  return writer;
}

TensorBoardWriter::~TensorBoardWriter() {
  if (file_) (void)flush();
}

Result<void> TensorBoardWriter::scalar(std::string_view tag, int64_t step, double value,
                                       double wallTime) {
  std::string point;
  putBytesField(point, 1, tag);
  putFloatField(point, 2, static_cast<float>(value));
  std::string summary;
  putBytesField(summary, 1, point);
  std::string event = eventStart(wallTime, step);
  putBytesField(event, 5, summary);
  if (pending_.size() + event.size() < kMaxPendingBytes) addRecord(pending_, event);
  const bool due = Clock::now() - lastTry_ >= kFlushInterval;
  if (due || (pending_.size() >= kFlushBytes && pending_.size() < 2 * kFlushBytes)) return flush();
  return {};
}

Result<void> TensorBoardWriter::flush() {
  lastTry_ = Clock::now();
  const uint64_t needed = pending_.size();
  if (const auto drained = drain(*file_, pending_); !drained) {
    return tl::unexpected(writeError(*vfs_, drained.error(), path_, needed));
  }
  return {};
}

}  // namespace unroll::io
