#pragma once

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "io/project.h"
#include "protocol/trainer_messages.h"

namespace unroll::ui::test {

/// A trainer that only talks: holds the run's lock, listens on its control socket, answers every
/// request with its status and tells what the test wants told. Speaks the real protocol.
class FakeTrainer : public QObject {
  Q_OBJECT
 public:
  /// The run of that folder must be there (ScratchProject::addRun).
  explicit FakeTrainer(QString runFolder);
  ~FakeTrainer() override;

  void begin();  ///< takes the lock for hello's process, listens
  void end();    ///< as at a clean end: the socket goes, then the lock
  void die();    ///< as at a kill: the lock goes, the socket's file stays

  /// Writes into the lock's file who holds it.
  void noteHolder(qint64 pid, const QString& host);

  /// To all who subscribed.
  void tell(const char* method, const protocol::Json& params);
  void sendRaw(const QByteArray& bytes);  ///< to all who are connected

  /// A state's notification; status() says it from now on.
  void enter(protocol::RunState state);

  protocol::Status now;                         ///< the answer to requests
  protocol::Hello hello;                        ///< what connections begin with
  std::optional<protocol::ErrorReply> refusal;  ///< answers everything, if set
  QList<protocol::Request> requests;            ///< all but hello and subscribe
  bool mute = false;                            ///< takes connections and says nothing
  int connections = 0;                          ///< so far

 Q_SIGNALS:
  void asked(const QString& method);

 private:
  void take(QLocalSocket* socket, std::string_view line);

  QString runFolder_;
  std::optional<io::RunFolder> run_;
  std::optional<io::RunLock> lock_;
  std::unique_ptr<QLocalServer> server_;
  QList<QLocalSocket*> sockets_;
  QList<QLocalSocket*> subscribers_;
};

}  // namespace unroll::ui::test
