#include "ui/pages/train/memory_remedy.h"

#include <algorithm>

#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/model/checkpoints.h"
#include "ui/model/run_model.h"
#include "ui/model/setting_rows.h"

namespace unroll::ui {
namespace {

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

/// Half of what was asked for in twice as many passes: what is left to try without a word.
QStringList halvedBatch(const RunModel& run) {
  const auto& stages = run.recipe().stages;
  // A joint training takes the last stage's.
  const size_t number = run.stage() == 0 ? stages.size() : static_cast<size_t>(run.stage());
  if (number < 1 || number > stages.size() || stages[number - 1].batch < 2) return {};
  const StageRecipe& stage = stages[number - 1];
  const int64_t half = stage.batch / 2;
  const int64_t passes = (stage.batch * stage.accumulation + half - 1) / half;
  return {QStringLiteral("stage%1.batch=%2").arg(number).arg(half),
          QStringLiteral("stage%1.accumulation=%2").arg(number).arg(passes)};
}

/// The newest checkpoint of the training that failed; -1: it has none.
qint64 stepOf(const RunModel& run) {
  qint64 step = -1;
  for (const Checkpoint& checkpoint : run.checkpoints()) {
    if (checkpoint.stage == stageName(run.stage())) step = std::max(step, checkpoint.step);
  }
  return step;
}

}  // namespace

QStringList batchSettingsIn(const QString& sentence) {
  static const QRegularExpression kSetting(
      QStringLiteral("\\bstage\\d+\\.(?:batch|accumulation)=\\d+\\b"));
  QStringList words;
  for (auto found = kSetting.globalMatch(sentence); found.hasNext();)
    words << found.next().captured();
  return words;
}

std::optional<MemoryRemedy> memoryRemedy(const RunModel& run, const QString& project,
                                         const QString& stages, const QStringList& taken) {
  MemoryRemedy remedy;
  TrainingStart& start = remedy.start;
  start.settings = run.diedSilently() ? halvedBatch(run) : batchSettingsIn(run.failure());
  if (start.settings.isEmpty()) return std::nullopt;
  start.project = project;
  const QString words = start.settings.join(QStringLiteral(", "));
  const qint64 step = stepOf(run);
  if (step < 0) {
    start.run = run.name();
    start.resume = true;
    start.stage = stages;
    remedy.about =
        tr("'%1' goes on with %2; nothing of this stage was trained yet.").arg(start.run, words);
  } else {
    start.run = freeRunName(run.name(), taken);
    start.from = QStringLiteral("%1@%2").arg(run.name()).arg(step);
    // A branch goes on in the first stage it trains: those below come from its parent.
    const bool all = stages == QLatin1String("all");
    start.stage = all && run.stage() == 1 ? stages
                  : run.stage() == 0      ? stageName(0)
                                          : QString::number(run.stage());
    remedy.about = tr("The run '%1' begins at step %L2 of '%3' with %4; '%3' stays as it is.")
                       .arg(start.run)
                       .arg(step)
                       .arg(run.name(), words);
    if (all && run.stage() > 1 && static_cast<size_t>(run.stage()) < run.recipe().stages.size()) {
      remedy.about +=
          u' ' + tr("It trains stage %1 only, not the stages above it.").arg(run.stage());
    }
  }
  const QString batch = start.settings.first().section(u'=', 1);
  remedy.button = tr("Go on with batches of %1").arg(batch);
  return remedy;
}

}  // namespace unroll::ui
