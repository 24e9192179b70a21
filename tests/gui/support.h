#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QTemporaryDir>
#include <QWidget>

namespace unroll::ui::test {

/// A project folder that goes with the object: a built-in recipe, no data, no runs.
class ScratchProject {
 public:
  explicit ScratchProject(const QString& recipe = QStringLiteral("demo-32"));

  QString path() const { return path_; }
  QString runFolder(const QString& run) const { return path_ + QStringLiteral("/runs/") + run; }

  /// Makes a run with the project's recipe.
  void addRun(const QString& run);
  /// Appends one line to the run's events.jsonl ("t" and "type" are added).
  void addEvent(const QString& run, const QString& type, const QJsonObject& fields,
                double time = 1700000000);
  void addScalar(const QString& run, int stage, qint64 step, const QString& name, double value,
                 double time);
  /// "stage2-step-00000100.safetensors".
  static QString checkpointName(int stage, qint64 step);
  /// Puts a file there that is no model; `modified`: Unix seconds of the file, 0: now.
  void addCheckpoint(const QString& run, int stage, qint64 step, qint64 modified = 0);
  /// Writes previews/stageK-step-N/probe-i.npy of `frames` frames of one grey and their event.
  void addPreview(const QString& run, int stage, qint64 step, int count, int frames, int size);

 private:
  QTemporaryDir folder_;
  QString path_;
};

/// The object (a widget, if not said otherwise) of that objectName; fails the test loudly (qFatal)
/// when there is none.
template <typename T = QWidget>
T* named(const QObject& root, const char* name) {
  T* found = root.findChild<T*>(QString::fromLatin1(name));
  if (found == nullptr) qFatal("No widget is called '%s'.", name);
  return found;
}

/// One sentence for every interactive widget below `root` that has no objectName or that a screen
/// reader would be silent about.
QStringList unnamedWidgets(QWidget& root);

}  // namespace unroll::ui::test
