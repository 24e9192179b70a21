#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include "ui/model/json_writer.h"

namespace unroll::ui {

/// Stars and tags that the person gave to samples, kept in PROJECT/marks.json. Every change can be
/// undone.
///
/// Threads: GUI; the file is written on a thread of its own.
class SampleMarks : public QObject {
  Q_OBJECT

 public:
  explicit SampleMarks(QObject* parent = nullptr);

  /// The address of a sample: "RUN@STEP/SEED" and, when one was chosen, "/LABEL".
  static QString address(const QString& run, qint64 step, quint64 seed, qint64 label);

  /// Reads the project's marks; empty: none. Undo begins anew.
  void setProject(const QString& folder);

  bool isStarred(const QString& address) const { return marks_.value(address).starred; }
  QStringList tags(const QString& address) const { return marks_.value(address).tags; }
  QStringList starred() const;  ///< addresses, sorted

  void toggleStar(const QString& address);
  void setTags(const QString& address, const QStringList& tags);
  QUndoStack* undoStack() { return &undo_; }
  void waitForWritten() { writer_.wait(); }

 Q_SIGNALS:
  void changed(const QString& address);  ///< empty: all
  void failed(const QString& sentence);

 private:
  struct Mark {
    bool starred = false;
    QStringList tags;
    bool operator==(const Mark&) const = default;
  };
  class Change;

  void put(const QString& address, const Mark& mark);
  void save();

  QString project_;
  QHash<QString, Mark> marks_;
  QUndoStack undo_;
  JsonWriter writer_;
};

}  // namespace unroll::ui
