#include "train/memory_model.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

#include "models/widths.h"
#include "train/cascade_nets.h"
#include "train/layer_count.h"

namespace unroll::train {
namespace {

// Measured on the demo recipes (see tests/train/memory_model_test.cpp): what the program and
// LibTorch take before the first network, and what the allocator holds beyond the tensors that live
// at the worst moment.
constexpr int64_t kBaseBytes = 205'000'000;
constexpr double kSlack = 1.12;
constexpr int64_t kBytes = 4;

struct StageCount {
  LayerCount generator, critics;  ///< activations: generator of one clip, critics of one clip
};

StageCount countStage(const Recipe& recipe, size_t index, int64_t frames) {
  const StageRecipe& stage = recipe.stages[index];
  StageCount count;
  count.generator =
      countGenerator(generatorSpec(recipe, index), (index == 0 ? stage.burnIn : 0) + frames);
  if (stage.spatialCritic) {
    count.critics += countSpatialCritic(stage.size, stage.criticChannels, recipe.classes,
                                        std::min(stage.spatialFrames, frames));
  }
  if (stage.temporalCritic) {
    count.critics += countTemporalCritic(stage.temporalPool ? stage.size / 2 : stage.size,
                                         stage.criticChannels, recipe.classes, frames,
                                         stage.motionGain > 0 ? 6 : 3);
  }
  if (stage.matchingCritic && index > 0) {
    count.critics +=
        countTemporalCritic(stage.size / 2, stage.criticChannels, recipe.classes, frames, 6);
  }
  return count;
}

/// Bytes from the counts of all stages trained together, at `batch` clips.
MemoryPrediction combine(const std::vector<StageCount>& stages, int64_t batch, int64_t frozen) {
  MemoryPrediction result;
  LayerCount generator, critics;
  for (const StageCount& stage : stages) {
    generator += stage.generator;
    critics += stage.critics;
  }
  result.weights = kBytes * (2 * generator.parameters + critics.parameters + frozen);
  // Two moments of everything, gradients of what is being stepped, normalised and fused kernels.
  result.optimiser = kBytes * (2 * (generator.parameters + critics.parameters) +
                               std::max(generator.parameters, critics.parameters));
  const int64_t kernels = kBytes * 3 * (generator.parameters + critics.parameters);
  const int64_t criticStep = 2 * batch * critics.saved + 2 * batch * critics.passing;
  const int64_t generatorStep = batch * (generator.saved + critics.saved) +
                                batch * std::max(generator.passing, critics.passing);
  result.activations = kBytes * std::max(criticStep, generatorStep) + kernels;
  result.base = kBaseBytes;
  result.peak =
      static_cast<int64_t>(
          kSlack * static_cast<double>(result.weights + result.optimiser + result.activations)) +
      result.base;
  return result;
}

Recipe settled(Recipe recipe) {
  recipe.classes = std::max<int64_t>(recipe.classes, 1);
  return recipe;
}

/// The number in /proc/self/status behind `key`, in bytes.
int64_t statusBytes(const std::string& key, const char* file = "/proc/self/status") {
  std::ifstream status(file);
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(key)) continue;
    std::istringstream words(line.substr(key.size()));
    int64_t kilobytes = 0;
    words >> kilobytes;
    return kilobytes * 1024;
  }
  return 0;
}

/// A control group's limit, or no limit at all.
int64_t groupLimit() {
  for (const char* file :
       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::ifstream limit(file);
    int64_t bytes = 0;
    if (limit >> bytes && bytes > 0) return bytes;
  }
  return std::numeric_limits<int64_t>::max();
}

}  // namespace

MemoryPrediction predictStageMemory(const Recipe& given, size_t index) {
  const Recipe recipe = settled(given);
  const StageRecipe& stage = recipe.stages.at(index);
  int64_t frozen = 0;
  if (stage.conditioning != "real") {
    for (size_t below = 0; below < index; ++below) {
      frozen += 2 * countGenerator(generatorSpec(recipe, below), 1)
                        .parameters;  // Weights, normalised once more.
    }
  }
  MemoryPrediction result = combine({countStage(recipe, index, stage.frames)}, stage.batch, frozen);
  result.stage = stageName(index);
  return result;
}

MemoryPrediction predictJointMemory(const Recipe& given) {
  const Recipe recipe = settled(given);
  const StageRecipe& last = recipe.stages.back();
  std::vector<StageCount> stages(recipe.stages.size());
  int64_t frames = last.frames;
  for (size_t index = stages.size(); index-- > 0;) {
    stages[index] = countStage(recipe, index, frames);
    frames /= recipe.stages[index].temporalStride;
  }
  MemoryPrediction result = combine(stages, last.batch, 0);
  result.stage = "joint";
  return result;
}

std::vector<MemoryPrediction> predictMemory(const Recipe& recipe) {
  std::vector<MemoryPrediction> all;
  for (size_t index = 0; index < recipe.stages.size(); ++index)
    all.push_back(predictStageMemory(recipe, index));
  if (recipe.stages.size() > 1) all.push_back(predictJointMemory(recipe));
  return all;
}

int64_t batchThatFits(Recipe recipe, size_t index, int64_t bytes) {
  const bool joint = index >= recipe.stages.size();
  int64_t& batch = joint ? recipe.stages.back().batch : recipe.stages[index].batch;
  for (; batch > 0; --batch) {
    const MemoryPrediction need =
        joint ? predictJointMemory(recipe) : predictStageMemory(recipe, index);
    if (need.peak <= bytes) return batch;
  }
  return 0;
}

int64_t residentMemory() { return statusBytes("VmRSS:"); }

int64_t peakResidentMemory() { return statusBytes("VmHWM:"); }

int64_t addressSpace() { return statusBytes("VmSize:"); }

int64_t availableMemory() {
  const int64_t own = residentMemory();
  int64_t available = statusBytes("MemAvailable:", "/proc/meminfo") + own;
  available = std::min(available, groupLimit());
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    // Addresses taken already and not resident (libraries, reserved heaps) are no use for tensors.
    const int64_t idle = addressSpace() - own;
    available = std::min(available, static_cast<int64_t>(limit.rlim_cur) - idle);
  }
  return available;
}

}  // namespace unroll::train
