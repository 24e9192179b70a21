#pragma once

#include <QList>
#include <QString>

#include "protocol/serve_messages.h"

namespace unroll::ui {

class RunModel;

/// What the samples of a page are made with; everything but the seeds.
struct SampleChoice {
  QString project;  ///< folder
  QString run;
  qint64 step = -1;        ///< of the last trained stage's checkpoint; -1: the newest
  qint64 label = -1;       ///< -1: drawn from each seed
  double truncation = -1;  ///< |z| beyond it is drawn again; 0: none; -1: the recipe's
  int frames = 0;          ///< of the last stage made; 0: a training window's
  QString weights;         ///< names and dates of the checkpoints this leads to

  bool operator==(const SampleChoice&) const = default;
  bool isUsable() const { return !project.isEmpty() && !run.isEmpty() && !weights.isEmpty(); }

  /// Folder name: the same choice finds its samples again, any other choice has another folder.
  QString key() const;
  protocol::SampleRequest request(const QList<quint64>& seeds, const QString& folder) const;
};

/// How far a run's stages can be sampled: stages 1 to the answer have a checkpoint (of their own or
/// joint).
int trainedStages(const RunModel& run);
/// Steps of the checkpoints of the last trained stage, newest first.
QList<qint64> sampleSteps(const RunModel& run);
/// Steps of the checkpoints that stages 1, 2, … are sampled from when the last one's is `step` (-1:
/// the newest).
QList<qint64> stageSteps(const RunModel& run, qint64 step);
/// SampleChoice::weights for `step` (-1: the newest).
QString weightsAt(const RunModel& run, qint64 step);

/// Seeds of a text such as "1-16, 42, 99"; nothing when it makes no sense or holds more than
/// `most`.
QList<quint64> seedsFromText(const QString& text, qsizetype most);
QString textFromSeeds(const QList<quint64>& seeds);

}  // namespace unroll::ui
