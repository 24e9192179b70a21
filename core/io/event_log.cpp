#include "io/event_log.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "io/append_file.h"
#include "protocol/json_numbers.h"

namespace unroll::io {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kMaxLineBytes = uint64_t{4} << 20;
constexpr std::ptrdiff_t kMaxBrackets = 4096;

/// The object of one line, or a discarded value when it is none of ours.
Json parseLine(std::string_view line) {
  // nlohmann-json takes a NUL byte for the end of the text, and deep nesting makes it slow.
  const auto opens = [](char c) { return c == '[' || c == '{'; };
  if (!line.starts_with('{') || line.find('\0') != std::string_view::npos ||
      std::count_if(line.begin(), line.end(), opens) > kMaxBrackets) {
    return Json(Json::value_t::discarded);
  }
  return Json::parse(line, nullptr, false);
}

/// Bytes after the last line end, at most kMaxLineBytes of them.
Result<std::string> tornTail(Vfs& vfs, const std::filesystem::path& path) {
  const auto file = vfs.open(path, OpenMode::Read);
  if (!file) {
    if (file.error().code == ENOENT) return std::string();
    return tl::unexpected(readError(file.error(), path));
  }
  const IoResult<uint64_t> size = (*file)->size();
  if (!size) return tl::unexpected(readError(size.error(), path));
  std::string tail(std::min(*size, kMaxLineBytes), '\0');
  const IoResult<size_t> count = readFully(
      **file, *size - tail.size(), std::as_writable_bytes(std::span(tail.data(), tail.size())));
  if (!count) return tl::unexpected(readError(count.error(), path));
  tail.resize(*count);
  const size_t end = tail.rfind('\n');
  if (end != std::string::npos) return tail.substr(end + 1);
  if (*size > tail.size()) {
    return fail(ErrorKind::Corrupt, fmt::format("'{}' is no event log (it has no lines): move it "
                                                "away.",
                                                path.string()));
  }
  return tail;
}

}  // namespace

IoResult<void> drain(VfsFile& file, std::string& pending) {
  size_t done = 0;
  IoResult<void> result;
  while (done < pending.size()) {
    const auto taken = file.write(asBytes(std::string_view(pending).substr(done)));
    if (!taken && taken.error().code == EINTR) continue;
    if (!taken || *taken == 0) {
      result = tl::unexpected(taken ? IoError{ENOSPC} : taken.error());
      break;
    }
    done += *taken;
  }
  pending.erase(0, done);
  return result;
}

double unixTime() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

