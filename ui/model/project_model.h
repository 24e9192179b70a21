#pragma once

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QThread>
#include <QTimer>

#include "ui/model/run_data.h"

namespace unroll::ui {

class ProjectReader;
class RunModel;
struct ProjectLook;

/// The open project: its recipe, its runs, what the disk says. The folder is watched and read on a
/// thread of its own. Threads: GUI only.
class ProjectModel : public QObject {
  Q_OBJECT
 public:
  explicit ProjectModel(QObject* parent = nullptr);
  ~ProjectModel() override;

  /// Reads the folder; opened() or openFailed() follows. The open project stays until then.
  void open(const QString& path);
  void close();

  bool isOpen() const { return !path_.isEmpty(); }
  bool isOpening() const { return opening_; }
  QString path() const { return path_; }  ///< absolute
  QString name() const { return name_; }
  QString dataFolder() const { return path_ + QStringLiteral("/data"); }
  QString exportsFolder() const { return path_ + QStringLiteral("/exports"); }

  const Recipe& recipe() const { return recipe_; }
  /// Writes the recipe; recipeChanged() or saveFailed() follows.
  void saveRecipe(const Recipe& recipe);

  QStringList runNames() const;  ///< sorted
  const RunInfo* runInfo(const QString& name) const;
  /// The run, read from the first call on; null when there is none of that name.
  RunModel* run(const QString& name);
  QStringList brokenRuns() const { return broken_; }  ///< one sentence each

  bool hasData() const { return dataChanged_ > 0; }
  quint64 freeBytes() const { return freeBytes_; }
  bool freeBytesKnown() const { return freeKnown_; }
  bool isWritable() const { return writable_; }
  /// Bytes a next checkpoint needs, by the largest there is; 0: not known.
  quint64 checkpointBytes() const;

  /// Looks at the disk soon.
  void refresh();

 Q_SIGNALS:
  void opened();
  void closed();
  void openFailed(const QString& path, const QString& sentence);
  void runsChanged();  ///< a run came, went, started or ended
  /// The log of a run cannot be read: one sentence, said once for as long as that lasts.
  void runUnreadable(const QString& sentence);
  void recipeChanged();
  void saveFailed(const QString& sentence);
  void dataChanged();  ///< clips were imported
  void diskChanged();  ///< free space or the right to write

 private:
  void takeOpened(const ProjectLook& look);
  void take(const ProjectLook& look);
  bool putRuns(const ProjectLook& look);  ///< whether they changed
  bool putDisk(const ProjectLook& look);  ///< whether it changed
  void watchFolders();

  QThread thread_;
  ProjectReader* reader_;  ///< lives on thread_
  QTimer timer_;
  QTimer soon_;  ///< gathers what the watcher says
  QFileSystemWatcher watcher_;
  QString path_, name_;
  Recipe recipe_;
  QMap<QString, RunInfo> infos_;
  QHash<QString, RunModel*> runs_;
  QStringList broken_;
  double dataChanged_ = 0;
  quint64 freeBytes_ = 0;
  bool freeKnown_ = false;
  bool writable_ = true;
  bool opening_ = false;
};

}  // namespace unroll::ui
