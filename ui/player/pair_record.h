#pragma once

#include <functional>

#include <QList>
#include <QSize>
#include <QString>

#include "ui/player/clip.h"

class QObject;

namespace unroll::ui {

/// One member of a record: a stage or the real clip; without a clip, why it is missing.
struct PairPart {
  ClipRole role = ClipRole::Stage1;
  QString name;  ///< of a run or a setting, beside the role; may be empty
  ClipPtr clip;
  QString missing;  ///< the sentence on the hatching
};

/// Everything that belongs to one (run, step, seed): shown together, replaced together, so that
/// what stands side by side always comes from the same sample.
struct PairRecord {
  QString id;
  QString title;  ///< for example "seed 17, step 41 000"
  QList<PairPart> parts;

  /// Frames per second of the finest part; the cursor counts at it.
  double frameRate() const;
  /// Frames of the longest part at that rate.
  int frameCount() const;
  /// Size of the largest part; every other is enlarged to it so that pixels line up.
  QSize size() const;
  bool isWhole() const;  ///< every part has its clip
};

/// Where the parts of a record are read from.
struct PairSource {
  ClipRole role = ClipRole::Stage1;
  QString name;
  QString path;  ///< .npy; empty: missing
  double frameRate = 25;
  QString missing;
};

/// Reads all parts on worker threads and hands the whole record over at once, on the GUI thread; a
/// part that cannot be read is missing with its reason. Nothing is called when `context` is gone by
/// then.
void loadRecord(const QString& id, const QString& title, const QList<PairSource>& sources,
                QObject* context, std::function<void(PairRecord)> done);

}  // namespace unroll::ui
