#pragma once

#include <functional>

#include <QImage>
#include <QMap>
#include <QString>

#include "base/error.h"
#include "ui/player/pair_record.h"

class QObject;

namespace unroll::ui {

/// Writes a picture as PNG on a worker thread, with `facts` (run, step, seed, frame) inside the
/// file.
void saveFramePng(const QImage& image, const QMap<QString, QString>& facts, const QString& path,
                  QObject* context, std::function<void(Result<void>)> done);

/// One row of a contact sheet.
struct SheetSource {
  QString label;  ///< ASCII; written left of the row
  PairSource clip;
};

/// Frames across, samples down, as PNG; read, drawn and written on a worker thread. Twelve frames
/// spread over each clip, enlarged by `scale`.
void saveSampleSheet(const QList<SheetSource>& rows, int scale, const QString& path,
                     QObject* context, std::function<void(Result<void>)> done);

}  // namespace unroll::ui
