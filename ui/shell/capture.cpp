#include "ui/shell/capture.h"

#include <cstdio>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QSaveFile>
#include <QTimer>

#include "ui/shell/main_window.h"

namespace unroll::ui {
namespace {

constexpr int kLookMs = 100;
constexpr int kQuietLooks = 8;  ///< ready so many times in a row: what came late is painted too
constexpr qint64 kPatienceMs = 60'000;

void write(MainWindow& window, const QString& file) {
  QSaveFile out(file);
  const bool done =
      out.open(QIODevice::WriteOnly) && window.grab().save(&out, "PNG") && out.commit();
  if (!done) {
    std::fprintf(stderr, "%s\n",
                 qPrintable(MainWindow::tr("'%1' cannot be written: %2; choose another file.")
                                .arg(file, out.errorString())));
  }
  QCoreApplication::exit(done ? 0 : 6);
}

}  // namespace

void captureWhenReady(MainWindow& window, const QString& file) {
  auto* timer = new QTimer(&window);
  timer->setInterval(kLookMs);
  QElapsedTimer began;
  began.start();
  int ready = 0;
  QObject::connect(timer, &QTimer::timeout, &window, [&window, file, began, ready]() mutable {
    ready = window.readyToCapture() ? ready + 1 : 0;
    if (ready >= kQuietLooks) {
      write(window, file);
    } else if (began.elapsed() > kPatienceMs) {
      std::fprintf(stderr, "%s\n",
                   qPrintable(MainWindow::tr("The page was not ready in a minute; no picture was "
                                             "written.")));
      QCoreApplication::exit(5);
    }
  });
  timer->start();
}

}  // namespace unroll::ui
