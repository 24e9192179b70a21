#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/file_system.h"
#include "command.h"
#include "engine/device.h"
#include "table.h"

namespace unroll::cli {
namespace {

Result<Answer> runDevices() {
  const engine::DeviceReport& report = engine::deviceReport();
  Answer answer;
  answer.document = {{"chosen", report.chosen},
                     {"reason", report.reason},
                     {"torch", report.torchVersion},
                     {"threads", report.threads},
                     {"devices", Json::array()}};
  Table table({"", "device", "memory", "what"}, {2});
  for (const engine::ComputeDevice& device : report.devices) {
    answer.document["devices"].push_back({{"name", device.name},
                                          {"description", device.description},
                                          {"memoryBytes", device.memoryBytes}});
    table.add({device.name == report.chosen ? "*" : "", device.name,
               humanBytes(static_cast<uint64_t>(std::max<int64_t>(device.memoryBytes, 0))),
               device.description});
  }
  answer.text = fmt::format("{}{}\nLibTorch {}, {} CPU threads.\n", table.text(), report.reason,
                            report.torchVersion, report.threads);
  return answer;
}

}  // namespace

Command devicesCommand() {
  Command command;
  command.manual = {"devices",
                    "show what can compute, and which device will be used",
                    {"devices [--json]"},
                    "Lists the processor and, where there is one, the GPU; a star marks the one "
                    "that training and sampling take. If "
                    "that is the CPU, a sentence says why. The GPU driver is asked in a process of "
                    "its own, so that a broken one "
                    "can do no harm.",
                    {{"Will the GPU be used?", "unroll devices"}},
                    {},
                    {}};
  command.declare = [](CLI::App&) {};
  command.run = [](Session&) { return runDevices(); };
  return command;
}

}  // namespace unroll::cli