double eventNumber(const Json& value) {
  return protocol::numberFromJson(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

Result<EventLog> EventLog::open(Vfs& vfs, const std::filesystem::path& path, Options options) {
  std::string tail;
  if (options.mend) {
    UNROLL_TRY_ASSIGN(torn, tornTail(vfs, path));
    tail = std::move(torn);
  }
  auto file = vfs.open(path, OpenMode::Append);
  if (!file) return tl::unexpected(writeError(vfs, file.error(), path));
  EventLog log;
  log.vfs_ = &vfs;
  log.path_ = path;
  log.options_ = options;
  log.file_ = std::move(*file);
  log.lastTry_ = Clock::now();
  if (!tail.empty()) {
    // After a power cut a file system may leave zeros where data never came.
    const size_t text = tail.find_last_not_of('\0') + 1;
    const bool whole = parseLine(std::string_view(tail).substr(0, text)).is_object();
    const size_t excess = whole ? tail.size() - text : tail.size();
    if (whole) log.pending_ = "\n";  // Only the line end was lost.
    if (excess > 0) {
      const IoResult<uint64_t> size = log.file_->size();
      if (!size) return tl::unexpected(readError(size.error(), path));
      const auto cut = log.file_->truncate(*size - excess);
      if (!cut) return tl::unexpected(writeError(vfs, cut.error(), path));
    }
  }
  return log;
}

EventLog::~EventLog() {
  if (file_) (void)flush();
}

Result<void> EventLog::append(std::string_view type, const Json& fields) {
  Json line = Json::object();
  line["t"] = std::round(unixTime() * 1000) / 1000;
  line["type"] = type;
  for (const auto& [key, value] : fields.items()) line[key] = value;
  std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (pending_.size() + text.size() >= kMaxPendingBytes) {
    ++lost_;
  } else {
    pending_ += text;
    pending_ += '\n';
  }
  const bool due = Clock::now() - lastTry_ >= std::chrono::duration<double>(options_.flushSeconds);
  if (due || (!failing_ && pending_.size() >= options_.flushBytes)) return flush();
  return {};
}

Result<void> EventLog::scalar(int64_t stage, int64_t step, std::string_view name, double value) {
  Json fields = Json::object();
  fields["stage"] = stage;
  fields["step"] = step;
  fields["name"] = name;
  fields["value"] = protocol::numberOrWord(value);
  return append("scalar", fields);
}

Result<void> EventLog::resumed(int64_t stage, int64_t step) {
  Json fields = Json::object();
  fields["stage"] = stage;
  fields["step"] = step;
  return append("resumed", fields);
}

Result<void> EventLog::flush() {
  lastTry_ = Clock::now();
  failing_ = true;
  if (!file_) {  // After a failed fsync.
    auto file = vfs_->open(path_, OpenMode::Append);
    if (!file) return tl::unexpected(writeError(*vfs_, file.error(), path_));
    file_ = std::move(*file);
  }
  const uint64_t needed = pending_.size();
  if (const auto drained = drain(*file_, pending_); !drained) {
    return tl::unexpected(writeError(*vfs_, drained.error(), path_, needed));
  }
  failing_ = false;
  return {};
}

Result<void> EventLog::sync() {
  UNROLL_TRY(flush());
  if (const auto synced = file_->sync(); !synced) {
    // A second fsync on this descriptor could claim success for pages that were dropped.
    file_.reset();
    return tl::unexpected(writeError(*vfs_, synced.error(), path_));
  }
  return {};
}

EventReader::EventReader(Vfs& vfs, std::filesystem::path path, uint64_t offset)
    : vfs_(&vfs), path_(std::move(path)), offset_(offset) {}

Result<std::vector<Event>> EventReader::poll(size_t enough) {
  std::vector<Event> events;
  const auto file = vfs_->open(path_, OpenMode::Read);
  if (!file) {
    if (file.error().code == ENOENT) return events;
    return tl::unexpected(readError(file.error(), path_));
  }
  const IoResult<uint64_t> size = (*file)->size();
  if (!size) return tl::unexpected(readError(size.error(), path_));
  if (*size < offset_) offset_ = 0;  // Another file took its place.
  std::string chunk;
  while (offset_ < *size && events.size() < enough) {
    chunk.resize(std::min(*size - offset_, kMaxLineBytes));
    const IoResult<size_t> count =
        readFully(**file, offset_, std::as_writable_bytes(std::span(chunk.data(), chunk.size())));
    if (!count) return tl::unexpected(readError(count.error(), path_));
    chunk.resize(*count);
    size_t end = chunk.rfind('\n');
    if (end == std::string::npos) {
      if (chunk.size() < kMaxLineBytes) break;  // A torn last line: it may still grow.
      end = chunk.size() - 1;                   // No line of ours is so long: skip it.
    }
    for (size_t begin = 0; begin <= end;) {
      const size_t stop = std::min(chunk.find('\n', begin), end + 1);
      const std::string_view line = std::string_view(chunk).substr(begin, stop - begin);
      begin = stop + 1;
      Json fields = parseLine(line);
      if (!fields.is_object() || !fields.contains("t") || !fields["t"].is_number() ||
          !fields.contains("type") || !fields["type"].is_string()) {
        ++broken_;
        continue;
      }
      Event event;
      event.time = fields["t"].get<double>();
      event.type = fields["type"].get<std::string>();
      fields.erase("t");
      fields.erase("type");
      event.fields = std::move(fields);
      events.push_back(std::move(event));
    }
    offset_ += end + 1;
  }
  return events;
}

}  // namespace unroll::io
