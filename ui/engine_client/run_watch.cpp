#include "ui/engine_client/run_watch.h"

#include <signal.h>

#include <QFile>

#include <filesystem>

#include "base/file_system.h"
#include "io/event_log.h"
#include "io/project.h"
#include "ui/model/json_fields.h"

namespace unroll::ui {
namespace {

constexpr uint64_t kTailBytes = 64 * 1024;

/// The state that the end of the event log tells of, and the failure if that was one.
void readEnd(const std::filesystem::path& file, RunLook& look) {
  const auto status = realVfs().status(file);
  if (!status) return;
  io::EventReader reader(realVfs(), file,
                         status->size > kTailBytes ? status->size - kTailBytes : 0);
  const auto events = reader.poll();
  if (!events) return;
  const auto text = [](const io::Event& event, const char* key) {
    return jsonText(event.fields, key).toStdString();
  };
  for (const io::Event& event : *events) {
    if (event.type == "failed") {
      look.failure = Failure{jsonInteger(event.fields, "stage"),
                             text(event, "message"),
                             text(event, "kind"),
                             text(event, "checkpoint"),
                             jsonInteger(event.fields, "step", -1),
                             event.time};
      look.last = RunState::Failed;
      look.lastTime = event.time;
    } else if (event.type == "checkpoint") {
      look.checkpoint = protocol::CheckpointSaved{jsonInteger(event.fields, "stage"),
                                                  jsonInteger(event.fields, "step"),
                                                  text(event, "file"), event.time};
    } else if (event.type == "state") {
      const auto state = protocol::runStateFromWord(text(event, "state"));
      if (!state) continue;
      look.last = *state;
      look.lastTime = event.time;
      if (*state != RunState::Failed) look.failure.reset();
    }
  }
}

/// The last sentence that the engine's program said before it left.
QString lastWords(const QString& file) {
  QFile log(file);
  if (!log.open(QIODevice::ReadOnly)) return {};
  if (log.size() > 16384) log.seek(log.size() - 16384);
  const QList<QByteArray> lines = log.readAll().split('\n');
  for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
    if (line->startsWith("unroll: ")) return QString::fromUtf8(line->mid(8)).trimmed();
  }
  return {};
}

}  // namespace

bool processAlive(qint64 pid) {
  QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
  if (!file.open(QIODevice::ReadOnly)) {
    return !QFile::exists(QStringLiteral("/proc/self/stat")) &&
           ::kill(static_cast<pid_t>(pid), 0) == 0;
  }
  // "12 (name) S …": the name may hold brackets, so the last one counts.
  const QByteArray stat = file.readAll();
  const qsizetype bracket = stat.lastIndexOf(')');
  const char state = bracket >= 0 && bracket + 2 < stat.size() ? stat[bracket + 2] : 'X';
  return state != 'Z' && state != 'X';
}

RunLook lookAtRun(const QString& runFolder, qint64 startedPid) {
  RunLook look;
  const std::filesystem::path folder = runFolder.toStdString();
  look.startedAlive = startedPid > 0 && processAlive(startedPid);
  const auto run = io::RunFolder::open(realVfs(), folder);
  if (run) {
    look.exists = true;
    // The lock first: a trainer that has gone by then has written its last words.
    const auto holder = run->lockHolder();
    readEnd(run->eventsFile(), look);
    if (holder) {
      look.held = true;
      look.pid = holder->pid;
      look.socket = QString::fromStdString(holder->socket.string());
    }
  }
  if (!look.held) look.lastWords = lastWords(runFolder + QStringLiteral("/trainer.log"));
  return look;
}

}  // namespace unroll::ui
