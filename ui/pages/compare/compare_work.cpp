// What the compare page has done elsewhere: reading measures, measuring, training the counterpart.
#include <memory>

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include "ui/engine_client/engine_launcher.h"
#include "ui/export/job_queue.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/compare_page.h"

namespace unroll::ui {

void ComparePage::readAllMeasures() {
  if (reading_) {
    readAgain_ = true;
    return;
  }
  QStringList folders;
  for (const QString& name : std::as_const(runs_)) {
    if (const RunInfo* info = context_.project->runInfo(name)) folders << info->folder;
  }
  if (folders.isEmpty()) return;
  reading_ = true;
  using Found = QHash<QString, QList<MeasureRecord>>;
  auto promise = std::make_shared<QPromise<Found>>();
  auto* watcher = new QFutureWatcher<Found>(this);
  connect(watcher, &QFutureWatcher<Found>::finished, this, [this, watcher] {
    watcher->deleteLater();
    reading_ = false;
    measures_ = watcher->result();
    showLines();
    showTables();
    if (std::exchange(readAgain_, false)) readAllMeasures();
  });
  watcher->setFuture(promise->future());
  promise->start();
  QThreadPool::globalInstance()->start([promise, folders, names = runs_] {
    Found found;
    for (qsizetype i = 0; i < folders.size(); ++i) found[names[i]] = readMeasures(folders[i]);
    promise->addResult(found);
    promise->finish();
  });
}

void ComparePage::trainCounterpart() {
  if (context_.launcher == nullptr || runs_.isEmpty()) return;
  const QString base = runs_.front();
  const RunInfo* info = context_.project->runInfo(base);
  if (info == nullptr) return;
  const auto made = counterpartOf(context_.project->path(), context_.project->recipe(), *info,
                                  isJoint(base), context_.project->runNames());
  if (!made) return;
  const auto pid = context_.launcher->startTraining(made->start);
  if (context_.notices == nullptr) return;
  if (!pid) return context_.notices->error(QString::fromStdString(pid.error().message));
  const QString name = made->start.run;
  context_.notices->info(
      made->matching
          ? tr("%1 is being trained: all as in %2, with the matching critic.").arg(name, base)
          : tr("%1 is being trained: all as in %2, without the matching critic.").arg(name, base),
      tr("Show"), [cursors = context_.cursors, name] { cursors->setRun(name); });
  context_.project->refresh();
}

void ComparePage::measureMissing() {
  if (context_.jobs == nullptr) return;
  int queued = 0;
  for (const QString& name : std::as_const(runs_)) {
    const qint64 step = shownSteps_.value(name, -1);
    const MeasureRecord* record = measuresAt(measures_.value(name), stage(), step);
    if (step < 0 || (record != nullptr && record->step == step)) continue;
    Job job;
    job.kind = QStringLiteral("evaluate");
    job.title = tr("measures of %1, stage %2, step %3").arg(name).arg(stage()).arg(step);
    job.output = QStringLiteral("%1/measures-%2-stage%3-step-%4.json")
                     .arg(context_.project->exportsFolder(), name)
                     .arg(stage())
                     .arg(step);
    job.arguments = QStringList{QStringLiteral("evaluate"), context_.project->path(),
                                QStringLiteral("--run"),    name,
                                QStringLiteral("--at"),     QString::number(step),
                                QStringLiteral("--stage"),  QString::number(stage()),
                                QStringLiteral("--out"),    job.output};
    if (context_.jobs->isPromised(job.output)) continue;
    if (!context_.jobs->add(job).isEmpty()) ++queued;
  }
  if (context_.notices == nullptr) return;
  if (queued > 0) {
    context_.notices->info(
        tr("%n measurement(s) queued; the Jobs page shows them.", nullptr, queued));
  } else if (!context_.jobs->problem().isEmpty()) {
    context_.notices->error(context_.jobs->problem());
  }
}

}  // namespace unroll::ui
