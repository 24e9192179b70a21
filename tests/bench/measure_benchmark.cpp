// Times the measures on clips that another program made: packaging/benchmark_measures.py runs it
// beside plain Python.
//
//   unroll_measure_benchmark fvd REAL.npy FAKE.npy [--threads N]     features, statistics, distance
//   unroll_measure_benchmark psd CLIPS.npy [--threads N]             power spectra
//
// Prints one JSON line: seconds, peak resident memory, and the result, so that the two can be
// compared.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "io/npy.h"
#include "metrics/distances.h"
#include "metrics/feature_weights.h"
#include "metrics/pictures.h"
#include "metrics/power_spectrum.h"

namespace unroll {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kBatch = 16;

template <typename T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

/// Calls `use` with batches of (n, T, H, W, 3), read one after the other.
template <typename Use>
void eachBatch(const std::string& file, Use use) {
  io::NpyReader reader = orThrow(io::NpyReader::open(realVfs(), file));
  std::vector<int64_t> shape = reader.shape();
  const int64_t clips = shape.at(0);
  const uint64_t bytes = reader.byteCount() / static_cast<uint64_t>(clips);
  for (int64_t first = 0; first < clips; first += kBatch) {
    shape[0] = std::min(kBatch, clips - first);
    torch::Tensor batch = torch::empty(shape, torch::TensorOptions(torch::kUInt8));
    const auto read = reader.read(
        static_cast<uint64_t>(first) * bytes,
        {static_cast<std::byte*>(batch.data_ptr()), static_cast<size_t>(batch.numel())});
    if (!read) throw std::runtime_error(read.error().message);
    use(metrics::toUnitClips(batch));
  }
}

nlohmann::json fvd(const std::string& real, const std::string& fake) {
  metrics::LoadedFeatures features = orThrow(metrics::loadFeatures("small", {}));
  std::vector<metrics::FeatureStatistics> sets;
  for (const std::string& file : {real, fake}) {
    sets.emplace_back(features.info.width);
    eachBatch(file, [&](const torch::Tensor& clips) {
      sets.back().add(features.network->extract(clips).features);
    });
  }
  return {{"distance", metrics::frechetDistance(sets[0], sets[1]).distance}};
}

/// The distance of 400-dimensional statistics alone, as of I3D's logits.
nlohmann::json distance400() {
  torch::manual_seed(1);
  metrics::FeatureStatistics a(400), b(400);
  a.add(torch::randn({2048, 400}));
  b.add(torch::randn({2048, 400}) * 1.1 + 0.1);
  const auto begun = Clock::now();
  const double distance = metrics::frechetDistance(a, b).distance;
  return {{"distance400", distance},
          {"distance400_s", std::chrono::duration<double>(Clock::now() - begun).count()}};
}

nlohmann::json psd(const std::string& file) {
  std::optional<metrics::SpatialSpectrum> spectrum;
  eachBatch(file, [&](const torch::Tensor& clips) {
    if (!spectrum) spectrum.emplace(clips.size(2), clips.size(3));
    spectrum->add(clips);
  });
  return {{"sum", spectrum->mean().sum().item<double>()}};
}

int run(const std::vector<std::string>& arguments) {
  std::vector<std::string> files;
  int threads = 2;
  for (size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i] == "--threads" && i + 1 < arguments.size()) {
      threads = std::stoi(arguments[++i]);
    } else {
      files.push_back(arguments[i]);
    }
  }
  const std::string what = arguments.empty() ? "" : arguments[0];
  const bool known = (what == "fvd" && files.size() == 2) || (what == "psd" && files.size() == 1);
  if (!known) {
    fmt::print(stderr,
               "usage: unroll_measure_benchmark fvd REAL.npy FAKE.npy | psd CLIPS.npy "
               "[--threads N]\n");
    return 2;
  }
  at::set_num_threads(threads);
  torch::NoGradGuard guard;
  const auto begun = Clock::now();
  nlohmann::json result = what == "fvd" ? fvd(files[0], files[1]) : psd(files[0]);
  result["seconds"] = std::chrono::duration<double>(Clock::now() - begun).count();
  if (what == "fvd") result.update(distance400());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  result["peak_rss_mib"] = static_cast<double>(usage.ru_maxrss) / 1024;
  fmt::print("{}\n", result.dump());
  return 0;
}

}  // namespace
}  // namespace unroll

int main(int argc, char** argv) {
  try {
    return unroll::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "unroll_measure_benchmark: {}\n", error.what());
    return 3;
  }
}
