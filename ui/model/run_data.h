#pragma once

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

#include "protocol/recipe.h"

namespace unroll::ui {

/// Points that a resume from an older checkpoint left behind; drawn faint.
struct CurveTail {
  QList<double> steps, times, values;
};

/// One curve of a run; steps ascend. Times are Unix seconds.
struct Curve {
  QList<double> steps, times, values;
  QList<CurveTail> tails;

  qsizetype size() const { return steps.size(); }
};

/// Curves of a run by name ("loss/critic") and stage (counted from 1; 0: joint).
using CurveMap = QMap<QString, QMap<int, Curve>>;

/// One clip of a preview: .npy, uint8 (T, H, W, 3).
struct PreviewFile {
  int probe = 0;  ///< which of the fixed probe seeds
  QString part;   ///< "stage1", "stage2", …, "real"
  QString path;   ///< absolute
};

/// What the networks made of the probe seeds at one step: all parts belong together.
struct Preview {
  int stage = 0;  ///< whose training made it; 0: joint
  qint64 step = 0;
  double time = 0;  ///< Unix seconds
  QString folder;   ///< absolute
  QList<PreviewFile> files;

  /// The file of one probe and part; empty when it was not made.
  QString file(int probe, const QString& part) const;
};

/// Radial power spectra of the frames that one evaluation made, and of real ones. Index: cycles a
/// picture; values: power.
struct Spectrum {
  qint64 step = 0;
  QList<double> made;       ///< mean over the frames of a clip
  QList<double> real;       ///< empty: not measured
  QList<double> deviation;  ///< of single real clips; as long as real
};

/// One checkpoint file.
struct Checkpoint {
  QString stage;  ///< "stage2" or "joint"
  qint64 step = 0;
  QString path;
  quint64 bytes = 0;
  double saved = 0;     ///< Unix seconds, by the log, or else by the file
  bool logged = false;  ///< the log tells when it was saved
  double modified = 0;  ///< Unix seconds, of the file; copying a project may change it
  bool starred = false;
  bool best = false;
};

/// What run.json and the lock say.
struct RunInfo {
  QString name;
  QString folder;
  QString device;
  QString parent;  ///< "RUN@STEP" of a branch
  qint64 seed = 0;
  double created = 0;  ///< Unix seconds
  bool live = false;   ///< a process holds the run's lock
  Recipe recipe;
};

/// A sentence of the log.
struct LogEntry {
  double time = 0;  ///< Unix seconds
  int stage = 0;
  QString sentence;
  bool error = false;
};

}  // namespace unroll::ui
