// Measures the budgets of the window (UX.md, "Behaviour budgets") on a project of 100,000 points
// and prints them as a table. Ends with 1 when a budget is missed by more than the factor given
// with
// --slack (1 by default).
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <functional>
#include <thread>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTimer>
#include <QtTest>

#include "gui/support.h"
#include "ui/model/project_model.h"
#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/pages.h"
#include "ui/shell/studio.h"
#include "ui/theme/theme.h"

namespace unroll::ui {
namespace {

constexpr int kPoints = 100'000;

struct Row {
  QString what;
  double budget = 0;  ///< ms
  double median = 0, worst = 0;
  bool byWorst = false;  ///< the worst counts, not the median
};

double milliseconds(const std::function<void()>& work) {
  QElapsedTimer timer;
  timer.start();
  work();
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

Row measured(const QString& what, double budget, QList<double> times) {
  std::sort(times.begin(), times.end());
  return {what, budget, times.at(times.size() / 2), times.back()};
}

void writeCurves(test::ScratchProject& project, const QString& run) {
  QFile file(project.runFolder(run) + QStringLiteral("/events.jsonl"));
  if (!file.open(QIODevice::Append)) qFatal("The events file cannot be opened.");
  QByteArray lines;
  for (int step = 1; step <= kPoints; ++step) {
    lines += "{\"t\":" + QByteArray::number(1700000000 + step) +
             ",\"type\":\"scalar\",\"stage\":1,\"step\":" + QByteArray::number(step) +
             ",\"name\":\"loss/critic\",\"value\":" +
             QByteArray::number(std::sin(step * 0.001) + 0.2 * std::sin(step * 1.7)) + "}\n";
  }
  file.write(lines);
}

Row plotUpdates() {
  PlotView view;
  view.resize(640, 320);
  view.show();
  (void)QTest::qWaitForWindowExposed(&view);
  PlotSeries series;
  series.id = series.name = QStringLiteral("loss");
  for (int i = 0; i < kPoints; ++i) {
    series.x.append(i);
    series.y.append(std::sin(i * 0.001) + 0.3 * std::sin(i * 1.7));
  }
  view.setSmoothing(0.5);
  view.setSeries({series});
  QList<double> times;
  for (int i = 0; i < 30; ++i) {
    series.x.append(kPoints + i);
    series.y.append(0);
    times.append(milliseconds([&] {
      view.setSeries({series});
      view.canvas()->replot(QCustomPlot::rpImmediateRefresh);
    }));
  }
  return measured(QStringLiteral("plot update, 100,000 points"), 15, times);
}

/// The longest time in which the GUI thread did not look at its events while previews came.
Row blocks(test::ScratchProject& project, MainWindow& window) {
  window.showPage(QStringLiteral("train"));
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int step = 1; step <= 20 && !stop; ++step) {
      project.addPreview(QStringLiteral("first"), 1, 1000 * step, 6, 12, 64);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  });
  QList<double> gaps;
  QElapsedTimer last;
  last.start();
  QTimer timer;
  QObject::connect(&timer, &QTimer::timeout, &window, [&] {
    gaps.append(static_cast<double>(last.nsecsElapsed()) / 1e6);
    last.restart();
  });
  timer.start(1);
  QTest::qWait(2500);
  stop = true;
  writer.join();
  Row row = measured(QStringLiteral("GUI thread away while previews come"), 50, gaps);
  row.byWorst = true;
  return row;
}

int run(double slack) {
  QList<Row> rows;
  rows.append(plotUpdates());
  QTemporaryDir folder;
  test::ScratchProject project;
  project.addRun(QStringLiteral("first"));
  writeCurves(project, QStringLiteral("first"));
  project.addPreview(QStringLiteral("first"), 1, 500, 6, 12, 64);
  Studio studio(folder.filePath(QStringLiteral("studio.ini")));
  std::unique_ptr<MainWindow> window;
  rows.append(measured(QStringLiteral("window shown (without the program's start)"), 1500,
                       {milliseconds([&] {
                         window = std::make_unique<MainWindow>(studio.context());
                         window->resize(1440, 900);
                         window->show();
                         (void)QTest::qWaitForWindowExposed(window.get());
                       })}));
  rows.append(measured(
      QStringLiteral("project of 100,000 points read and drawn"), 3000, {milliseconds([&] {
        window->openProject(project.path());
        (void)QTest::qWaitFor(
            [&] { return studio.context().project->isOpen() && window->readyToCapture(); }, 60000);
      })}));
  const QList<PageEntry> entries = pageEntries();
  for (const PageEntry& entry : entries) window->showPage(QString::fromLatin1(entry.key));
  QTest::qWait(500);
  QList<double> switches;
  for (int round = 0; round < 6; ++round) {
    for (const PageEntry& entry : entries) {
      switches.append(milliseconds([&] {
        window->showPage(QString::fromLatin1(entry.key));
        QApplication::processEvents();
        window->repaint();
      }));
    }
  }
  rows.append(measured(QStringLiteral("page switch, painted"), 100, switches));
  rows.append(blocks(project, *window));

  bool missed = false;
  std::printf("%-46s %10s %10s %10s\n", "what", "budget ms", "median ms", "worst ms");
  for (const Row& row : std::as_const(rows)) {
    const bool late = (row.byWorst ? row.worst : row.median) > slack * row.budget;
    missed = missed || late;
    std::printf("%-46s %10.0f %10.1f %10.1f%s\n", qPrintable(row.what), row.budget, row.median,
                row.worst, late ? "  missed" : "");
  }
  return missed ? 1 : 0;
}

}  // namespace
}  // namespace unroll::ui

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  const QStringList words = QApplication::arguments();
  const qsizetype at = words.indexOf(QStringLiteral("--slack"));
  unroll::ui::Theme::apply(unroll::ui::Theme::Mode::Dark);
  return unroll::ui::run(at < 0 ? 1.0 : words.value(at + 1).toDouble());
}
