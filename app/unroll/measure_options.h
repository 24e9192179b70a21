#pragma once

#include <filesystem>
#include <string>

namespace CLI {
class App;
}

namespace unroll::cli {

/// Adds --measures and --features.
void declareMeasures(CLI::App& app, std::string& measures, std::string& features);

/// What can be made again: UNROLL_CACHE, else unroll/ in XDG_CACHE_HOME or ~/.cache.
std::filesystem::path cacheFolder();

/// Where i3d.safetensors, c3d.safetensors and inception.safetensors are looked for: UNROLL_WEIGHTS,
/// or weights/ in cacheFolder().
std::filesystem::path weightsFolder();

}  // namespace unroll::cli
