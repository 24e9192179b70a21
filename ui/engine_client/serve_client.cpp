#include "ui/engine_client/serve_client.h"

#include <QProcess>
#include <QTimer>

#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/rpc_connection.h"

namespace unroll::ui {
namespace {

const QString& cancelledKind() {
  static const QString kind = QString::fromLatin1(name(ErrorKind::Cancelled));
  return kind;
}

}  // namespace

ServeClient::ServeClient(EngineLauncher& launcher, QObject* parent)
    : QObject(parent), launcher_(launcher), connection_(std::make_unique<RpcConnection>()) {
  registerMessageTypes();
  connect(connection_.get(), &RpcConnection::received, this, &ServeClient::onMessage);
  connect(connection_.get(), &RpcConnection::lost, this, [this] { lost(); });
}

ServeClient::~ServeClient() {
  connection_->disconnect(this);
  blockSignals(true);
  shutdown();
}

bool ServeClient::isRunning() const { return greeted_ && connection_->isOpen(); }

quint64 ServeClient::sample(const SampleRequest& request) {
  return ask(QStringLiteral("sample"), toJson(request), request.slot);
}

quint64 ServeClient::measure(const protocol::MeasureRequest& request) {
  return ask(QStringLiteral("measure"), toJson(request), request.slot);
}

quint64 ServeClient::ask(const QString& method, const protocol::Json& params,
                         const std::string& slot) {
  const quint64 id = next_++;
  // What is stale need not even be asked for.
  if (!slot.empty()) {
    for (const quint64 other : QList<quint64>(waiting_)) {
      if (work_.value(other).slot == slot) cancel(other);
    }
  }
  work_.insert(id, Work{.method = method, .params = params, .slot = slot});
  waiting_ << id;
  if (!launcher_.available()) {
    QTimer::singleShot(0, this, [this, id] {
      fail(id, launcher_.whyMissing(), QString::fromLatin1(name(ErrorKind::NotFound)));
    });
  } else if (isRunning()) {
    sendWaiting();
  } else if (process_ == nullptr) {
    start();
  }
  return id;
}

void ServeClient::cancel(quint64 id) {
  const auto found = work_.find(id);
  if (found == work_.end() || found->cancelled) return;
  found->cancelled = true;
  if (!found->sent) {
    QTimer::singleShot(0, this,
                       [this, id] { fail(id, tr("The request was cancelled."), cancelledKind()); });
  } else if (found->remote != 0) {
    connection_->request(QStringLiteral("cancel"), toJson(protocol::Cancel{found->remote}));
  }  // Else it is cancelled as soon as the service has said its number.
}

void ServeClient::start() {
  folder_ = std::make_unique<QTemporaryDir>();
  process_ = new QProcess(this);
  // Standard output says when it listens; its complaints go where the window's go.
  process_->setProcessChannelMode(QProcess::ForwardedErrorChannel);
  process_->setStandardInputFile(QProcess::nullDevice());
  connect(process_, &QProcess::readyReadStandardOutput, this, [this] {
    if (!process_->readAllStandardOutput().isEmpty()) tryConnect();
  });
  connect(process_, &QProcess::finished, this, [this] { lost(); });
  connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError problem) {
    if (problem == QProcess::FailedToStart) lost();
  });
  QStringList words{QStringLiteral("serve"), QStringLiteral("--socket"),
                    folder_->filePath(QStringLiteral("serve.sock")),
                    QStringLiteral("--with-parent")};
  if (threads_ > 0) words << QStringLiteral("--threads") << QString::number(threads_);
  process_->start(launcher_.program(), words);
}

void ServeClient::tryConnect() {
  if (folder_) connection_->open(folder_->filePath(QStringLiteral("serve.sock")));
}

void ServeClient::sendWaiting() {
  const QList<quint64> ids = std::exchange(waiting_, {});
  for (const quint64 id : ids) send(id);
}

void ServeClient::send(quint64 id) {
  const auto found = work_.find(id);
  if (found == work_.end() || found->cancelled) return;
  found->sent = true;
  sent_[connection_->request(found->method, found->params)] = id;
}

quint64 ServeClient::idOf(qint64 remote) const {
  for (auto work = work_.cbegin(); work != work_.cend(); ++work) {
    if (work->remote == remote) return work.key();
  }
  return 0;
}

