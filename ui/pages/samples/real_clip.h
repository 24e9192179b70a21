#pragma once

#include <functional>

#include <QString>

#include "ui/player/clip.h"

class QObject;

namespace unroll::ui {

/// What a sample is compared with: which frames of the project's data.
struct RealClipRequest {
  QString dataFolder;
  qint64 label = -1;      ///< a clip of this class; -1: any
  quint64 seed = 0;       ///< chooses among the class's clips, the same one each time
  int frames = 12;        ///< at most; a shorter clip gives what it has
  int size = 32;          ///< of a side; a divisor of the store's size
  int stride = 1;         ///< store frames between two
  double frameRate = 25;  ///< of what is read
};

/// Reads a real clip on a worker thread and calls `done` on the GUI thread unless `context` is
/// gone. Errors: as data::openClipStore; NotFound when no clip has the label.
void loadRealClip(const RealClipRequest& request, QObject* context,
                  std::function<void(Result<ClipPtr>)> done);

}  // namespace unroll::ui
