#include "metrics/measure_sets.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "metrics/clip_measures.h"
#include "metrics/clip_source.h"
#include "metrics/fake_set.h"
#include "metrics/real_sets.h"

namespace unroll::metrics {
namespace {

constexpr int64_t kLargestPicture = 128;

Result<ClipCut> cutOf(const MeasureRequest& request) {
  ClipCut cut{.frames = request.frames,
              .size = request.size,
              .frameRate = request.frameRate,
              .hop = request.hop,
              .maxClips = request.maxClips,
              .workerProgram = request.workerProgram};
  if (cut.size == 0) {
    UNROLL_TRY_ASSIGN(size, firstPictureSize(request.fake));
    cut.size = std::min(size, kLargestPicture);
  }
  return cut;
}

void keepRejected(const ClipReport& report, std::vector<std::string>& warnings) {
  constexpr size_t kShown = 10;
  for (size_t i = 0; i < std::min(kShown, report.rejected.size()); ++i) {
    warnings.push_back("Left out: " + report.rejected[i]);
  }
  if (report.rejected.size() > kShown) {
    warnings.push_back(
        fmt::format("{} more files were left out.", report.rejected.size() - kShown));
  }
}

}  // namespace

Result<MeasureReport> measureSets(const MeasureRequest& request, const MeasureProgress& progress,
                                  const std::stop_token& stop) {
  const auto begun = std::chrono::steady_clock::now();
  if (request.threads > 0) at::set_num_threads(request.threads);
  const std::vector<std::string> names =
      request.measures.empty() ? usualMeasures() : request.measures;
  if (!request.measures.empty() && std::ranges::find(names, "grounding") != names.end()) {
    return fail(ErrorKind::Usage,
                "grounding compares two stages of one cascade: use 'unroll evaluate' for it.");
  }
  const MeasureChoice choice = MeasureChoice::of(names);
  std::optional<LoadedFeatures> features;
  if (choice.features()) {
    UNROLL_TRY_ASSIGN(wanted, networkFor(names, request.features));
    UNROLL_TRY_ASSIGN(loaded, loadFeatures(wanted, request.weightsFolder));
    UNROLL_TRY(checkNetwork(names, loaded));
    if (request.frames < loaded.info.minFrames) {
      return fail(ErrorKind::Usage,
                  fmt::format("{} looks at clips of {} frames or more, not {}: "
                              "raise --frames.",
                              loaded.info.name, loaded.info.minFrames, request.frames));
    }
    features = std::move(loaded);
  }
  LoadedFeatures* network = features ? &*features : nullptr;
  UNROLL_TRY_ASSIGN(cut, cutOf(request));

  MeasureReport report;
  const auto follow = [&](const char* what) {
    return [&progress, what](int64_t done, int64_t total) {
      if (progress) progress(what, done, total);
    };
  };
  StatisticsCache cache(request.cacheFolder);
  UNROLL_TRY_ASSIGN(real, realFileSet(request.real, cut, {network, choice, request.ceilings}, cache,
                                      follow("Real clips"), stop));
  report.warnings = cache.takeNotes();
  FakeSet fake(network, real);
  ClipMeasures noise(network, choice, cut.frames, cut.size);
  UNROLL_TRY_ASSIGN(fakeReport, readClips(
                                    request.fake, cut,
                                    [&](const torch::Tensor& clip, const ClipOrigin& origin) {
                                      fake.add(clip, origin.className);
                                      return Result<void>();
                                    },
                                    follow("Fake clips"), stop));
  if (request.ceilings) {
    UNROLL_TRY(addNoise(noise, clipsOfDraw(real.moving.rows(), fake.moving().rows()), request.seed,
                        follow("Noise"), stop));
  }
  fake.finish();

  Protocol& protocol = report.protocol;
  if (network != nullptr) protocol.setNetwork(*network);
  protocol.frames = cut.frames;
  protocol.size = cut.size;
  protocol.frameRate = cut.frameRate;
  protocol.hop = cut.hop > 0 ? cut.hop : cut.frames;
  protocol.seed = request.seed;
  protocol.real = request.real.string();
  protocol.fake = request.fake.string();
  keepRejected(real.report, report.warnings);
  keepRejected(fakeReport, report.warnings);
  UNROLL_TRY(compareSets(fake.beside(real, request.ceilings ? &noise : nullptr, nullptr),
                         request.draws, report));
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return report;
}

}  // namespace unroll::metrics
