#include "ui/engine_client/trainer_client.h"

#include <QTimer>

#include <algorithm>
#include <utility>

#include "ui/engine_client/rpc_connection.h"
#include "ui/engine_client/stop_now.h"
#include "ui/model/background.h"
#include "ui/model/run_state.h"
#include "ui/model/words.h"

namespace unroll::ui {
namespace {

constexpr int kLookMs = 1000;  // A dead trainer is to be noticed within five seconds.

}  // namespace

TrainerClient::TrainerClient(QObject* parent)
    : QObject(parent), connection_(std::make_unique<RpcConnection>()) {
  registerMessageTypes();
  connect(connection_.get(), &RpcConnection::received, this, &TrainerClient::onMessage);
  connect(connection_.get(), &RpcConnection::lost, this, [this] { onLost(); });
  auto* timer = new QTimer(this);
  timer->setInterval(kLookMs);
  connect(timer, &QTimer::timeout, this, &TrainerClient::look);
  timer->start();
}

TrainerClient::~TrainerClient() { connection_->disconnect(this); }

void TrainerClient::attach(const QString& runFolder, qint64 startedPid) {
  ++epoch_;
  const bool wasConnected = isConnected();
  connection_->close();
  greeted_ = looking_ = killing_ = false;
  runFolder_ = runFolder;
  startedPid_ = startedPid;
  // The log is written in milliseconds, and the trainer may be a moment older than this call.
  startedAt_ = unixNow() - 2;
  pid_ = 0;
  progress_.reset();
  preview_.reset();
  failure_.reset();
  checkpoint_.reset();
  heard_ = startedPid > 0 ? QDateTime::currentDateTime() : QDateTime();
  if (wasConnected) Q_EMIT disconnected();
  setState(startedPid > 0 ? RunState::Preparing : RunState::Idle);
  look();
}

bool TrainerClient::isConnected() const { return greeted_ && connection_->isOpen(); }

double TrainerClient::silentSeconds() const {
  if (!isAtWork(state_) || !heard_.isValid()) return -1;
  const double here = static_cast<double>(heard_.msecsTo(QDateTime::currentDateTime())) / 1000;
  return std::max(0.0, here) + (progress_ ? progress_->silentSeconds : 0);
}

void TrainerClient::look() {
  // Nothing is looked for while the trainer itself speaks: its silence is told by the socket.
  if (runFolder_.isEmpty() || looking_ || killing_ || isConnected()) return;
  looking_ = true;
  inBackground(
      this, [folder = runFolder_, pid = startedPid_] { return lookAtRun(folder, pid); },
      [this, epoch = epoch_](const RunLook& seen) {
        if (epoch != epoch_) return;
        looking_ = false;
        // What was seen before the kill is out of date; it is looked again after it.
        if (!killing_) looked(seen);
      });
}

bool TrainerClient::stopNow() {
  if (killing_) return false;  // It is being done.
  if (pid_ <= 0) {
    Q_EMIT refused(noTrainerText());
    return false;
  }
  killing_ = true;
  StopNow trainer{runFolder_, pid_, {}, 0, 0, 0};
  if (progress_) {
    trainer.training = QString::fromStdString(progress_->training);
    trainer.stage = progress_->stage;
    trainer.step = progress_->step;
    trainer.steps = progress_->steps;
  }
  setState(RunState::Stopping);
  inBackground(
      this, [trainer] { return unroll::ui::stopNow(trainer); },
      [this](const Result<void>& done) {
        killing_ = false;
        if (!done) Q_EMIT refused(QString::fromStdString(done.error().message));
        look();
      });
  return true;
}

void TrainerClient::looked(const RunLook& seen) {
  if (isConnected()) return;
  if (seen.checkpoint) checkpoint_ = seen.checkpoint;
  if (seen.held) {
    if (pid_ != seen.pid) progress_.reset();  // Another trainer's.
    pid_ = seen.pid;
    startedPid_ = 0;
    // Until it speaks, and without a socket (it was refused, or is not there yet), the log is all
    // there is to go by.
    setState(isAtWork(seen.last) ? seen.last : RunState::Preparing);
    if (!seen.socket.isEmpty()) connectTo(seen.socket);
    return;
  }
  pid_ = 0;
  if (startedPid_ > 0 && seen.startedAlive) return setState(RunState::Preparing);
  const bool started = std::exchange(startedPid_, 0) > 0;
  // What the log tells may be of an earlier trainer than the one that was started.
  const bool told = !started || seen.lastTime >= startedAt_;
  if (told && seen.failure) return setFailure(*seen.failure);
  if (told && !isAtWork(seen.last)) return setState(seen.last);
  QString why = started ? seen.lastWords : QString();
  if (why.isEmpty()) {
    why =
        tr("The trainer ended without saying why: it was killed, or the machine stopped. Resume "
           "goes on from the last checkpoint.");
  }
  setFailure({checkpoint_ ? checkpoint_->stage : 0, why.toStdString(), "",
              checkpoint_ ? checkpoint_->file : std::string(), checkpoint_ ? checkpoint_->step : -1,
              seen.lastTime});
}

void TrainerClient::connectTo(const QString& socket) {
  // On a busy machine the greeting takes its time: starting over would never hear it.
  if (connection_->isOpen()) return;
  greeted_ = false;
  connection_->open(socket);
}

void TrainerClient::onLost() {
  const bool was = std::exchange(greeted_, false);
  if (was) {
    Q_EMIT disconnected();
    look();  // At once: it may have ended, or died.
  }
}

void TrainerClient::onMessage(const protocol::Message& message) {
  if (const auto* notification = std::get_if<protocol::Notification>(&message)) {
    onNotification(*notification);
  } else if (const auto* reply = std::get_if<protocol::Reply>(&message)) {
    onStatus(reply->result);
  } else if (const auto* error = std::get_if<protocol::ErrorReply>(&message)) {
    Q_EMIT refused(QString::fromStdString(error->message));
  }
}

void TrainerClient::onStatus(const protocol::Json& result) {
  protocol::Status status;
  if (!protocol::fromJson(result, status)) return;
  heard_ = QDateTime::currentDateTime();
  if (status.checkpoint) checkpoint_ = status.checkpoint;
  progress_ = status.progress;
  setState(status.state);
  if (status.preview && status.preview != preview_) {
    preview_ = status.preview;
    Q_EMIT previewReady(*preview_);
  }
  Q_EMIT progress(*progress_);
}

void TrainerClient::onNotification(const protocol::Notification& notification) {
  const auto as = [&](auto&& value) {
    return protocol::fromJson(notification.params, value).has_value();
  };
  heard_ = QDateTime::currentDateTime();
  const std::string& method = notification.method;
  if (method == "hello") {
    protocol::Hello hello;
    if (!as(hello) || hello.protocol != protocol::kProtocolVersion) {
      connection_->close();
      return setFailure({0,
                         tr("The trainer speaks another version of the protocol: use programs of "
                            "the same version.")
                             .toStdString(),
                         "unsupported", "", -1, 0});
    }
    greeted_ = true;
    pid_ = hello.pid;
    failure_.reset();
    send(QStringLiteral("subscribe"));
    Q_EMIT connected();
  } else if (method == "state") {
    protocol::StateChange change;
    if (as(change)) setState(change);
  } else if (method == "progress") {
    Progress at;
    if (!as(at)) return;
    progress_ = at;
    setState(at.state);
    Q_EMIT progress(at);
  } else if (method == "metric") {
    protocol::Metric point;
    if (as(point)) Q_EMIT metric(point);
  } else if (method == "preview") {
    PreviewReady ready;
    if (!as(ready)) return;
    preview_ = ready;
    Q_EMIT previewReady(ready);
  } else if (method == "checkpoint") {
    protocol::CheckpointSaved saved;
    if (!as(saved)) return;
    checkpoint_ = saved;
    Q_EMIT checkpointSaved(saved);
  } else if (method == "log") {
    protocol::LogLine line;
    if (as(line)) Q_EMIT message(QString::fromStdString(line.message));
  } else if (method == "failed") {
    Failure failure;
    if (as(failure)) setFailure(failure);
  }
}

void TrainerClient::setState(const protocol::StateChange& change) {
  const QString before = std::exchange(pauseReason_, QString::fromStdString(change.reason));
  if (state_ != change.state) {
    setState(change.state);
  } else if (before != pauseReason_) {
    Q_EMIT stateChanged(state_);
  }
}

void TrainerClient::setState(RunState state) {
  if (state != RunState::Paused) pauseReason_.clear();
  if (state_ == state) return;
  state_ = state;
  if (state != RunState::Failed) failure_.reset();
  Q_EMIT stateChanged(state);
}

void TrainerClient::setFailure(const Failure& failure) {
  if (failure_ == failure) return;
  setState(RunState::Failed);
  failure_ = failure;
  Q_EMIT failed(failure);
}

bool TrainerClient::send(const QString& method, const protocol::Json& params) {
  return greeted_ && connection_->request(method, params) != 0;
}

bool TrainerClient::pause(bool freeMemory) {
  return send(QStringLiteral("pause"), toJson(protocol::Pause{freeMemory}));
}
bool TrainerClient::resume() { return send(QStringLiteral("resume")); }
bool TrainerClient::stop() { return send(QStringLiteral("stop")); }
bool TrainerClient::checkpoint() { return send(QStringLiteral("checkpoint")); }
bool TrainerClient::preview() { return send(QStringLiteral("preview")); }

}  // namespace unroll::ui
