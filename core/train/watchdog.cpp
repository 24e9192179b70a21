#include "train/watchdog.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace unroll::train {
namespace {

constexpr double kLargestLoss = 1e4;
constexpr double kLargestRatio = 100;
constexpr size_t kRemembered = 50;

double median(const std::deque<double>& values) {
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

}  // namespace

std::optional<std::string> Watchdog::check(const StepReport& report, const std::string& who) {
  std::deque<double>& losses = who == "critic" ? critic_ : generator_;
  if (!std::isfinite(report.loss) || !std::isfinite(report.gradientNorm) || !report.applied) {
    return fmt::format(
        "the {}'s loss ({}) or gradient (length {}) is not a finite number, so this step was not "
        "taken",
        who, report.loss, report.gradientNorm);
  }
  const double size = std::abs(report.loss);
  const double usual = losses.empty() ? size : std::max(median(losses), 1.0);
  if (size > kLargestLoss || size > kLargestRatio * std::max(usual, 1.0)) {
    return fmt::format("the {}'s loss has exploded to {:.4g} (it was about {:.3g})", who,
                       report.loss, usual);
  }
  losses.push_back(size);
  if (losses.size() > kRemembered) losses.pop_front();
  return std::nullopt;
}

}  // namespace unroll::train
