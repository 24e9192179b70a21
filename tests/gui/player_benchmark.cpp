// Prints how the player keeps the budgets of UX.md, measured on real widgets without a display.
#include <algorithm>
#include <cstdio>
#include <vector>

#include <time.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QtTest>

#include "gui/player_clips.h"
#include "ui/pages/samples/sample_grid.h"
#include "ui/pages/samples/sample_marks.h"
#include "ui/pages/samples/sample_store.h"
#include "ui/player/clip_view.h"
#include "ui/player/pair_view.h"
#include "ui/player/playback_actions.h"

namespace unroll::ui {
namespace {

void expose(QWidget& window) {
  if (!QTest::qWaitForWindowExposed(&window)) std::puts("A window is not shown.");
}

/// Milliseconds that this thread has worked: what is left of wall time on a machine that does
/// nothing else.
double worked() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Times {
  std::vector<double> wall;
  std::vector<double> work;

  template <typename Work>
  void measure(Work one) {
    const double before = worked();
    QElapsedTimer timer;
    timer.start();
    one();
    wall.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    work.push_back(worked() - before);
  }
  static double at(std::vector<double>& times, double share) {
    std::sort(times.begin(), times.end());
    return times[static_cast<size_t>(share * static_cast<double>(times.size() - 1))];
  }
};

void print(const char* what, Times& times, double budget) {
  const double slow = Times::at(times.wall, 0.95);
  std::printf("%-44s %8.2f %8.2f %8.2f %8.1f  %s\n", what, Times::at(times.wall, 0.5), slow,
              Times::at(times.work, 0.95), budget, slow <= budget ? "kept" : "MISSED");
}

/// Key press until the new frame is painted.
void measureKeys(PairMode mode, const char* what) {
  QWidget window;
  FrameClock clock;
  PairView view(&window);
  view.setClock(&clock);
  PairRecord record;
  record.parts = {{ClipRole::Stage1, {}, test::numberedClip(50, 64, 12.5, 100), {}},
                  {ClipRole::Stage2, {}, test::numberedClip(100, 128, 25), {}}};
  view.setRecord(record);
  view.setMode(mode);
  PlaybackActions actions(clock, &window);
  window.addActions(actions.all());
  window.resize(1200, 760);
  view.resize(1200, 760);
  window.show();
  window.activateWindow();
  if (!QTest::qWaitForWindowActive(&window)) std::puts("The window did not become active.");
  view.setFocus();
  Times times;
  for (int i = 0; i < 200; ++i) {
    times.measure([&] {
      QTest::keyClick(&view, i % 40 < 20 ? Qt::Key_Right : Qt::Key_Left);
      view.repaint();
    });
  }
  print(what, times, 16);
}

void measureSwap() {
  PairView view;
  PairRecord record;
  record.parts = {{ClipRole::Stage1, {}, test::numberedClip(50, 64, 12.5, 100), {}},
                  {ClipRole::Stage2, {}, test::numberedClip(100, 128, 25), {}}};
  view.setRecord(record);
  view.setMode(PairMode::Single);
  view.resize(1200, 760);
  view.show();
  expose(view);
  Times times;
  for (int i = 0; i < 100; ++i) {
    times.measure([&] {
      view.swapSides();
      view.repaint();
    });
  }
  print("swap of the two sides, 1200 x 760", times, 16);
}

/// Twelve tiles of the Train page move together.
void measureTiles() {
  QWidget page;
  FrameClock clock;
  std::vector<ClipView*> tiles;
  for (int i = 0; i < 12; ++i) {
    auto* tile = new ClipView(&page);
    tile->setClip(test::numberedClip(24, 64, 25, 10 * i));
    tile->setClock(&clock);
    tile->setGeometry(i % 4 * 220, i / 4 * 250, 216, 246);
    tiles.push_back(tile);
  }
  clock.setTimeline(24, 25);
  page.resize(900, 760);
  page.show();
  expose(page);
  Times times;
  for (int i = 0; i < 100; ++i) {
    times.measure([&] {
      clock.step(1);
      page.repaint();
    });
  }
  print("frame step of 12 tiles of 64 pixels", times, 16);
}

void measureGrid() {
  const QTemporaryDir folder;
  SampleChoice choice;
  choice.project = choice.run = choice.weights = QStringLiteral("x");
  const QString place = folder.filePath(choice.key());
  const QString clip = place + QStringLiteral("/clip.npy");
  test::writeNumberedClip(clip, 12, 64);
  QList<quint64> seeds;
  for (quint64 seed = 1; seed <= 10'000; ++seed) {
    seeds.append(seed);
    QFile file(QStringLiteral("%1/sample-%2.json").arg(place).arg(seed));
    if (!file.open(QIODevice::WriteOnly)) return;
    const QJsonObject one{{QStringLiteral("role"), 1},
                          {QStringLiteral("file"), clip},
                          {QStringLiteral("frameRate"), 25}};
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("clips"), QJsonArray{one}}}).toJson());
  }
  SampleMarks marks;
  SampleStore store(nullptr, marks, folder.path());
  SampleGrid grid(store);
  grid.resize(700, 700);
  grid.show();
  store.choose(choice, seeds);
  expose(grid);
  const auto scroll = [&](int pixels, const char* what) {
    Times times;
    QScrollBar* bar = grid.verticalScrollBar();
    bar->setValue(0);
    for (int i = 0; i < 400; ++i) {
      times.measure([&] {
        bar->setValue(bar->value() + pixels);
        grid.viewport()->repaint();
        QCoreApplication::processEvents();
      });
    }
    print(what, times, 20);
  };
  scroll(40, "scroll of 10 000 tiles by 40 pixels (50 fps)");
  scroll(grid.verticalScrollBar()->maximum() / 400, "the same from end to end in 400 steps");
  std::printf("%d of 10 000 thumbnails were made\n", store.thumbnailsMade());
}

}  // namespace
}  // namespace unroll::ui

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  std::printf("%-44s %8s %8s %8s %8s\n", "milliseconds", "median", "95 %", "worked", "budget");
  unroll::ui::measureKeys(unroll::ui::PairMode::SideBySide,
                          "key to new frame, side by side, 1200 x 760");
  unroll::ui::measureKeys(unroll::ui::PairMode::Wipe, "key to new frame, wipe, 1200 x 760");
  unroll::ui::measureKeys(unroll::ui::PairMode::Difference,
                          "key to new frame, difference, 1200 x 760");
  unroll::ui::measureSwap();
  unroll::ui::measureTiles();
  unroll::ui::measureGrid();
  return 0;
}
