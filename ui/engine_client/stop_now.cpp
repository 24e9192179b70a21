#include "ui/engine_client/stop_now.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include <QCoreApplication>
#include <QSysInfo>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/project.h"
#include "ui/model/json_fields.h"

namespace unroll::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 10s;
constexpr auto kLook = 20ms;
constexpr size_t kEventsAtOnce = 4096;

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

/// A process by a handle that no later process can inherit, as its number can be.
class ProcessHandle {
 public:
  explicit ProcessHandle(qint64 pid)
      : file_(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0))),
        problem_(file_ < 0 ? errno : 0) {}
  ~ProcessHandle() {
    if (file_ >= 0) ::close(file_);
  }
  ProcessHandle(const ProcessHandle&) = delete;
  ProcessHandle& operator=(const ProcessHandle&) = delete;

  /// 0, or why not.
  int kill() const {
    if (file_ < 0) return problem_;
    return ::syscall(SYS_pidfd_send_signal, file_, SIGKILL, nullptr, 0) == 0 ? 0 : errno;
  }

 private:
  int file_;
  int problem_;
};

tl::unexpected<unroll::Error> refuse(const QString& sentence) {
  return unroll::fail(ErrorKind::Refused, sentence.toStdString());
}

/// Kills the trainer that holds the run's lock, and no other process.
Result<void> killHolder(const io::RunFolder& run, qint64 pid) {
  const QString gone = noTrainerText();
  if (pid <= 0 || pid == QCoreApplication::applicationPid()) return refuse(gone);
  const ProcessHandle process(pid);
  // Who holds the lock now, with the handle open, is the process behind it.
  const auto holder = run.lockHolder();
  if (!holder || holder->pid != pid) return refuse(gone);
  const QString host = QString::fromStdString(holder->host);
  if (host != QSysInfo::machineHostName()) {
    return refuse(tr("This run is being trained on the machine '%1': stop it there.").arg(host));
  }
  const int problem = process.kill();
  if (problem == 0) return {};
  if (problem == ESRCH) return refuse(gone);
  return refuse(tr("The trainer (process %1) could not be stopped: %2; it goes on.")
                    .arg(pid)
                    .arg(QString::fromLocal8Bit(std::strerror(problem))));
}

/// Where the training was, by the newest `state` event of the run's log.
StopNow whereItWas(const std::filesystem::path& events) {
  StopNow at;
  io::EventReader reader(realVfs(), events);
  for (;;) {
    const auto read = reader.poll(kEventsAtOnce);
    if (!read || read->empty()) return at;
    for (const io::Event& event : *read) {
      if (event.type != "state") continue;
      at.training = jsonText(event.fields, "training");
      at.stage = jsonInteger(event.fields, "stage");
      at.step = jsonInteger(event.fields, "step");
      at.steps = jsonInteger(event.fields, "steps");
    }
  }
}

}  // namespace

QString noTrainerText() {
  return tr("There is no trainer of this run that could be stopped: it has ended already.");
}

Result<void> stopNow(const StopNow& trainer) {
  UNROLL_TRY_ASSIGN(run, io::RunFolder::open(realVfs(), trainer.runFolder.toStdString()));
  UNROLL_TRY(killHolder(run, trainer.pid));
  const auto until = std::chrono::steady_clock::now() + kPatience;
  auto lock = run.lock();
  while (!lock && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kLook);
    lock = run.lock();
  }
  if (!lock) return tl::unexpected(lock.error());
  const StopNow at = trainer.training.isEmpty() ? whereItWas(run.eventsFile()) : trainer;
  UNROLL_TRY_ASSIGN(events, io::EventLog::open(realVfs(), run.eventsFile()));
  // Like the trainer's own sentences: a run's log is in one language.
  UNROLL_TRY(events.append(
      "log",
      {{"stage", at.stage},
       {"message", "Stopped at once, without a checkpoint: steps after the last one are lost."}}));
  UNROLL_TRY(events.append("state", {{"state", protocol::word(RunState::Idle)},
                                     {"training", at.training.toStdString()},
                                     {"stage", at.stage},
                                     {"step", at.step},
                                     {"steps", at.steps}}));
  return events.sync();
}

}  // namespace unroll::ui
