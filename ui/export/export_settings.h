#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include "media/video_writer.h"
#include "protocol/recipe.h"
#include "ui/export/job.h"

namespace unroll::ui {

class JobQueue;

using ExportPreset = media::VideoPreset;

/// Which sample is exported: what the person looks at when the dialog opens.
struct ExportSource {
  QString project;
  QString run;
  QString model;     ///< a packed cascade, in place of project, run and step; empty: none
  qint64 step = -1;  ///< of the last stage's checkpoint; -1: the newest
  Recipe recipe;
  int trainedStages = 0;  ///< stages 1 to this one can be made
  quint64 seed = 1;
  qint64 label = -1;  ///< -1: drawn from the seed
  QString className;
  double truncation = -1;  ///< -1: the recipe's
  int frames = 0;          ///< length of the last stage; 0: a training window

  double frameRate(int stage) const;  ///< frames per second of stage `stage`, from 1
  int size(int stage) const;          ///< pixels of a side
};

/// What the dialog asks. Ranges are those of `unroll export`.
struct ExportSettings {
  QString what = QStringLiteral("pair");  ///< "stage1", …, "pair" or "grid"
  ExportPreset preset = ExportPreset::Web;
  int frames = 48;        ///< 1..100,000,000, of the last stage shown
  int count = 16;         ///< videos of a grid, 1..1,000,000
  int scale = 4;          ///< whole-number nearest enlargement, 1..64
  double frameRate = 0;   ///< 0: the stage's own; 0.1..1000 (GIF: up to 50)
  int loop = 1;           ///< how often it is shown; GIF: 0 is for ever
  bool pingPong = false;  ///< forwards, then backwards
  QString output;         ///< file; PNG: folder
};

struct ExportProblem {
  QString sentence;  ///< what is wrong or will be done, and what to do
  bool refuses = false;
};

QString presetName(ExportPreset preset);    ///< for people
QString presetKey(ExportPreset preset);     ///< of --preset
QString presetHelp(ExportPreset preset);    ///< one sentence
QString presetEnding(ExportPreset preset);  ///< "mp4"; empty for a folder

/// The stage whose frames are counted: the one shown, the last one for pair and grid.
int countedStage(const ExportSource& source, const ExportSettings& settings);
/// Size of the picture in pixels, as the engine will make it.
QSize exportSize(const ExportSource& source, const ExportSettings& settings);
double exportRate(const ExportSource& source, const ExportSettings& settings);
double exportSeconds(const ExportSource& source, const ExportSettings& settings);
/// Frames in the file: loops of video and the way back are written out.
qint64 exportFrames(const ExportSettings& settings);

/// Everything that would go wrong or that differs from what is asked, the refusals first.
QList<ExportProblem> checkExport(const ExportSource& source, const ExportSettings& settings,
                                 const JobQueue* queue);

/// The words of `unroll export`.
QStringList exportArguments(const ExportSource& source, const ExportSettings& settings);
Job exportJob(const ExportSource& source, const ExportSettings& settings);

/// "{run}_{step}_s{seed}_{what}.mp4" with what is known filled in.
QString exportName(const ExportSource& source, const ExportSettings& settings);
/// `path`, or with "-2", "-3", … before its ending when it is there already or promised to a job.
/// `page`: of a folder, the file in it that its job promises.
QString freePath(const QString& path, const JobQueue* queue, const QString& page = {});

}  // namespace unroll::ui
