#include "engine/feature_training.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>

#include <ATen/Parallel.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <fmt/format.h>

#include "base/atomic_file.h"
#include "base/file_system.h"
#include "base/seeds.h"
#include "data/synthetic_scenes.h"
#include "engine/device.h"
#include "io/json_file.h"
#include "io/safetensors.h"
#include "metrics/clip_source.h"
#include "metrics/distortions.h"
#include "metrics/pictures.h"
#include "models/small_features.h"
#include "train/adam.h"
#include "train/named_tensors.h"

namespace unroll::engine {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kFrames = 16;
constexpr int64_t kSize = models::SmallFeatures::kPicture;
constexpr int64_t kPoolFrames = 64;  // Long enough for 16 frames at step 4, with room to begin.
constexpr double kRate = 2e-3;
constexpr int64_t kTestBatches = 20;
constexpr std::array<double, 4> kBlur = {0, 0.7, 1.5, 3};
constexpr std::array<double, 4> kNoise = {0, 0.05, 0.12, 0.3};
constexpr std::array<double, 4> kFrozen = {0, 1.0 / 3, 2.0 / 3, 1};
constexpr int64_t kNoAnswer = -100;  // What cross entropy leaves out.
constexpr std::array<const char*, 6> kTasks = {"scene",  "speed", "order",
                                               "frozen", "blur",  "noise"};

/// Clips that windows are drawn from: uint8 (frames, 64, 64, 3).
struct Pool {
  std::vector<torch::Tensor> clips;
  std::vector<int64_t> scenes;  ///< kNoAnswer for real ones
};

struct Sample {
  torch::Tensor clips;                   ///< (N, 3, 16, 64, 64)
  std::array<torch::Tensor, 6> answers;  ///< (N) each
};

double seconds(Clock::time_point since) {
  return std::chrono::duration<double>(Clock::now() - since).count();
}

torch::Tensor renderClip(int64_t scene, uint64_t seed) {
  torch::Tensor clip =
      torch::empty({kPoolFrames, kSize, kSize, 3}, torch::TensorOptions(torch::kUInt8));
  const auto bytes = static_cast<size_t>(kSize * kSize * 3);
  for (int64_t t = 0; t < kPoolFrames; ++t) {
    data::renderScene(scene, seed, static_cast<double>(t) / 25, kSize,
                      {clip.data_ptr<uint8_t>() + static_cast<size_t>(t) * bytes, bytes});
  }
  return clip;
}

Result<Pool> renderPool(int64_t count, uint64_t seed, const std::stop_token& stop) {
  Pool pool;
  const auto kinds = static_cast<int64_t>(data::sceneClasses().size());
  for (int64_t i = 0; i < count; ++i) {
    if (stop.stop_requested()) return fail(ErrorKind::Cancelled, "Training was interrupted.");
    pool.clips.push_back(
        renderClip(i % kinds, streamSeed(seed, "feature-scene", static_cast<uint64_t>(i))));
    pool.scenes.push_back(i % kinds);
  }
  return pool;
}

/// Colours of one clip, changed alike in all frames, so that they say little about the answer.
torch::Tensor recoloured(const torch::Tensor& clip, Random& random) {
  const torch::Tensor gain =
      torch::tensor({random.uniform(0.7, 1.3), random.uniform(0.7, 1.3), random.uniform(0.7, 1.3)},
                    torch::kFloat32);
  return (clip * gain.view({3, 1, 1, 1}) + random.uniform(-0.2, 0.2)).clamp_(-1, 1);
}

/// One window of 16 frames with its answers.
torch::Tensor drawWindow(const Pool& pool, Random& random, std::array<int64_t, 6>& answers) {
  const auto chosen = static_cast<size_t>(random.below(static_cast<int64_t>(pool.clips.size())));
  const torch::Tensor& whole = pool.clips[chosen];
  const int64_t steps = std::min<int64_t>(4, (whole.size(0) - 1) / (kFrames - 1));
  const int64_t step = 1 + random.below(steps);
  const int64_t span = (kFrames - 1) * step + 1;
  const int64_t start = random.below(whole.size(0) - span + 1);
  torch::Tensor clip = metrics::toUnitClips(whole.slice(0, start, start + span, step))[0];
  if (random.chance(0.5)) clip = clip.flip({3});
  clip = recoloured(clip, random);
  const int64_t order = random.below(3), still = random.chance(0.5) ? 0 : random.below(4);
  const int64_t blur = random.below(4), noise = random.below(4);
  if (order == 1) clip = clip.flip({1});
  clip = clip.unsqueeze(0);
  if (order == 2) clip = metrics::shuffled(clip, 1, random);
  clip = metrics::frozen(clip, kFrozen[static_cast<size_t>(still)]);
  clip = metrics::blurred(clip, kBlur[static_cast<size_t>(blur)]);
  clip = metrics::noisy(clip, kNoise[static_cast<size_t>(noise)], random);
  // What cannot be seen is not asked: order and speed of a still clip, speed of a shuffled one.
  const bool stands = still == 3;
  answers = {pool.scenes[chosen],
             stands || order == 2 ? kNoAnswer : step - 1,
             stands ? kNoAnswer : order,
             still,
             blur,
             noise};
  return clip;
}

Sample drawSample(const Pool& pool, int64_t batch, Random random) {
  std::vector<torch::Tensor> clips;
  std::array<std::vector<int64_t>, 6> answers;
  for (int64_t n = 0; n < batch; ++n) {
    std::array<int64_t, 6> own{};
    clips.push_back(drawWindow(pool, random, own));
    for (size_t task = 0; task < own.size(); ++task) answers[task].push_back(own[task]);
  }
  Sample sample;
  sample.clips = torch::cat(clips);
  for (size_t task = 0; task < answers.size(); ++task) {
    sample.answers[task] = torch::tensor(answers[task], torch::kInt64);
  }
  return sample;
}

torch::Tensor lossOf(const std::vector<torch::Tensor>& logits, const Sample& sample) {
  torch::Tensor loss = torch::zeros({});
  for (size_t task = 0; task < logits.size(); ++task) {
    // Relative to guessing, so that no task outweighs the others. A batch without one answer has
    // none.
    if (!(sample.answers[task] >= 0).any().item<bool>()) continue;
    loss = loss + at::cross_entropy_loss(logits[task], sample.answers[task], {}, 1, kNoAnswer) /
                      std::log(static_cast<double>(logits[task].size(1)));
  }
  return loss;
}

/// Brings the features to one scale on windows that nothing was done to.
void settleScale(models::SmallFeatures& network, const Pool& pool, uint64_t seed) {
  torch::NoGradGuard guard;
  network.eval();
  Random random(streamSeed(seed, "feature-scale"));
  std::vector<torch::Tensor> features;
  for (const torch::Tensor& clip : pool.clips) {
    const int64_t start = random.below(clip.size(0) - kFrames + 1);
    features.push_back(
        network.rawFeatures(metrics::toUnitClips(clip.narrow(0, start, kFrames).contiguous())));
  }
  network.setScale(torch::cat(features));
}

std::vector<FeatureTask> examine(models::SmallFeatures& network, const Pool& pool, int64_t batch,
                                 uint64_t seed) {
  torch::NoGradGuard guard;
  network.eval();
  std::array<int64_t, 6> right{}, asked{}, choices{};
  for (int64_t i = 0; i < kTestBatches; ++i) {
    const Sample sample =
        drawSample(pool, batch, Random(streamSeed(seed, "feature-test", static_cast<uint64_t>(i))));
    const std::vector<torch::Tensor> logits = network.answers(sample.clips);
    for (size_t task = 0; task < logits.size(); ++task) {
      const torch::Tensor known = sample.answers[task] >= 0;
      right[task] += (logits[task].argmax(1).eq(sample.answers[task]).logical_and(known))
                         .sum()
                         .item<int64_t>();
      asked[task] += known.sum().item<int64_t>();
      choices[task] = logits[task].size(1);
    }
  }
  std::vector<FeatureTask> tasks;
  for (size_t task = 0; task < kTasks.size(); ++task) {
    tasks.push_back({kTasks[task], choices[task],
                     static_cast<double>(right[task]) /
                         static_cast<double>(std::max<int64_t>(asked[task], 1))});
  }
  return tasks;
}

Result<std::string> hashOf(const std::filesystem::path& path, uint64_t& bytes) {
  UNROLL_TRY_ASSIGN(text, readTextFile(realVfs(), path, uint64_t{1} << 30));
  bytes = text.size();
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

/// Whether a file of `bytes` can be written where the weights will be: known before the training,
/// not after it.
Result<void> checkWritable(const std::filesystem::path& file, uint64_t bytes) {
  // Without a commit the file that may be there stays as it is.
  UNROLL_TRY_ASSIGN(probe, AtomicFile::create(realVfs(), file));
  return probe.write(std::string(bytes, '\0'));
}

Result<void> write(models::SmallFeatures& network, const FeatureTrainingRequest& request,
                   FeatureTrainingSummary& summary) {
  train::NamedTensors tensors;
  for (const auto& [name, tensor] : train::namedState(network, "")) {
    if (!name.ends_with("num_batches_tracked")) tensors.emplace_back(name, tensor);
  }
  train::TensorSnapshot snapshot;
  snapshot.add(tensors);
  io::Json accuracy = io::Json::object();
  for (const FeatureTask& task : summary.tasks) accuracy[task.name] = task.accuracy;
  const io::Metadata card = {
      {"format", "unroll-features-1"},
      {"network", "features-small"},
      {"licence", "GPL-3.0-or-later; trained on pictures that this program draws" +
                      std::string(request.clips.empty() ? "" : ", and on the user's own clips")},
      {"steps", std::to_string(summary.steps)},
      {"batch", std::to_string(request.batch)},
      {"scenes", std::to_string(request.scenes)},
      {"realClips", std::to_string(summary.realClips)},
      {"seed", std::to_string(request.seed)},
      {"accuracy", accuracy.dump()}};
  UNROLL_TRY(io::writeSafetensors(realVfs(), request.out, snapshot.views(), card));
  UNROLL_TRY_ASSIGN(hash, hashOf(request.out, summary.bytes));
  summary.hash = hash;
  return {};
}

}  // namespace

Result<FeatureTrainingSummary> trainFeatures(const FeatureTrainingRequest& request,
                                             const std::function<void(int64_t, double)>& progress,
                                             std::stop_token stop) {
  flushDenormals();
  if (request.threads > 0) at::set_num_threads(request.threads);
  const Clock::time_point begun = Clock::now();
  torch::manual_seed(streamSeed(request.seed, "feature-initialisation") >> 1);
  models::SmallFeatures network;
  FeatureTrainingSummary summary;
  for (const torch::Tensor& parameter : network.parameters())
    summary.parameters += parameter.numel();
  uint64_t bytes = 0;
  for (const auto& [name, tensor] : train::namedState(network, "")) bytes += tensor.nbytes();
  UNROLL_TRY(checkWritable(request.out, bytes));
  UNROLL_TRY_ASSIGN(pool, renderPool(request.scenes, request.seed, stop));
  if (!request.clips.empty()) {
    const metrics::ClipCut cut{.frames = kPoolFrames,
                               .size = kSize,
                               .hop = kPoolFrames / 2,
                               .maxClips = 2000,
                               .workerProgram = request.workerProgram};
    UNROLL_TRY_ASSIGN(report, metrics::readClips(
                                  request.clips, cut,
                                  [&](const torch::Tensor& clip, const metrics::ClipOrigin&) {
                                    pool.clips.push_back(clip);
                                    pool.scenes.push_back(kNoAnswer);
                                    return Result<void>();
                                  },
                                  {}, stop));
    summary.realClips = report.clips;
  }
  network.train();
  train::Adam adam("features", train::namedParameters(network, ""),
                   {.rate = kRate, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8});
  const int64_t last = std::max<int64_t>(1, request.steps / 100);
  double share = 0;  // Of the steps or of the time, whichever is farther.
  for (; summary.steps < request.steps && share < 1; ++summary.steps) {
    if (stop.stop_requested()) {
      return fail(ErrorKind::Cancelled, "Training was interrupted; nothing was written.");
    }
    const Sample sample = drawSample(
        pool, request.batch,
        Random(streamSeed(request.seed, "feature-batch", static_cast<uint64_t>(summary.steps))));
    adam.options().rate = kRate * 0.5 * (1 + std::cos(std::numbers::pi * share));
    adam.zeroGrad();
    const torch::Tensor loss = lossOf(network.answers(sample.clips), sample);
    loss.backward();
    adam.step();
    const double value = loss.item<double>();
    if (!std::isfinite(value)) {
      return fail(ErrorKind::Refused,
                  fmt::format("The loss is no longer a number at step {}; try another --seed.",
                              summary.steps + 1));
    }
    summary.loss = summary.steps == 0
                       ? value
                       : summary.loss + (value - summary.loss) /
                                            static_cast<double>(std::min(last, summary.steps + 1));
    share = static_cast<double>(summary.steps + 1) / static_cast<double>(request.steps);
    if (request.minutes > 0) share = std::max(share, seconds(begun) / 60 / request.minutes);
    if (progress) progress(summary.steps + 1, summary.loss);
  }
  settleScale(network, pool, request.seed);
  UNROLL_TRY_ASSIGN(unseen, renderPool(80, streamSeed(request.seed, "feature-unseen"), stop));
  summary.tasks = examine(network, unseen, request.batch, request.seed);
  summary.seconds = seconds(begun);
  UNROLL_TRY(write(network, request, summary));
  return summary;
}

}  // namespace unroll::engine
