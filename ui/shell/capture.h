#pragma once

#include <QObject>
#include <QString>

namespace unroll::ui {

class MainWindow;

/// Writes a picture of the window once everything is loaded, then ends the program: 0, or 6 when
/// the picture cannot be written, or 5 when nothing was ready in a minute. Threads: GUI only.
void captureWhenReady(MainWindow& window, const QString& file);

}  // namespace unroll::ui
