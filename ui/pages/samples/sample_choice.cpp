#include "ui/pages/samples/sample_choice.h"

#include <algorithm>

#include <QCryptographicHash>
#include <QSet>
#include <QStringList>

#include "ui/model/checkpoints.h"
#include "ui/model/run_model.h"

namespace unroll::ui {

QString SampleChoice::key() const {
  const QStringList parts{project,
                          run,
                          QString::number(step),
                          QString::number(label),
                          QString::number(truncation, 'g', 17),
                          QString::number(frames),
                          weights};
  return QString::fromLatin1(
      QCryptographicHash::hash(parts.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Sha1)
          .toHex()
          .left(20));
}

protocol::SampleRequest SampleChoice::request(const QList<quint64>& seeds,
                                              const QString& folder) const {
  protocol::SampleRequest request;
  request.project = project.toStdString();
  request.run = run.toStdString();
  if (step >= 0) request.at = step;
  for (const quint64 seed : seeds) request.seeds.push_back(seed);
  if (label >= 0) request.labels.push_back(label);
  request.frames = frames;
  request.truncation = truncation;
  request.out = folder.toStdString();
  return request;
}

int trainedStages(const RunModel& run) {
  const int stages = static_cast<int>(run.recipe().stages.size());
  int trained = 0;
  while (trained < stages && !stepsOf(run.checkpoints(), trained + 1).isEmpty()) ++trained;
  return trained;
}

QList<qint64> sampleSteps(const RunModel& run) {
  return stepsOf(run.checkpoints(), trainedStages(run));
}

QList<qint64> stageSteps(const RunModel& run, qint64 step) {
  const int last = trainedStages(run);
  if (last == 0) return {};
  const qint64 chosen = step >= 0 ? step : sampleSteps(run).first();
  const auto& checkpoints = run.checkpoints();
  // A joint checkpoint holds all stages; else those below are the newest of their own.
  const bool joint = std::any_of(checkpoints.begin(), checkpoints.end(), [&](const auto& one) {
    return one.stage == stageName(0) && one.step == chosen;
  });
  QList<qint64> steps;
  for (int stage = 1; stage < last; ++stage)
    steps.append(joint ? chosen : stepsOf(checkpoints, stage).first());
  steps.append(chosen);
  return steps;
}

QString weightsAt(const RunModel& run, qint64 step) {
  // The newest checkpoint of each stage; of the last one, that of the step asked for.
  const int last = trainedStages(run);
  QMap<QString, const Checkpoint*> chosen;
  for (const Checkpoint& one : run.checkpoints()) {
    if (holdsStage(one, last) && step >= 0 && one.step != step) continue;
    const Checkpoint*& kept = chosen[one.stage];
    if (kept == nullptr || one.step > kept->step) kept = &one;
  }
  QStringList names;
  for (const Checkpoint* one : chosen) {
    names.append(QStringLiteral("%1@%2:%3:%4")
                     .arg(one->stage)
                     .arg(one->step)
                     .arg(one->bytes)
                     .arg(one->modified, 0, 'f', 3));
  }
  return names.join(QLatin1Char(' '));
}

QList<quint64> seedsFromText(const QString& text, qsizetype most) {
  QList<quint64> seeds;
  QSet<quint64> seen;
  for (const QString& piece : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    const QStringList ends = piece.trimmed().split(QLatin1Char('-'));
    bool fromGood = false;
    bool toGood = false;
    const quint64 from = ends.first().trimmed().toULongLong(&fromGood);
    const quint64 to = ends.last().trimmed().toULongLong(&toGood);
    if (ends.size() > 2 || !fromGood || !toGood || to < from ||
        to - from >= static_cast<quint64>(most)) {
      return {};
    }
    for (quint64 seed = from; seed <= to; ++seed) {
      if (seen.contains(seed)) continue;
      if (seeds.size() >= most) return {};
      seen.insert(seed);
      seeds.append(seed);
    }
  }
  return seeds;
}

QString textFromSeeds(const QList<quint64>& seeds) {
  QStringList pieces;
  for (qsizetype i = 0; i < seeds.size();) {
    qsizetype end = i;
    while (end + 1 < seeds.size() && seeds[end + 1] == seeds[end] + 1) ++end;
    pieces.append(end == i ? QString::number(seeds[i])
                           : QStringLiteral("%1-%2").arg(seeds[i]).arg(seeds[end]));
    i = end + 1;
  }
  return pieces.join(QStringLiteral(", "));
}

}  // namespace unroll::ui
