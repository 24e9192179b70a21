#include "data/import_classes.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/file_system.h"

namespace unroll::data {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxListBytes = uint64_t{256} << 20;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  size_t start = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (start < text.size()) {
    const auto end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

/// The fields of one line; "..." may hold commas, and "" in it is one quotation mark.
std::vector<std::string> fieldsOf(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  for (std::string& field : fields) field = trimmed(field);
  return fields;
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0)) return {};
  return value;
}

std::optional<Split> splitNamed(const std::string& name) {
  const std::string known = lower(name);
  if (known == "train" || known == "training") return Split::Train;
  if (known == "validate" || known == "validation" || known == "val" || known == "test" ||
      known == "held") {
    return Split::Held;
  }
  return std::nullopt;
}

/// The file name without its ending, if the ending can be one of a video ("a.b" stays "a.b").
std::string stemOf(const std::string& name) {
  const fs::path file = fs::path(name).filename();
  const std::string ending = file.extension().string();
  const bool isEnding = ending.size() >= 2 && ending.size() <= 5;
  return isEnding ? file.stem().string() : file.string();
}

int columnOf(const std::vector<std::string>& header, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found != header.end()) return static_cast<int>(found - header.begin());
  }
  return -1;
}

tl::unexpected<Error> badLine(const std::string& path, size_t line, const std::string& what) {
  return fail(ErrorKind::Refused, fmt::format("{}, line {}: {}.", path, line, what));
}

}  // namespace

Result<void> ClassList::addCsv(const std::string& path, const std::string& text) {
  const auto lines = linesOf(text);
  auto header = lines.empty() ? std::vector<std::string>{} : fieldsOf(lines.front());
  for (std::string& name : header) name = lower(name);
  const int label = columnOf(header, {"label", "class"});
  const int id = columnOf(header, {"youtube_id", "id", "file", "filename", "video", "path"});
  if (label < 0 || id < 0) {
    return badLine(path, 1,
                   "columns named label and youtube_id (or file) are needed, as in "
                   "label,youtube_id,time_start,time_end,split");
  }
  const int start = columnOf(header, {"time_start"});
  const int end = columnOf(header, {"time_end"});
  const int split = columnOf(header, {"split"});
  for (size_t i = 1; i < lines.size(); ++i) {
    if (trimmed(lines[i]).empty()) continue;
    const auto fields = fieldsOf(lines[i]);
    const auto field = [&](int column) {
      return column >= 0 && static_cast<size_t>(column) < fields.size()
                 ? fields[static_cast<size_t>(column)]
                 : std::string();
    };
    ListedClip clip;
    clip.label = field(label);
    const std::string key = stemOf(field(id));
    if (clip.label.empty() || key.empty()) return badLine(path, i + 1, "label or video is missing");
    clip.split = splitNamed(field(split));
    ++listed_;
    if (start < 0 || end < 0) {
      entries_.emplace(key, clip);
      continue;
    }
    const auto from = number(field(start));
    const auto to = number(field(end));
    if (!from || !to || *to <= *from) {
      return badLine(path, i + 1,
                     fmt::format("'{}' to '{}' is no span of seconds", field(start), field(end)));
    }
    const auto whole = [](double seconds) { return static_cast<int64_t>(std::llround(seconds)); };
    entries_.emplace(fmt::format("{}_{:06}_{:06}", key, whole(*from), whole(*to)), clip);
    clip.startSeconds = *from;
    clip.endSeconds = *to;
    entries_.emplace(key, clip);
  }
  return {};
}

Result<void> ClassList::addSplitList(const std::string& path, const std::string& text,
                                     Split split) {
  const auto lines = linesOf(text);
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string line = trimmed(lines[i]);
    if (line.empty()) continue;
    // "Class/video.avi 1": the number is the class's, which its name already tells.
    const auto space = line.find_last_of(" \t");
    if (space != std::string::npos && number(line.substr(space + 1))) {
      line = trimmed(line.substr(0, space));
    }
    const auto slash = line.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == line.size()) {
      return badLine(path, i + 1, "a line like Class/v_Class_g01_c01.avi is needed");
    }
    ListedClip clip;
    clip.label = line.substr(0, slash);
    clip.split = split;
    entries_.emplace(stemOf(line), clip);
    ++listed_;
  }
  return {};
}

Result<ClassList> ClassList::read(const std::string& path) {
  std::error_code ignored;
  fs::path file = path;
  if (fs::is_directory(file, ignored)) file /= "trainlist01.txt";
  const std::string name = file.filename().string();
  ClassList list;
  UNROLL_TRY_ASSIGN(text, readTextFile(realVfs(), file, kMaxListBytes));
  const bool train = name.starts_with("trainlist");
  if (!train && !name.starts_with("testlist")) {
    UNROLL_TRY(list.addCsv(file.string(), text));
    return list;
  }
  UNROLL_TRY(list.addSplitList(file.string(), text, train ? Split::Train : Split::Held));
  const std::string partner = (train ? "testlist" : "trainlist") + name.substr(train ? 9 : 8);
  const fs::path other = file.parent_path() / partner;
  if (fs::exists(other, ignored)) {
    UNROLL_TRY_ASSIGN(more, readTextFile(realVfs(), other, kMaxListBytes));
    UNROLL_TRY(list.addSplitList(other.string(), more, train ? Split::Held : Split::Train));
  }
  return list;
}

std::vector<ListedClip> ClassList::find(const std::string& path) const {
  std::vector<ListedClip> found;
  const auto [first, last] = entries_.equal_range(fs::path(path).stem().string());
  for (auto entry = first; entry != last; ++entry) found.push_back(entry->second);
  return found;
}

}  // namespace unroll::data
