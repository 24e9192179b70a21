#pragma once

#include <QLocalSocket>
#include <QObject>
#include <QString>

#include "protocol/json_rpc.h"

namespace unroll::ui {

/// One connection to the engine: lines of JSON-RPC over a local socket. What comes that is no
/// message of ours is passed over with a warning on standard error. Threads: the GUI thread; never
/// blocks.
class RpcConnection : public QObject {
  Q_OBJECT
 public:
  explicit RpcConnection(QObject* parent = nullptr);

  void open(const QString& path);
  void close();
  bool isOpen() const;

  /// Sends a request; its id comes back with the answer. 0 when not connected.
  qint64 request(const QString& method, const protocol::Json& params);
  /// Hands what was requested to the system now, before the event loop comes round.
  void flush() { socket_.flush(); }

 Q_SIGNALS:
  void opened();
  /// Could not connect, or the connection ended. The sentence says why; once per open().
  void lost(const QString& sentence);
  void received(const unroll::protocol::Message& message);

 private:
  void read();
  void end(const QString& sentence);

  QLocalSocket socket_;
  protocol::LineSplitter lines_;
  qint64 next_ = 1;
  bool open_ = false;
};

}  // namespace unroll::ui
