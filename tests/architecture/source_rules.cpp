#include "architecture/source_rules.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>

namespace unroll::test {
namespace {

using Names = std::set<std::string, std::less<>>;

/// Which folders of core/ a folder may include besides itself: the arrows of DESIGN.
const std::map<std::string, Names, std::less<>>& arrows() {
  static const std::map<std::string, Names, std::less<>> table = {
      {"base", {}},
      {"protocol", {"base"}},
      {"media", {"base"}},
      {"nn", {"base"}},
      {"models", {"base", "nn"}},
      {"data", {"base"}},  // Importers and encoded stores: media too, see mayInclude().
      {"io", {"base", "protocol"}},
      {"metrics", {"base", "media", "nn", "models", "data", "io"}},
      {"train", {"base", "protocol", "media", "nn", "models", "data", "io", "metrics"}},
      {"engine", {"base", "protocol", "media", "nn", "models", "data", "io", "metrics", "train"}},
  };
  return table;
}

const Names kTorchFolders = {"nn", "models", "metrics", "train", "engine"};
const Names kUiFolders = {"base", "protocol", "media", "data", "io"};

std::vector<std::string> parts(std::string_view path) {
  std::vector<std::string> found;
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    found.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return found;
}

bool startsWithAny(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::ranges::any_of(starts,
                             [&](std::string_view start) { return text.starts_with(start); });
}

bool isTorch(std::string_view include) {
  return startsWithAny(include, {"torch/", "ATen/", "c10/", "caffe2/"});
}

bool isQt(std::string_view include) {
  if (startsWithAny(include, {"Qt", "qcustomplot"})) return true;
  return include.size() > 1 && include[0] == 'Q' &&
         std::isupper(static_cast<unsigned char>(include[1])) != 0;
}

bool isFfmpeg(std::string_view include) {
  return startsWithAny(
      include, {"libavformat/", "libavcodec/", "libavutil/", "libavfilter/", "libswscale/"});
}

bool mayInclude(std::string_view from, std::string_view file, const std::string& to) {
  const auto own = arrows().find(from);
  if (own == arrows().end()) return false;
  if (own->second.contains(to) || from == to) return true;
  return from == "data" && to == "media" && startsWithAny(file, {"import", "encoded"});
}

}  // namespace

const std::vector<std::string>& coreFolders() {
  static const std::vector<std::string> folders = {
      "base", "protocol", "media", "nn", "models", "data", "io", "metrics", "train", "engine"};
  return folders;
}

std::vector<std::string> includesOf(std::string_view text) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
  std::vector<std::string> found;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line(text.substr(at, end - at));
    std::smatch match;
    if (line.size() < 400 && std::regex_match(line, match, kInclude)) found.push_back(match[1]);
    at = end + 1;
  }
  return found;
}

std::string codeOnly(std::string_view text) {
  std::string code;
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (rest.starts_with("/*")) {
      const size_t end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? text.size() : end + 2;
    } else if (rest.starts_with("R\"")) {
      const size_t open = text.find('(', at);
      if (open == std::string_view::npos) break;
      const std::string close = ")" + std::string(text.substr(at + 2, open - at - 2)) + "\"";
      const size_t end = text.find(close, open);
      at = end == std::string_view::npos ? text.size() : end + close.size();
    } else if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at) {
        if (text[at] == '\\') ++at;
      }
      ++at;
      code += "\"\"";
    } else {
      code += text[at++];
    }
  }
  return code;
}

std::vector<std::string> violations(std::string_view path, std::string_view text) {
  std::vector<std::string> found;
  const std::vector<std::string> place = parts(path);
  const std::string& top = place.front();
  const std::string folder = place.size() > 2 ? place[1] : std::string();
  const auto report = [&](const std::string& what) {
    found.push_back(std::string(path) + " " + what);
  };
  const bool inCore = top == "core";
  const bool inStudio = top == "ui" || (top == "app" && folder == "studio");
  if (inCore && !arrows().contains(folder))
    report("is in a folder that DESIGN's list does not have.");

  for (const std::string& include : includesOf(text)) {
    const std::string target = parts(include).size() > 1 ? parts(include).front() : std::string();
    const bool coreTarget = arrows().contains(target);
    if (include == "torch/torch.h" || include == "torch/script.h")
      report("includes " + include + ".");
    if (inCore && coreTarget && !mayInclude(folder, place.back(), target)) {
      report("includes " + include + ": that arrow points up.");
    }
    if (inStudio && coreTarget && !kUiFolders.contains(target))
      report("includes " + include + " from the window.");
    if (isTorch(include) && !(inCore && kTorchFolders.contains(folder)))
      report("includes LibTorch (" + include + ").");
    if (isQt(include) && !inStudio) report("includes Qt (" + include + ").");
    if (isFfmpeg(include) && !(inCore && folder == "media"))
      report("includes FFmpeg (" + include + ").");
    if (include.starts_with("opencv2/") && !(inCore && folder == "media"))
      report("includes OpenCV (" + include + ").");
    if (inCore && (target == "ui" || target == "app"))
      report("includes " + include + " from above core.");
  }

  // What could run a file that is being read (RELIABILITY: torch::load in C++ is torch::jit::load).
  static const std::regex kLoaders(
      R"(\b(torch\s*::\s*(jit\s*::\s*)?load|jit\s*::\s*load|pickle\w*|unpickle\w*)\b)",
      std::regex::icase);
  std::smatch match;
  const std::string code = codeOnly(text);
  for (size_t at = 0; at < code.size();) {
    const size_t end = std::min(code.find('\n', at), code.size());
    const std::string line = code.substr(at, std::min<size_t>(end - at, 2000));
    if (std::regex_search(line, match, kLoaders))
      report("uses " + match.str() + ", which may run a loaded file.");
    at = end + 1;
  }
  return found;
}

}  // namespace unroll::test
