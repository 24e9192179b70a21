#include "gui/fake_engine.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include "base/file_system.h"

namespace unroll::ui::test {

FakeTrainer::FakeTrainer(QString runFolder) : runFolder_(std::move(runFolder)) {
  hello = {protocol::kProtocolVersion, "fake", "trainer", "fake",
           QCoreApplication::applicationPid()};
  now.state.state = protocol::RunState::Running;
  now.state.training = now.progress.training = "stage1";
  now.state.stage = now.progress.stage = 1;
}

FakeTrainer::~FakeTrainer() { end(); }

void FakeTrainer::begin() {
  auto run = io::RunFolder::open(realVfs(), runFolder_.toStdString());
  if (!run) qFatal("%s", run.error().message.c_str());
  run_.emplace(std::move(*run));
  auto lock = run_->lock();
  if (!lock) qFatal("%s", lock.error().message.c_str());
  lock_.emplace(std::move(*lock));
  server_ = std::make_unique<QLocalServer>();
  const QString path = QString::fromStdString(run_->controlSocket().string());
  QLocalServer::removeServer(path);
  if (!server_->listen(path)) qFatal("%s", qPrintable(server_->errorString()));
  QObject::connect(server_.get(), &QLocalServer::newConnection, this, [this] {
    while (QLocalSocket* socket = server_->nextPendingConnection()) {
      ++connections;
      sockets_ << socket;
      auto lines = std::make_shared<protocol::LineSplitter>();
      QObject::connect(socket, &QLocalSocket::readyRead, this, [this, socket, lines] {
        const QByteArray bytes = socket->readAll();
        lines->add(
            std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())),
            [&](std::string_view line) { take(socket, line); }, [] {});
      });
      QObject::connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
        sockets_.removeAll(socket);
        subscribers_.removeAll(socket);
        socket->deleteLater();
      });
      if (!mute) socket->write(toLine(protocol::Notification{"hello", toJson(hello)}).c_str());
    }
  });
  const auto named = run_->nameSocket(path.toStdString());
  if (!named) qFatal("%s", named.error().message.c_str());
  noteHolder(hello.pid, QSysInfo::machineHostName());
}

void FakeTrainer::noteHolder(qint64 pid, const QString& host) {
  QFile file(QString::fromStdString(run_->lockFile().string()));
  if (!file.open(QIODevice::ReadWrite)) qFatal("%s", qPrintable(file.errorString()));
  QJsonObject note = QJsonDocument::fromJson(file.readAll()).object();
  note.insert(QStringLiteral("pid"), pid);
  note.insert(QStringLiteral("host"), host);
  const QByteArray text = QJsonDocument(note).toJson(QJsonDocument::Compact) + '\n';
  // The file stays, as it is the one that is locked.
  if (!file.resize(0) || !file.seek(0) || file.write(text) != text.size())
    qFatal("%s", qPrintable(file.errorString()));
}

void FakeTrainer::take(QLocalSocket* socket, std::string_view line) {
  const auto message = protocol::parseMessage(line);
  const auto* request = message ? std::get_if<protocol::Request>(&*message) : nullptr;
  if (mute) return;
  if (request == nullptr)
    qFatal("The client sent what is no request: %s", std::string(line).c_str());
  now.progress.state = now.state.state;
  if (refusal && request->method != "subscribe") {
    protocol::ErrorReply reply = *refusal;
    reply.id = request->id;
    socket->write(toLine(reply).c_str());
  } else {
    socket->write(toLine(protocol::Reply{request->id, toJson(now)}).c_str());
  }
  if (request->method == "subscribe") {
    subscribers_ << socket;
  } else {
    requests << *request;
    Q_EMIT asked(QString::fromStdString(request->method));
  }
}

void FakeTrainer::end() {
  if (server_) server_->close();
  for (QLocalSocket* socket : QList<QLocalSocket*>(sockets_)) socket->abort();
  server_.reset();
  lock_.reset();
}

void FakeTrainer::die() {
  lock_.reset();
  const QString path = QString::fromStdString(run_->controlSocket().string());
  end();
  // What a killed process leaves behind: a file that nobody listens on.
  QLocalServer left;
  if (left.listen(path + QStringLiteral("x"))) QFile::rename(path + QStringLiteral("x"), path);
}

void FakeTrainer::tell(const char* method, const protocol::Json& params) {
  const std::string line = toLine(protocol::Notification{method, params});
  for (QLocalSocket* socket : subscribers_) socket->write(line.c_str());
}

void FakeTrainer::sendRaw(const QByteArray& bytes) {
  for (QLocalSocket* socket : sockets_) socket->write(bytes);
}

void FakeTrainer::enter(protocol::RunState state) {
  now.state.state = state;
  tell("state", toJson(now.state));
}

}  // namespace unroll::ui::test
