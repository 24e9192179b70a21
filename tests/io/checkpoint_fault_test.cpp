#include <csignal>
#include <iostream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fault_loop.h"
#include "base/hook_vfs.h"
#include "base/scratch_folder.h"
#include "io/checkpoint_store.h"
#include "io/safetensors_builder.h"

namespace unroll {
namespace {

using io::CheckpointStore;
using io::DType;

constexpr size_t kBytes = 20000;

const std::vector<std::byte>& weights() {
  static const std::vector<std::byte> data = test::noise(kBytes, 9);
  return data;
}

/// A save under the policy that prunes everything but the newest.
Result<void> save(Vfs& vfs, const std::filesystem::path& run, int64_t step) {
  CheckpointStore store(vfs, run);
  store.setPolicy({.keepLast = 1, .powerOfTwoAged = false, .best = {}, .starred = {}});
  UNROLL_TRY(store.save("stage1", step, {{"w", DType::F32, {kBytes / 4}, weights()}},
                        {{"state", std::to_string(step)}}));
  return {};
}

/// "" when the latest of the run is a whole checkpoint of a step in [lowest, highest], before and
/// after a recovery that leaves no temporary, and when the next save works.
std::string checkRun(Vfs& vfs, const std::filesystem::path& run, int64_t lowest, int64_t highest) {
  CheckpointStore store(vfs, run);
  for (const bool recovered : {false, true}) {
    if (recovered) {
      if (const auto done = store.recover(); !done) return done.error().message;
    }
    const auto latest = store.latest("stage1");
    if (!latest) return latest.error().message;
    const int64_t step = *latest ? (*latest)->step : 0;
    if (step < lowest || step > highest) return fmt::format("the latest is step {}", step);
    if (!*latest) continue;
    const auto file = store.open("stage1", step);
    if (!file) return file.error().message;
    if (file->metadata().at("state") != std::to_string(step)) return "it holds another state";
  }
  const auto entries = vfs.list(run / "checkpoints").value();
  for (const FolderEntry& entry : entries) {
    if (isTemporaryName(entry.name)) return entry.name + " is left after recovery";
  }
  if (const auto next = save(vfs, run, highest + 1000); !next) return next.error().message;
  const auto latest = store.latest("stage1");
  return latest && *latest && (*latest)->step == highest + 1000 ? "" : "the next save is not there";
}

test::Scenario savingScenario(int64_t savesBefore) {
  test::Scenario scenario;
  scenario.name = fmt::format("checkpoint after {}", savesBefore);
  scenario.prepare = [savesBefore](Vfs& vfs) {
    for (int64_t i = 1; i <= savesBefore; ++i) ASSERT_TRUE(save(vfs, "/p/run", i * 10));
    ASSERT_TRUE(makeFolders(vfs, "/p/run/checkpoints"));
  };
  scenario.write = [savesBefore](Vfs& vfs) { return save(vfs, "/p/run", (savesBefore + 1) * 10); };
  scenario.check = [savesBefore](Vfs& vfs, bool mustBeNew) {
    const int64_t highest = (savesBefore + 1) * 10;
    return checkRun(vfs, "/p/run", mustBeNew ? highest : savesBefore * 10, highest);
  };
  return scenario;
}

TEST(CheckpointFaultTest, failingAnyOperationLosesNoCheckpoint) {
  int64_t cases = 0;
  for (const int64_t before : {0, 1, 2}) {
    const auto report = test::failEveryOperation(savingScenario(before));
    EXPECT_EQ(report.failures, 0) << report.first;
    cases += report.cases;
  }
  std::cout << cases << " failed operations, 0 checkpoints lost\n";
}

TEST(CheckpointFaultTest, cuttingThePowerAnywhereLosesNoCheckpoint) {
  int64_t cases = 0;
  for (const int64_t before : {0, 1, 2}) {
    const auto report = test::cutPowerEverywhere(savingScenario(before));
    EXPECT_EQ(report.failures, 0) << report.first;
    cases += report.cases;
  }
  std::cout << cases << " crash states, 0 checkpoints lost\n";
}

TEST(CheckpointFaultTest, aCrashDuringRecoveryIsRecoveredFrom) {
  static const std::string kBroken = "no checkpoint at all";
  test::Scenario scenario;
  scenario.name = "recovery";
  scenario.atomic = false;
  scenario.prepare = [](Vfs& vfs) {
    ASSERT_TRUE(save(vfs, "/p/run", 10));
    ASSERT_TRUE(
        writeFileAtomically(vfs, "/p/run/checkpoints/stage1-step-00000020.safetensors", kBroken));
    ASSERT_TRUE(writeFileAtomically(vfs, "/p/run/checkpoints/.tmp-30-4711", "half"));
  };
  scenario.write = [](Vfs& vfs) { return CheckpointStore(vfs, "/p/run").recover(); };
  scenario.check = [](Vfs& vfs, bool) -> std::string {
    if (const auto done = CheckpointStore(vfs, "/p/run").recover(); !done)
      return done.error().message;
    // Under the name with ".2" where the system could not tell whether the first was free.
    const auto kept = vfs.list("/p/run/checkpoints/quarantine");
    if (!kept || kept->size() != 1) return "the broken file is not in quarantine once";
    const auto text = readTextFile(vfs, "/p/run/checkpoints/quarantine/" + kept->front().name, 100);
    if (!text || *text != kBroken) return "the quarantined file has changed";
    return checkRun(vfs, "/p/run", 10, 10);
  };
  const auto faults = test::failEveryOperation(scenario);
  EXPECT_EQ(faults.failures, 0) << faults.first;
  const auto cuts = test::cutPowerEverywhere(scenario);
  EXPECT_EQ(cuts.failures, 0) << cuts.first;
}

/// Runs `body` in a child of its own; the status that waitpid gives.
int inChild(const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    body();
    ::_exit(0);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(CheckpointFaultTest, killingAtEveryOperationOfThreeSavesLosesNothing) {
  const test::ScratchFolder scratch;
  int64_t kills = 0;
  for (const int64_t before : {0, 1, 2}) {  // The first save, the second, and one that prunes.
    for (int64_t n = 1;; ++n) {
      const auto run = scratch.path() / fmt::format("run {} {}", before, n);
      ASSERT_TRUE(makeFolders(realVfs(), run / "checkpoints"));
      for (int64_t i = 1; i <= before; ++i) ASSERT_TRUE(save(realVfs(), run, i * 10));
      const int64_t step = (before + 1) * 10;
      const int status = inChild([&] {
        int64_t operations = 0;
        test::HookVfs vfs(realVfs(), [&] {
          if (++operations == n) ::_exit(77);
        });
        if (!save(vfs, run, step)) ::_exit(1);
      });
      const bool finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
      ASSERT_TRUE(finished || WEXITSTATUS(status) == 77) << status;
      const std::string problem = checkRun(realVfs(), run, finished ? step : before * 10, step);
      ASSERT_EQ(problem, "") << "save " << before << " killed at operation " << n;
      std::filesystem::remove_all(run);
      if (finished) break;
      ++kills;
    }
  }
  EXPECT_GT(kills, 40);
  std::cout << kills << " kills, 0 checkpoints lost\n";
}

TEST(CheckpointFaultTest, everyKillPointIsHitAndSurvived) {
  const test::ScratchFolder scratch;
  for (const char* point : {"save.begin", "save.opened", "save.written", "save.after_fsync",
                            "save.closed", "save.verified", "save.renamed", "save.committed",
                            "save.journal", "prune.removed", "save.end"}) {
    const auto run = scratch.path() / point;
    ASSERT_TRUE(makeFolders(realVfs(), run / "checkpoints"));
    ASSERT_TRUE(save(realVfs(), run, 10));
    const int status = inChild([&] {
      CheckpointStore store(realVfs(), run);
      store.setPolicy({.keepLast = 1, .powerOfTwoAged = false, .best = {}, .starred = {}});
      store.setKillPoint([&](std::string_view at) {
        if (at == point) ::kill(::getpid(), SIGKILL);
      });
      (void)store.save("stage1", 20, {{"w", DType::U8, {kBytes}, weights()}}, {{"state", "20"}});
    });
    EXPECT_TRUE(WIFSIGNALED(status)) << point << " was not hit";
    EXPECT_EQ(checkRun(realVfs(), run, 10, 20), "") << point;
  }
}

TEST(CheckpointFaultTest, aFileSizeLimitAnywhereKeepsTheOldCheckpoint) {
  const test::ScratchFolder scratch;
  const auto run = scratch.path() / "run";
  ASSERT_TRUE(makeFolders(realVfs(), run / "checkpoints"));
  ASSERT_TRUE(save(realVfs(), run, 10));
  for (const bool ignoreSignal : {true, false}) {
    for (rlim_t limit = 0; limit <= kBytes; limit += 4096) {
      const int status = inChild([&] {
        (void)std::signal(SIGXFSZ, ignoreSignal ? SIG_IGN : SIG_DFL);
        const rlimit both{limit, limit};
        (void)::setrlimit(RLIMIT_FSIZE, &both);
        const auto saved = save(realVfs(), run, 20);
        ::_exit(!saved && saved.error().kind == ErrorKind::Disk ? 0 : 1);
      });
      if (ignoreSignal) {
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << limit;
      } else {
        EXPECT_TRUE(WIFSIGNALED(status)) << limit;
      }
      CheckpointStore store(realVfs(), run);
      ASSERT_TRUE(store.recover());
      const auto latest = store.latest("stage1");
      ASSERT_TRUE(latest && *latest);
      EXPECT_EQ((*latest)->step, 10);
    }
  }
  EXPECT_EQ(checkRun(realVfs(), run, 10, 10), "");
}

}  // namespace
}  // namespace unroll
