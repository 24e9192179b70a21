#pragma once

#include <QObject>
#include <QThreadPool>

class QJsonObject;

namespace unroll::ui {

/// Writes small JSON files on a thread of its own, each whole or not at all, in the order in which
/// they were asked for: the newest state of a file is written last. The destructor waits.
///
/// Threads: GUI.
class JsonWriter : public QObject {
  Q_OBJECT
 public:
  explicit JsonWriter(QObject* parent = nullptr);
  ~JsonWriter() override;

  void write(const QString& path, const QJsonObject& document);
  void wait() { thread_.waitForDone(); }  ///< until all is on the disk

 Q_SIGNALS:
  void failed(const QString& sentence);

 private:
  QThreadPool thread_;
};

}  // namespace unroll::ui
