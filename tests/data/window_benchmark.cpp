// Windows per second from each kind of store: unroll_window_benchmark [SECONDS per measurement].
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <fmt/format.h>

#include "data/store_writer.h"
#include "data/synthetic_scenes.h"
#include "data/window_sampler.h"

namespace unroll::data {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// 32 clips of 100 frames at 64x64, the same pictures in each kind of store.
Result<void> fill(const std::string& folder, StoreKind kind) {
  SyntheticOptions options;
  options.clips = 32;
  if (kind == StoreKind::Synthetic) return createSynthetic(folder, options);
  UNROLL_TRY_ASSIGN(writer, StoreWriter::open(folder, {kind, options.size, options.frameRate}));
  std::vector<uint8_t> pixels(static_cast<size_t>(options.framesPerClip * writer->frameBytes()));
  for (int64_t clip = 0; clip < options.clips; ++clip) {
    const int64_t label = clip % static_cast<int64_t>(sceneClasses().size());
    for (int64_t t = 0; t < options.framesPerClip; ++t) {
      const auto bytes = static_cast<size_t>(writer->frameBytes());
      renderScene(label, static_cast<uint64_t>(clip), static_cast<double>(t) / options.frameRate,
                  options.size, std::span(pixels).subspan(static_cast<size_t>(t) * bytes, bytes));
    }
    ClipInfo info;
    info.source = info.sourceId = fmt::format("scene {}", clip);
    info.label = writer->classIndex(sceneClasses()[static_cast<size_t>(label)]);
    UNROLL_TRY(writer->addClip(info, pixels));
  }
  return writer->commit();
}

Result<void> measure(const std::string& what, const std::shared_ptr<const ClipStore>& store,
                     WindowSpec spec, int threads, double seconds) {
  UNROLL_TRY_ASSIGN(sampler, WindowSampler::create(store, spec));
  WindowLoader loader(sampler, 0, threads);
  int64_t windows = 0;
  const auto start = Clock::now();
  while (secondsSince(start) < seconds) {
    UNROLL_TRY_ASSIGN(batch, loader.next());
    windows += static_cast<int64_t>(batch.labels.size());
  }
  fmt::print("{:<20} {:>2}x{}x{}  {} thread(s)  {:>10.0f} windows/s\n", what, spec.frames,
             spec.size, spec.size, threads, static_cast<double>(windows) / secondsSince(start));
  return {};
}

Result<void> run(const std::string& root, double seconds) {
  for (const StoreKind kind : {StoreKind::Raw, StoreKind::Encoded, StoreKind::Synthetic}) {
    const char* names[] = {"raw", "encoded", "synthetic"};
    const std::string what = names[static_cast<int>(kind)];
    const std::string folder = root + "/" + what;
    const Result<void> filled = fill(folder, kind);
    if (!filled && filled.error().kind == ErrorKind::Unsupported) {
      fmt::print("{:<20} not in this build\n", what);
      continue;
    }
    UNROLL_TRY(filled);
    for (const int threads : {1, 2}) {
      WindowSpec coarse, fine;
      coarse.frames = 16;
      coarse.size = 32;
      coarse.stride = 4;
      fine.frames = 12;
      fine.size = 64;
      for (const WindowSpec& spec : {coarse, fine}) {
        UNROLL_TRY_ASSIGN(store, openClipStore(folder));
        const bool drawn = kind == StoreKind::Synthetic;
        UNROLL_TRY(measure(drawn ? what + ", first drawn" : what, store, spec, threads, seconds));
        if (!drawn) continue;
        std::vector<uint8_t> all(100 * 64 * 64 * 3);
        for (int64_t clip = 0; clip < 32; ++clip)
          UNROLL_TRY(store->read({clip, 0, 100, 1, 64}, all));
        UNROLL_TRY(measure(what + ", cached", store, spec, threads, seconds));
      }
    }
  }
  for (const int64_t size : {32, 64, 128}) {
    std::vector<uint8_t> out(static_cast<size_t>(size * size * 3));
    for (size_t label = 0; label < sceneClasses().size(); ++label) {
      const auto start = Clock::now();
      for (int i = 0; i < 40; ++i) renderScene(static_cast<int64_t>(label), 1, 0.1 * i, size, out);
      fmt::print("scene {:<18} {:>3}x{:<3} {:>7.3f} ms a frame\n", sceneClasses()[label], size,
                 size, 1000 * secondsSince(start) / 40);
    }
  }
  return {};
}

}  // namespace
}  // namespace unroll::data

int main(int count, char** arguments) {
  const double seconds = count > 1 ? std::atof(arguments[1]) : 1.0;
  std::string root = (std::filesystem::temp_directory_path() / "unroll-bench-XXXXXX").string();
  if (::mkdtemp(root.data()) == nullptr) return 6;
  const auto done = unroll::data::run(root, seconds);
  std::filesystem::remove_all(root);
  if (done) return 0;
  fmt::print(stderr, "{}\n", done.error().message);
  return unroll::exitCode(done.error().kind);
}