void ServeClient::onMessage(const protocol::Message& message) {
  if (const auto* notification = std::get_if<protocol::Notification>(&message)) {
    return onNotification(*notification);
  }
  const auto idIn = [](const protocol::MessageId& id) {
    const auto* number = std::get_if<int64_t>(&id);
    return number != nullptr ? qint64{*number} : 0;
  };
  if (const auto* reply = std::get_if<protocol::Reply>(&message)) {
    const quint64 id = sent_.take(idIn(reply->id));
    const auto found = work_.find(id);
    protocol::Accepted accepted;
    if (found == work_.end() || !protocol::fromJson(reply->result, accepted)) return;
    found->remote = accepted.request;
    if (found->cancelled) {
      connection_->request(QStringLiteral("cancel"), toJson(protocol::Cancel{found->remote}));
    }
  } else if (const auto* error = std::get_if<protocol::ErrorReply>(&message)) {
    const quint64 id = sent_.take(idIn(error->id));
    if (id != 0) fail(id, QString::fromStdString(error->message), QStringLiteral("refused"));
  }
}

void ServeClient::onNotification(const protocol::Notification& notification) {
  const auto as = [&](auto& value) { return bool(protocol::fromJson(notification.params, value)); };
  const std::string& method = notification.method;
  if (method == "hello") {
    protocol::Hello hello;
    if (!as(hello) || hello.protocol != protocol::kProtocolVersion) {
      failAll(tr("The engine's program is of another version than the window."));
      return shutdown();
    }
    greeted_ = true;
    sendWaiting();
  } else if (method == "sampling") {
    protocol::SampleProgress at;
    if (!as(at)) return;
    const quint64 id = idOf(at.request);
    if (id != 0) Q_EMIT sampleProgress(id, at.done, at.total);
  } else if (method == "ready") {
    SampleReady ready;
    if (!as(ready)) return;
    const quint64 id = idOf(ready.request);
    if (id != 0 && !work_[id].cancelled) Q_EMIT sampleReady(id, ready);
  } else if (method == "measuring") {
    protocol::MeasureProgress at;
    if (!as(at)) return;
    const quint64 id = idOf(at.request);
    if (id != 0) Q_EMIT measureProgress(id, at.done, at.total);
  } else if (method == "measured") {
    protocol::StageMeasured measured;
    if (!as(measured)) return;
    const quint64 id = idOf(measured.request);
    if (id != 0 && !work_[id].cancelled) Q_EMIT stageMeasured(id, measured);
  } else if (method == "done") {
    protocol::SampleDone done;
    if (!as(done)) return;
    const quint64 id = idOf(done.request);
    if (id == 0) return;
    if (work_.take(id).method == QLatin1String("measure")) {
      Q_EMIT measureDone(id);
    } else {
      Q_EMIT sampleDone(id);
    }
  } else if (method == "failed") {
    protocol::SampleFailed failed;
    if (!as(failed)) return;
    fail(idOf(failed.request), QString::fromStdString(failed.message),
         QString::fromStdString(failed.kind));
  }
}

void ServeClient::fail(quint64 id, const QString& sentence, const QString& kind) {
  if (work_.remove(id) == 0) return;
  waiting_.removeAll(id);
  Q_EMIT requestFailed(id, sentence, kind);
}

void ServeClient::failAll(const QString& sentence) {
  const QList<quint64> ids = work_.keys();
  for (const quint64 id : ids) fail(id, sentence, QStringLiteral("internal"));
}

void ServeClient::lost() {
  if (process_ == nullptr) return;
  greeted_ = false;
  connection_->close();
  process_->disconnect(this);
  process_->kill();
  process_->deleteLater();
  process_ = nullptr;
  sent_.clear();
  failAll(tr("The sampling service ended all of a sudden; the next request starts it again."));
  // The folder goes with what was made in it; a request made meanwhile has one of its own.
  if (process_ == nullptr) folder_.reset();
}

void ServeClient::shutdown() {
  const bool asked =
      greeted_ && connection_->request(QStringLiteral("shutdown"), protocol::Json::object()) != 0;
  if (asked) connection_->flush();
  greeted_ = false;
  sent_.clear();
  if (process_ != nullptr) {
    process_->disconnect(this);
    if (!asked) process_->terminate();
    // It removes its folder on the way out; a busy one is not waited for longer.
    if (!process_->waitForFinished(3000)) {
      process_->kill();
      process_->waitForFinished(500);
    }
    delete std::exchange(process_, nullptr);
  }
  connection_->close();
  folder_.reset();
  const QList<quint64> ids = work_.keys();
  for (const quint64 id : ids) fail(id, tr("The sampling service was ended."), cancelledKind());
}

}  // namespace unroll::ui
