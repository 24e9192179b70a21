#include "ui/engine_client/stop_now.h"

#include <signal.h>

#include <chrono>
#include <thread>

#include <QCoreApplication>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/project.h"
#include "ui/engine_client/run_watch.h"

namespace unroll::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 10s;
constexpr auto kLook = 20ms;

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

}  // namespace

Result<void> stopNow(const StopNow& trainer) {
  if (trainer.pid <= 0 || trainer.pid == QCoreApplication::applicationPid() ||
      ::kill(static_cast<pid_t>(trainer.pid), SIGKILL) != 0) {
    return unroll::fail(
        ErrorKind::Refused,
        tr("There is no trainer of this run that could be stopped: it has ended already.")
            .toStdString());
  }
  UNROLL_TRY_ASSIGN(run, io::RunFolder::open(realVfs(), trainer.runFolder.toStdString()));
  const auto until = std::chrono::steady_clock::now() + kPatience;
  auto lock = run.lock();
  while (!lock && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kLook);
    lock = run.lock();
  }
  if (!lock) return tl::unexpected(lock.error());
  UNROLL_TRY_ASSIGN(events, io::EventLog::open(realVfs(), run.eventsFile()));
  // Like the trainer's own sentences: a run's log is in one language.
  UNROLL_TRY(events.append(
      "log",
      {{"stage", trainer.stage},
       {"message", "Stopped at once, without a checkpoint: steps after the last one are lost."}}));
  UNROLL_TRY(events.append("state", {{"state", protocol::word(RunState::Idle)},
                                     {"training", trainer.training.toStdString()},
                                     {"stage", trainer.stage},
                                     {"step", trainer.step},
                                     {"steps", trainer.steps}}));
  return events.sync();
}

}  // namespace unroll::ui
