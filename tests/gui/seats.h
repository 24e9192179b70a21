#pragma once

#include <memory>

#include <QString>
#include <QTemporaryDir>

#include "gui/support.h"

namespace unroll::ui {
class MainWindow;
class Studio;
}  // namespace unroll::ui

namespace unroll::ui::test {

/// What a test of a page or window sits in: a scratch project, and a studio with settings of its
/// own, dark and in the C locale. init() calls begin(), fills the project and makes what it looks
/// at; cleanup() calls end().
class StudioSeat {
 public:
  StudioSeat();
  ~StudioSeat();

 protected:
  void begin();  ///< an empty project
  void startStudio();
  void end();
  QString settingsFile() const { return folder_->filePath(QStringLiteral("studio.ini")); }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ScratchProject> project_;
  std::unique_ptr<Studio> studio_;
};

/// The same with the main window.
class WindowSeat : protected StudioSeat {
 public:
  WindowSeat();
  ~WindowSeat();

 protected:
  void showWindow();  ///< of a studio that is started for it
  void open();        ///< the project, and waits until it is drawn
  void end();

  std::unique_ptr<MainWindow> window_;
};

}  // namespace unroll::ui::test
