#pragma once

#include <optional>

#include <QObject>

#include "ui/model/run_data.h"

namespace unroll::ui {

/// What a project folder says at one moment.
struct ProjectLook {
  QString path;
  QString name;
  Recipe recipe;
  QList<RunInfo> runs;     ///< by name
  QStringList brokenRuns;  ///< one sentence for each run that cannot be read
  double dataChanged = 0;  ///< modification time of data/clips.json; 0: nothing imported
  quint64 freeBytes = 0;   ///< of the project's file system
  bool freeKnown = false;
  bool writable = true;
};

/// Reads the project folder. Lives on the project's reading thread.
class ProjectReader : public QObject {
  Q_OBJECT
 public:
  /// Opens the folder; emits opened() or refused().
  void open(const QString& path);
  /// Looks again at the folder that was opened; emits looked() or refused().
  void look();
  /// Writes the project's recipe; emits saved() or notSaved().
  void save(const Recipe& recipe);
  void close();

 Q_SIGNALS:
  void opened(const unroll::ui::ProjectLook& look);
  void looked(const unroll::ui::ProjectLook& look);
  void refused(const QString& path, const QString& sentence);
  void saved();
  void notSaved(const QString& sentence);

 private:
  std::optional<ProjectLook> read(QString& sentence) const;

  QString path_;
};

}  // namespace unroll::ui

Q_DECLARE_METATYPE(unroll::ui::ProjectLook)
