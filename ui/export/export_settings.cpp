#include "ui/export/export_settings.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "ui/export/job_queue.h"
#include "ui/model/checkpoints.h"

namespace unroll::ui {
namespace {

// As in core/engine/export_run.cpp and core/media/video_writer.cpp.
constexpr int kPairGap = 4;
constexpr int kGridGap = 2;
constexpr int kMostSide = 16'384;
constexpr double kMostGifRate = 50;

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

void checkPlace(const ExportSettings& settings, const JobQueue* queue,
                QList<ExportProblem>& found) {
  if (settings.output.isEmpty()) {
    found.append({tr("Name a file to write."), true});
    return;
  }
  const QFileInfo output(settings.output);
  const QFileInfo folder(output.absolutePath());
  if (!folder.isDir()) {
    found.append(
        {tr("There is no folder '%1': make it first or choose another.").arg(folder.filePath()),
         true});
  } else if (!folder.isWritable()) {
    found.append(
        {tr("The folder '%1' cannot be written to: choose another.").arg(folder.filePath()), true});
  }
  if (output.exists()) {
    found.append({tr("'%1' is there already: choose another name.").arg(output.fileName()), true});
  } else if (queue != nullptr && queue->isPromised(settings.output)) {
    found.append(
        {tr("A job in the queue will write '%1': choose another name.").arg(output.fileName()),
         true});
  }
  const QString ending = output.suffix().toLower();
  const QString wanted = presetEnding(settings.preset);
  const bool matroska =
      (settings.preset == ExportPreset::Fine || settings.preset == ExportPreset::Lossless) &&
      ending == QLatin1String("mkv");
  if (!wanted.isEmpty() && ending != wanted && !matroska) {
    found.append(
        {tr("The name of a %1 ends in '.%2': add it.").arg(presetName(settings.preset), wanted),
         true});
  }
}

void checkPicture(const ExportSource& source, const ExportSettings& settings,
                  QList<ExportProblem>& found) {
  const QSize size = exportSize(source, settings);
  if (size.width() > kMostSide || size.height() > kMostSide) {
    found.append({tr("The picture would be %1 x %2 pixels and %3 is the most for a side: choose a "
                     "smaller scale or fewer videos.")
                      .arg(size.width())
                      .arg(size.height())
                      .arg(kMostSide),
                  true});
  }
  if (settings.preset == ExportPreset::Web && (size.width() % 2 != 0 || size.height() % 2 != 0)) {
    found.append(
        {tr("Web video has even sides: a column or row of the picture is repeated once."), false});
  }
  if (settings.preset == ExportPreset::Web && settings.scale == 1) {
    found.append({tr("Web video halves the resolution of colour, which shows on small pictures: a "
                     "scale of 2 or more avoids it."),
                  false});
  }
  const double rate = exportRate(source, settings);
  if (settings.preset == ExportPreset::Gif && rate > kMostGifRate) {
    found.append({tr("A GIF shows at most %1 frames per second and this would have %2: lower the "
                     "frame rate.")
                      .arg(kMostGifRate)
                      .arg(rate),
                  true});
  }
  if (settings.preset == ExportPreset::Gif && exportFrames(settings) > 1000) {
    found.append({tr("A GIF of %1 frames is large and slow to open: web video is far smaller.")
                      .arg(settings.frames),
                  false});
  }
  if (settings.preset != ExportPreset::Gif && settings.loop < 1) {
    found.append(
        {tr("Only a GIF can be shown for ever: choose how often the video is repeated."), true});
  }
}

}  // namespace

double ExportSource::frameRate(int stage) const {
  return recipe.frameRate / static_cast<double>(recipe.dataStride(static_cast<size_t>(stage) - 1));
}

int ExportSource::size(int stage) const {
  return static_cast<int>(recipe.stages[static_cast<size_t>(stage) - 1].size);
}

QString presetName(ExportPreset preset) {
  switch (preset) {
    case ExportPreset::Web:
      return tr("Web video (MP4)");
    case ExportPreset::Fine:
      return tr("Visually lossless");
    case ExportPreset::Lossless:
      return tr("Lossless video");
    case ExportPreset::Gif:
      return tr("GIF");
    case ExportPreset::Png:
      return tr("PNG pictures");
  }
  return {};
}

QString presetKey(ExportPreset preset) {
  switch (preset) {
    case ExportPreset::Web:
      return QStringLiteral("web");
    case ExportPreset::Fine:
      return QStringLiteral("fine");
    case ExportPreset::Lossless:
      return QStringLiteral("lossless");
    case ExportPreset::Gif:
      return QStringLiteral("gif");
    case ExportPreset::Png:
      return QStringLiteral("png");
  }
  return {};
}

QString presetHelp(ExportPreset preset) {
  switch (preset) {
    case ExportPreset::Web:
      return tr("H.264 in MP4; plays in every browser and player.");
    case ExportPreset::Fine:
      return tr("H.264 in full colour, no difference to be seen; for editors and most players.");
    case ExportPreset::Lossless:
      return tr(
          "H.264 RGB without loss: the same bits back, for measuring. Not every player shows it.");
    case ExportPreset::Gif:
      return tr("256 colours for the whole video; for pages that show no video.");
    case ExportPreset::Png:
      return tr("A folder with one picture for each frame.");
  }
  return {};
}

QString presetEnding(ExportPreset preset) {
  switch (preset) {
    case ExportPreset::Web:
    case ExportPreset::Fine:
    case ExportPreset::Lossless:
      return QStringLiteral("mp4");
    case ExportPreset::Gif:
      return QStringLiteral("gif");
    case ExportPreset::Png:
      return {};
  }
  return {};
}

int countedStage(const ExportSource& source, const ExportSettings& settings) {
  const int stage = stageOf(settings.what);
  return std::max(1, stage > 0 ? stage : source.trainedStages);
}

QSize exportSize(const ExportSource& source, const ExportSettings& settings) {
  const int side = source.size(countedStage(source, settings)) * settings.scale;
  if (settings.what == QLatin1String("pair")) return {2 * side + kPairGap, side};
  if (settings.what == QLatin1String("grid")) {
    const int columns = static_cast<int>(std::ceil(std::sqrt(std::max(1, settings.count))));
    const int rows = (settings.count + columns - 1) / columns;
    return {columns * side + (columns - 1) * kGridGap, rows * side + (rows - 1) * kGridGap};
  }
  return {side, side};
}

double exportRate(const ExportSource& source, const ExportSettings& settings) {
  return settings.frameRate > 0 ? settings.frameRate
                                : source.frameRate(countedStage(source, settings));
}

double exportSeconds(const ExportSource& source, const ExportSettings& settings) {
  return static_cast<double>(exportFrames(settings)) / exportRate(source, settings);
}

qint64 exportFrames(const ExportSettings& settings) {
  const qint64 shown =
      settings.pingPong ? media::thereAndBack(settings.frames) : qint64{settings.frames};
  return shown * (media::writesLoops(settings.preset) ? std::max(1, settings.loop) : 1);
}

QList<ExportProblem> checkExport(const ExportSource& source, const ExportSettings& settings,
                                 const JobQueue* queue) {
  QList<ExportProblem> found;
  const int stage = stageOf(settings.what);
  if (source.trainedStages < 1) {
    found.append({tr("Run '%1' has no checkpoint yet: train it first.").arg(source.run), true});
    return found;
  }
  if (stage > source.trainedStages) {
    found.append(
        {tr("Stage %1 of run '%2' is not trained yet: train it or export an earlier stage.")
             .arg(stage)
             .arg(source.run),
         true});
    return found;
  }
  if (settings.what == QLatin1String("pair") && source.trainedStages < 2) {
    found.append({tr("A pair needs a trained second stage: export stage 1 instead."), true});
    return found;
  }
  if (queue != nullptr && !queue->problem().isEmpty()) found.append({queue->problem(), true});
  checkPlace(settings, queue, found);
  checkPicture(source, settings, found);
  std::stable_sort(found.begin(), found.end(), [](const ExportProblem& a, const ExportProblem& b) {
    return a.refuses && !b.refuses;
  });
  return found;
}

QStringList exportArguments(const ExportSource& source, const ExportSettings& settings) {
  QStringList words{QStringLiteral("export")};
  if (source.model.isEmpty()) {
    words += {source.project, QStringLiteral("--run"), source.run};
  } else {
    words += {QStringLiteral("--model"), source.model};
  }
  const auto add = [&](const char* option, const QString& value) {
    words.append({QLatin1String(option), value});
  };
  if (source.step >= 0) add("--at", QString::number(source.step));
  add("--what", settings.what);
  add("--seed", QString::number(source.seed));
  if (settings.what == QLatin1String("grid")) add("--count", QString::number(settings.count));
  if (source.label >= 0) add("--label", QString::number(source.label));
  add("--frames", QString::number(settings.frames));
  if (source.truncation >= 0) add("--truncation", QString::number(source.truncation, 'g', 12));
  add("--preset", presetKey(settings.preset));
  add("--scale", QString::number(settings.scale));
  if (settings.frameRate > 0) add("--fps", QString::number(settings.frameRate, 'g', 12));
  if (settings.preset != ExportPreset::Png) add("--loop", QString::number(settings.loop));
  if (settings.pingPong) words.append(QStringLiteral("--ping-pong"));
  add("--out", settings.output);
  return words;
}

Job exportJob(const ExportSource& source, const ExportSettings& settings) {
  Job job;
  job.kind = QStringLiteral("export");
  job.title = QFileInfo(settings.output).fileName();
  job.arguments = exportArguments(source, settings);
  job.output = settings.output;
  job.total = settings.frames;
  return job;
}

QString exportName(const ExportSource& source, const ExportSettings& settings) {
  QString name = source.run;
  if (source.step >= 0) name += QStringLiteral("_%1").arg(source.step);
  name += QStringLiteral("_s%1_%2").arg(source.seed).arg(settings.what);
  const QString ending = presetEnding(settings.preset);
  return ending.isEmpty() ? name : name % QLatin1Char('.') % ending;
}

QString freePath(const QString& path, const JobQueue* queue, const QString& page) {
  const QFileInfo info(path);
  const QString ending = info.suffix().isEmpty() ? QString() : QStringLiteral(".") + info.suffix();
  const auto taken = [&](const QString& candidate) {
    const QString promised = page.isEmpty() ? candidate : QDir(candidate).filePath(page);
    return QFileInfo::exists(candidate) || (queue != nullptr && queue->isPromised(promised));
  };
  QString free = path;
  for (int number = 2; taken(free); ++number) {
    free = QStringLiteral("%1/%2-%3%4")
               .arg(info.path(), info.completeBaseName())
               .arg(number)
               .arg(ending);
  }
  return free;
}

}  // namespace unroll::ui
