#include "gui/seats.h"

#include <QtTest>

#include "ui/model/project_model.h"
#include "ui/shell/main_window.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace unroll::ui::test {

StudioSeat::StudioSeat() {
  QLocale::setDefault(QLocale::c());
  Theme::apply(Theme::Mode::Dark);
}

StudioSeat::~StudioSeat() = default;

void StudioSeat::begin() {
  folder_ = std::make_unique<QTemporaryDir>();
  project_ = std::make_unique<ScratchProject>();
}

void StudioSeat::startStudio() { studio_ = std::make_unique<Studio>(settingsFile()); }

void StudioSeat::end() {
  studio_.reset();
  project_.reset();
  folder_.reset();
}

WindowSeat::WindowSeat() = default;
WindowSeat::~WindowSeat() = default;

void WindowSeat::showWindow() {
  startStudio();
  window_ = std::make_unique<MainWindow>(studio_->context());
  window_->resize(1200, 800);
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
}

void WindowSeat::open() {
  window_->openProject(project_->path());
  QTRY_VERIFY(studio_->context().project->isOpen());
  QTRY_VERIFY(window_->readyToCapture());
}

void WindowSeat::end() {
  window_.reset();
  StudioSeat::end();
}

}  // namespace unroll::ui::test
