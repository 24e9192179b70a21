#include "base/log.h"

#include <memory>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace unroll::log {
namespace {

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> shared = [] {
    auto made = spdlog::stderr_color_mt("unroll");
    made->set_pattern("%^%l%$: %v");
    return made;
  }();
  return *shared;
}

}  // namespace

void info(std::string_view message) { logger().info(message); }
void warning(std::string_view message) { logger().warn(message); }
void error(std::string_view message) { logger().error(message); }
void setQuiet(bool quiet) {
  logger().set_level(quiet ? spdlog::level::warn : spdlog::level::info);
}

}  // namespace unroll::log
