#include "io/checkpoint_names.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "io/checkpoint_store.h"

namespace unroll::io {
namespace {

constexpr std::string_view kMiddle = "-step-";
constexpr std::string_view kEnd = ".safetensors";

}  // namespace

Result<void> checkStageName(std::string_view stage) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const bool lawful = !stage.empty() && stage.size() <= 32 && lower(stage.front()) &&
                      std::all_of(stage.begin(), stage.end(),
                                  [&](char c) { return lower(c) || (c >= '0' && c <= '9'); });
  if (lawful) return {};
  return fail(ErrorKind::Usage,
              fmt::format("'{}' names no stage: use 'stage1', 'stage2', … or 'joint'.", stage));
}

std::string checkpointFileName(std::string_view stage, int64_t step) {
  return fmt::format("{}{}{:08}{}", stage, kMiddle, step, kEnd);
}

bool parseCheckpointName(std::string_view file, std::string& stage, int64_t& step) {
  if (!file.ends_with(kEnd)) return false;
  file.remove_suffix(kEnd.size());
  const size_t middle = file.rfind(kMiddle);
  if (middle == std::string_view::npos || !checkStageName(file.substr(0, middle))) return false;
  const std::string_view digits = file.substr(middle + kMiddle.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), step);
  if (error != std::errc() || end != digits.data() + digits.size() || step < 0) return false;
  stage = std::string(file.substr(0, middle));
  // "stage1-step-5.safetensors" would not be found again under the name its step makes.
  return checkpointFileName(stage, step) == fmt::format("{}{}", file, kEnd);
}

std::vector<int64_t> stepsToPrune(std::vector<int64_t> steps, const RetentionPolicy& policy) {
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  if (steps.empty()) return {};
  const int64_t newest = steps.back();
  const auto keepLast = static_cast<size_t>(std::max(1, policy.keepLast));
  std::set<int> agesKept;
  std::vector<int64_t> prune;
  for (size_t i = 0; i < steps.size(); ++i) {  // Oldest first, so the oldest of each age is kept.
    const int64_t step = steps[i];
    const bool last = i + keepLast >= steps.size();
    const auto age = static_cast<uint64_t>(newest - step);
    const bool aged = policy.powerOfTwoAged && agesKept.insert(std::bit_width(age)).second;
    if (!last && !aged && policy.best != step && !policy.starred.contains(step)) {
      prune.push_back(step);
    }
  }
  return prune;
}

}  // namespace unroll::io
