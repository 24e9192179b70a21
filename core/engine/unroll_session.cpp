#include "engine/unroll_session.h"

#include <algorithm>
#include <charconv>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "engine/device.h"

namespace unroll::engine {
namespace {

/// The class called `name`, else the one whose number it is. Errors: Usage, naming the nearest.
Result<int64_t> findClass(const std::string& name, const std::vector<std::string>& classes) {
  const auto found = std::find(classes.begin(), classes.end(), name);
  if (found != classes.end()) return found - classes.begin();
  int64_t number = -1;
  const char* end = name.data() + name.size();
  const auto [stop, problem] = std::from_chars(name.data(), end, number);
  if (problem == std::errc() && stop == end && number >= 0) return number;
  return fail(ErrorKind::Usage,
              fmt::format("--label '{}' is no class of this model.{} Use a number from 0 to {} or "
                          "one of: {}.",
                          name, didYouMean(name, classes), classes.size() - 1,
                          fmt::join(classes, ", ")));
}

}  // namespace

double UnrollSession::frameRate(size_t index) const {
  return cascade.recipe.frameRate / static_cast<double>(cascade.recipe.dataStride(index));
}

int64_t UnrollSession::framesOf(size_t index) const {
  const int64_t stride = cascade.recipe.dataStride(index) / cascade.recipe.dataStride(cascade.last());
  return (options.frames + stride - 1) / stride;
}

CascadeStream UnrollSession::stream(int64_t first, int64_t count, StreamInput& input) {
  input = drawInput(cascade, options.seed + static_cast<uint64_t>(first), count, options.label, options.truncation);
  return CascadeStream(cascade, input, options.frames);
}

Result<void> settleOptions(UnrollOptions& options, const Cascade& cascade) {
  if (!options.className.empty()) {
    UNROLL_TRY_ASSIGN(label, findClass(options.className, cascade.classes));
    options.label = label;
  }
  if (options.label) UNROLL_TRY(checkLabel(*options.label, cascade));
  if (options.frames == 0) options.frames = cascade.recipe.stages[cascade.last()].frames;
  if (options.truncation < 0) options.truncation = cascade.recipe.truncation;
  options.lastStage = static_cast<int64_t>(cascade.stages.size());
  return {};
}

Result<void> checkLabel(int64_t label, const Cascade& cascade) {
  if (label >= 0 && label < cascade.recipe.classes) return {};
  return fail(ErrorKind::Usage, fmt::format("Class {} is none of the model's, 0 to {}.", label, cascade.recipe.classes - 1));
}

Result<UnrollSession> openSession(const ModelSource& source, UnrollOptions options) {
  constexpr int64_t kMostFrames = 1'000'000;
  if (options.count < 1 || options.count > 1'000'000) {
    return fail(ErrorKind::Usage, fmt::format("--count is {}; use 1 to 1000000.", options.count));
  }
  if (options.frames < 0 || options.frames > kMostFrames) {
    return fail(ErrorKind::Usage, fmt::format("--frames is {}; use 1 to {}.", options.frames, kMostFrames));
  }
  flushDenormals();
  if (options.threads > 0) at::set_num_threads(options.threads);
  UNROLL_TRY_ASSIGN(cascade, loadCascade(source, options.lastStage, options.device));
  UNROLL_TRY(settleOptions(options, cascade));
  return UnrollSession{std::move(cascade), options};
}

}  // namespace unroll::engine
