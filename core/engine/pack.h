#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/model_source.h"

namespace unroll::engine {

struct PackRequest {
  ModelSource source;           ///< a run
  std::filesystem::path out;    ///< FILE.safetensors
  std::string data;             ///< card: what it was trained on and under which licence
  std::string limits;           ///< card: what it cannot do
};

struct PackSummary {
  std::filesystem::path file;
  int64_t bytes = 0;
  std::string hash;              ///< xxh3-64 of the file, hexadecimal
  std::vector<int64_t> steps;    ///< of each stage
  int64_t parameters = 0;
};

/// Writes one file of a whole cascade: averaged weights and statistics (`stage1.ema.…`), the recipe, the class
/// names and a card as metadata.
/// Errors:  NotFound when a stage was not trained, Disk.
Result<PackSummary> packRun(const PackRequest& request);

}  // namespace unroll::engine
