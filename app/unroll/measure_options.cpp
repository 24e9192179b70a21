#include "measure_options.h"

#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "metrics/measure_report.h"

namespace unroll::cli {
namespace {

std::filesystem::path variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
}

}  // namespace

void declareMeasures(CLI::App& app, std::string& measures, std::string& features) {
  app.add_option("--measures", measures,
                 fmt::format("Which, separated by commas: {}. Default: all that apply but fid.",
                             fmt::join(metrics::measureNames(), ", ")))
      ->type_name("LIST");
  app.add_option(
         "--features", features,
         "Feature network: small (comes with the program), i3d, c3d, inception (frames), or a "
         "safetensors file; i3d:FILE to insist on one.")
      ->type_name("NAME|FILE")
      ->default_str("small");
}

std::filesystem::path cacheFolder() {
  if (const auto own = variable("UNROLL_CACHE"); !own.empty()) return own;
  if (const auto caches = variable("XDG_CACHE_HOME"); !caches.empty()) return caches / "unroll";
  return variable("HOME") / ".cache" / "unroll";
}

std::filesystem::path weightsFolder() {
  if (const auto own = variable("UNROLL_WEIGHTS"); !own.empty()) return own;
  return cacheFolder() / "weights";
}

}  // namespace unroll::cli
