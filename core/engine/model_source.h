#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unroll::engine {

/// Where a trained cascade comes from: a run of a project, or one packed file.
struct ModelSource {
  std::filesystem::path project;
  std::string run;
  std::optional<int64_t> step;  ///< of the last stage made; else its latest, or `best`
  std::filesystem::path model;  ///< a packed file; then project and run are unused
  std::vector<int64_t> below = {};  ///< steps of the stages below, from the first; else as `best` says
  bool best = false;            ///< checkpoints marked best where there are some, not the latest
  std::string training = {};    ///< whose checkpoint the last stage is: "stage2", "joint"; else its own, then joint
};

/// What every sampled video has in common.
struct UnrollOptions {
  uint64_t seed = 1;             ///< of the first video; the others follow by one
  int64_t count = 1;             ///< videos
  std::optional<int64_t> label;  ///< class for all; else drawn from each seed
  std::string className;         ///< the same by name, or by its number in digits; "" for neither
  int64_t frames = 0;            ///< of the last stage made; 0: a training window's
  int64_t lastStage = 0;         ///< stages made, counted from 1; 0: all
  double truncation = -1;        ///< |z| beyond it is redrawn; 0: none; -1: the recipe's
  int64_t batch = 8;             ///< videos made at once
  int threads = 0;               ///< CPU threads; 0: LibTorch's choice
  std::string device = "auto";   ///< "auto", "cpu" or "cuda"
};

/// Hears of `done` frames out of `total`, on the calling thread.
using FrameProgress = std::function<void(int64_t done, int64_t total)>;

}  // namespace unroll::engine
