#pragma once

#include <filesystem>
#include <string>

namespace CLI {
class App;
}

namespace unroll::cli {

/// Adds --measures and --features.
void declareMeasures(CLI::App& app, std::string& measures, std::string& features);

/// Where i3d.safetensors and c3d.safetensors are looked for: UNROLL_WEIGHTS, or weights/ in
/// UNROLL_CACHE (~/.cache/unroll).
std::filesystem::path weightsFolder();

}  // namespace unroll::cli
