#pragma once

#include <QPointer>

#include "ui/model/studio_context.h"
#include "ui/pages/data/clip_data.h"
#include "ui/pages/page.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;
class QTabWidget;

namespace unroll::ui {

class ClipGrid;
class EngineJob;
class WindowStrip;

/// What the project trains on: clips that scrub under the pointer, classes, what was rejected and
/// why, what each stage will see; import of videos and of built-in scenes. Threads: GUI only.
class DataPage : public Page {
  Q_OBJECT
 public:
  DataPage(StudioContext& context, QWidget* parent);
  ~DataPage() override;

  QString title() const override;
  QIcon icon() const override;
  QList<QAction*> pageActions() override;
  bool readyToCapture() const override;
  bool takePaths(const QStringList& paths) override;

 private:
  void buildHeader();
  void buildBody();
  QString videosFolder() const;
  void addFolder();
  void addFiles();
  void addScenes();
  void import(const QStringList& words);
  void importEnded();
  void read();
  void take(const ClipData& found);
  void showCounts();
  void showClasses();
  void showFiles();
  void listStages();
  void showWindow();

  StudioContext& context_;
  QAction *folderAction_ = nullptr, *filesAction_ = nullptr, *scenesAction_ = nullptr,
          *cancelAction_ = nullptr;
  QLabel *counts_ = nullptr, *notes_ = nullptr, *progressText_ = nullptr, *empty_ = nullptr;
  QWidget* progressBox_ = nullptr;
  QProgressBar* progress_ = nullptr;
  ClipGrid* grid_ = nullptr;
  QTabWidget* tabs_ = nullptr;
  QTableWidget *classes_ = nullptr, *files_ = nullptr;
  QComboBox* stage_ = nullptr;
  WindowStrip* strip_ = nullptr;
  ClipData data_;
  bool reading_ = false;
  bool readAgain_ = false;
  QPointer<EngineJob> job_;
  QStringList lastImport_;
  qint64 clip_ = 0;
  quint64 windowNumber_ = 0;  ///< answers for an earlier choice are dropped
  bool windowPending_ = false;
};

}  // namespace unroll::ui
