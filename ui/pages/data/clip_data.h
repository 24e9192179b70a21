#pragma once

#include <memory>

#include <QImage>
#include <QList>
#include <QObject>
#include <QString>

#include "data/clip_store.h"

namespace unroll::ui {

/// One file of an import that was not simply taken.
struct ReportedFile {
  QString path;
  QString outcome;  ///< "rejected", "partial", "duplicate", …
  QString message;  ///< one sentence
};

/// What the data folder holds, read at one moment.
struct ClipData {
  std::shared_ptr<const data::ClipStore> store;  ///< null: nothing imported
  QList<ReportedFile> files;                     ///< rejected and partial ones
  QStringList notes;                             ///< sentences on the whole
  QString problem;                               ///< why the data cannot be shown
};

/// Reads the folder. Blocks; any thread.
ClipData readClipData(const QString& dataFolder);

/// Frames of one clip, evenly spread over it, at most `count`, no larger than `most` pixels.
/// Blocks; any thread. Empty when they cannot be read.
QList<QImage> spreadFrames(const data::ClipStore& store, qint64 clip, int count, int most);

/// The window of `clip` that starts in its middle as a stage sees it; `problem` says why there is
/// none. Blocks; any thread.
QList<QImage> windowFrames(const data::ClipStore& store, qint64 clip, qint64 frames, qint64 stride,
                           qint64 size, QString& problem);

}  // namespace unroll::ui
