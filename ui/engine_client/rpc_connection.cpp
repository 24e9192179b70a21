#include "ui/engine_client/rpc_connection.h"

#include "base/log.h"

namespace unroll::ui {

RpcConnection::RpcConnection(QObject* parent) : QObject(parent) {
  connect(&socket_, &QLocalSocket::connected, this, &RpcConnection::opened);
  connect(&socket_, &QLocalSocket::readyRead, this, &RpcConnection::read);
  connect(&socket_, &QLocalSocket::disconnected, this,
          [this] { end(tr("The engine closed the connection.")); });
  connect(&socket_, &QLocalSocket::errorOccurred, this, [this] { end(socket_.errorString()); });
}

void RpcConnection::open(const QString& path) {
  close();
  lines_ = {};
  open_ = true;
  socket_.connectToServer(path);
}

void RpcConnection::close() {
  open_ = false;
  socket_.abort();
}

bool RpcConnection::isOpen() const {
  return open_ && socket_.state() == QLocalSocket::ConnectedState;
}

qint64 RpcConnection::request(const QString& method, const protocol::Json& params) {
  if (!isOpen()) return 0;
  const qint64 id = next_++;
  const std::string line = toLine(protocol::Request{int64_t{id}, method.toStdString(), params});
  socket_.write(line.data(), static_cast<qint64>(line.size()));
  return id;
}

void RpcConnection::read() {
  // What arrived before the end still counts, so the state of the socket is not asked here.
  const QByteArray bytes = socket_.readAll();
  lines_.add(
      std::string_view(bytes.constData(), static_cast<size_t>(bytes.size())),
      [this](std::string_view line) {
        if (!open_) return;
        const auto message = protocol::parseMessage(line);
        if (message) {
          Q_EMIT received(*message);
        } else {
          log::warning(message.error().message);
        }
      },
      [] { log::warning("The engine sent a line longer than 1 MiB."); });
}

void RpcConnection::end(const QString& sentence) {
  if (!open_) return;
  if (socket_.bytesAvailable() > 0) read();
  if (!open_) return;
  open_ = false;
  Q_EMIT lost(sentence);
}

}  // namespace unroll::ui
