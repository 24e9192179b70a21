#include "base/fault_loop.h"

#include <cerrno>
#include <cmath>

#include <fmt/format.h>

#include "base/atomic_file.h"

namespace unroll::test {
namespace {

using Fate = MemoryVfs::Fate;

std::unique_ptr<MemoryVfs> prepared(const Scenario& scenario) {
  auto vfs = std::make_unique<MemoryVfs>();
  vfs->put("/p/.keep", "");
  scenario.prepare(*vfs);
  vfs->syncEverything();
  vfs->resetOperations();
  return vfs;
}

int64_t countOperations(const Scenario& scenario) {
  const auto vfs = prepared(scenario);
  (void)scenario.write(*vfs);
  return vfs->operations();
}

void tell(LoopReport& report, std::string problem) {
  ++report.failures;
  if (report.first.empty()) report.first = std::move(problem);
}

std::string leftTemporary(const MemoryVfs& vfs) {
  for (const auto& [path, contents] : vfs.files()) {
    if (isTemporaryName(std::filesystem::path(path).filename().string())) return path;
  }
  return {};
}

}  // namespace

LoopReport failEveryOperation(const Scenario& scenario) {
  struct Kind {
    const char* name;
    Fault fault;
  };
  const Kind kinds[] = {{"ENOSPC", {0, Fault::Kind::Error, ENOSPC, true}},
                        {"EIO", {0, Fault::Kind::Error, EIO, false}},
                        {"EINTR", {0, Fault::Kind::Error, EINTR, false}},
                        {"short", {0, Fault::Kind::ShortWrite, 0, false}},
                        {"EDQUOT", {0, Fault::Kind::Error, EDQUOT, true}},
                        {"EROFS", {0, Fault::Kind::Error, EROFS, true}}};
  LoopReport report;
  const int64_t operations = countOperations(scenario);
  for (const Kind& kind : kinds) {
    for (int64_t n = 1; n <= operations; ++n) {
      const auto vfs = prepared(scenario);
      Fault fault = kind.fault;
      fault.at = n;
      vfs->setFault(fault);
      const Result<void> result = scenario.write(*vfs);
      vfs->setFault(std::nullopt);
      ++report.cases;
      const auto where = [&] { return fmt::format("{} {} at {}: ", scenario.name, kind.name, n); };
      if (kind.fault.kind == Fault::Kind::ShortWrite && !result) {
        tell(report, where() + "a short write is no failure: " + result.error().message);
      }
      if (!result && (result.error().message.find("/p") == std::string::npos ||
                      !result.error().message.ends_with('.'))) {
        tell(report, where() + "the sentence names no path: " + result.error().message);
      }
      if (vfs->syncsAfterFailure() != 0) tell(report, where() + "a failed fsync was tried again");
      const std::string problem = scenario.check(*vfs, result.has_value());
      if (!problem.empty()) tell(report, where() + problem);
      // Nothing can be removed from a disk that is read-only, nor by an unlink that fails itself.
      const std::string left = leftTemporary(*vfs);
      const bool excused = kind.fault.code == EROFS || vfs->trace().back().starts_with("unlink");
      if (scenario.atomic && !left.empty() && !excused) tell(report, where() + left + " was left");
    }
  }
  return report;
}

LoopReport cutPowerEverywhere(const Scenario& scenario, int draws) {
  LoopReport report;
  Random random(7);
  const int64_t operations = countOperations(scenario);
  for (int64_t n = 1; n <= operations + 1; ++n) {
    const auto vfs = prepared(scenario);
    Fault fault;
    fault.at = n;
    fault.kind = Fault::Kind::PowerLoss;
    vfs->setFault(fault);
    const bool done = scenario.write(*vfs).has_value();
    const size_t pending = vfs->pendingOperations();
    const bool all = pending <= 3;
    constexpr int kTears = 4;  // A torn write is drawn anew each time.
    const int fatesInAll = static_cast<int>(std::lround(std::pow(3, all ? pending : 0)));
    const int states = all ? kTears * fatesInAll : draws;
    for (int state = 0; state < states; ++state) {
      std::vector<Fate> fates(pending);
      int code = state;
      for (Fate& fate : fates) {
        fate = static_cast<Fate>(all ? code % 3 : static_cast<int>(random.below(3)));
        code /= 3;
      }
      const auto after = vfs->reboot(fates, random);
      ++report.cases;
      const std::string problem = scenario.check(*after, done);
      if (!problem.empty()) {
        tell(report, fmt::format("{}: power cut before operation {}, state {} of {}: {}",
                                 scenario.name, n, state, states, problem));
      }
    }
  }
  return report;
}

}  // namespace unroll::test
