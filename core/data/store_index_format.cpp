#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "data/store_index.h"

namespace unroll::data {
namespace {

using Json = nlohmann::ordered_json;

/// Compact, and names that are not UTF-8 (file names may be anything) keep what is readable.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The number in prefix + digits + suffix, or -1.
int64_t numberBetween(std::string_view text, std::string_view prefix, std::string_view suffix,
                      size_t digits) {
  if (!text.starts_with(prefix) || !text.ends_with(suffix)) return -1;
  if (text.size() < prefix.size() + digits + suffix.size()) return -1;
  text = text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
  if (text.size() > 12 || (text.size() > digits && text[0] == '0')) return -1;
  int64_t number = 0;
  for (const char letter : text) {
    if (letter < '0' || letter > '9') return -1;
    number = 10 * number + (letter - '0');
  }
  return number;
}

template <typename T, typename ToJson>
void appendList(std::string& text, const char* key, const std::vector<T>& values, ToJson toJson) {
  text += fmt::format("  \"{}\": [", key);
  for (size_t i = 0; i < values.size(); ++i) {
    text += i == 0 ? "\n    " : ",\n    ";
    text += dump(toJson(values[i]));
  }
  text += values.empty() ? "]" : "\n  ]";
}

Json clipToJson(const IndexedClip& clip, bool raw) {
  Json json = {{"source", clip.info.source},
               {"sourceId", clip.info.sourceId},
               {"label", clip.info.label},
               {"frames", clip.info.frames},
               {"split", clip.info.split == Split::Held ? "held" : "train"},
               {"file", clip.file}};
  if (raw) json["offset"] = clip.offset;
  return json;
}

}  // namespace

const char* name(StoreKind kind) {
  switch (kind) {
    case StoreKind::Raw:
      return "raw";
    case StoreKind::Encoded:
      return "encoded";
    case StoreKind::Synthetic:
      return "synthetic";
  }
  return "raw";
}

std::string readableText(const std::string& text) {
  return Json::parse(dump(Json(text))).get<std::string>();
}

std::string rawFileName(int64_t number) { return fmt::format("frames-{:05}.bin", number); }
std::string encodedFileName(int64_t number) { return fmt::format("clips/{:06}.mkv", number); }

int64_t rawFileNumber(const std::string& name) { return numberBetween(name, "frames-", ".bin", 5); }
int64_t encodedFileNumber(const std::string& name) {
  return numberBetween(name, "clips/", ".mkv", 6);
}

std::string formatIndex(const StoreIndex& index) {
  const StoreSettings& settings = index.settings;
  std::string text = fmt::format(
      "{{\n  \"version\": 1,\n  \"kind\": \"{}\",\n  \"size\": {},\n  \"frameRate\": {},\n",
      name(settings.kind), settings.size, dump(Json(settings.frameRate)));
  if (settings.kind == StoreKind::Synthetic) {
    const SyntheticOptions& scenes = index.synthetic;
    text += fmt::format("  \"scenes\": {},\n  \"seed\": {},\n  \"framesPerClip\": {},\n",
                        dump(Json(scenes.scenes)), scenes.seed, scenes.framesPerClip);
    text += fmt::format("  \"clips\": {},\n  \"heldShare\": {}\n}}\n", scenes.clips,
                        dump(Json(scenes.heldShare)));
    return text;
  }
  const bool raw = settings.kind == StoreKind::Raw;
  appendList(text, "classes", index.classes, [](const std::string& entry) { return Json(entry); });
  text += ",\n";
  appendList(text, "clips", index.clips,
             [raw](const IndexedClip& clip) { return clipToJson(clip, raw); });
  text += ",\n";
  appendList(text, "reports", index.reports, [](const SourceReport& report) {
    return Json{{"source", report.source},
                {"sourceId", report.sourceId},
                {"accepted", report.accepted},
                {"message", report.message}};
  });
  return text + "\n}\n";
}

}  // namespace unroll::data
