// What the compare page has done elsewhere: reading measures, measuring, training the counterpart.
#include <memory>

#include <QClipboard>
#include <QGuiApplication>
#include <QTabWidget>

#include "ui/engine_client/engine_launcher.h"
#include "ui/export/job_queue.h"
#include "ui/model/background.h"
#include "ui/model/checkpoints.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/compare/compare_tables.h"

namespace unroll::ui {

void ComparePage::readAllMeasures() {
  if (!isVisible()) return;
  if (reading_) {
    readAgain_ = true;
    return;
  }
  QHash<QString, QString> folders;
  for (const QString& name : std::as_const(runs_)) {
    if (const RunInfo* info = context_.project->runInfo(name)) folders.insert(name, info->folder);
  }
  if (folders.isEmpty()) return;
  reading_ = true;
  using Found = QHash<QString, QList<MeasureRecord>>;
  const auto read = [folders] {
    Found found;
    for (auto run = folders.begin(); run != folders.end(); ++run) {
      found[run.key()] = readMeasures(run.value());
    }
    return found;
  };
  inBackground(this, read, [this](const Found& found) {
    reading_ = false;
    measures_ = found;
    showLines();
    showTables();
    if (std::exchange(readAgain_, false)) readAllMeasures();
  });
}

void ComparePage::trainCounterpart() {
  if (context_.launcher == nullptr || runs_.isEmpty()) return;
  const QString base = runs_.front();
  const RunInfo* info = context_.project->runInfo(base);
  if (info == nullptr) return;
  const RunModel* model = run(base);
  const auto made = counterpartOf(context_.project->path(), context_.project->recipe(), *info,
                                  model != nullptr && isJoint(model->checkpoints()),
                                  context_.project->runNames());
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

void ComparePage::copyNumbers() {
  const bool measures = tabs_->currentIndex() == 0;
  const QTableWidget& table = measures ? static_cast<const QTableWidget&>(*measureTable_)
                                       : static_cast<const QTableWidget&>(*settingTable_);
  if (table.rowCount() == 0) {
    if (context_.notices != nullptr)
      context_.notices->info(tr("There are no numbers to copy: measure the runs first."));
    return;
  }
  QGuiApplication::clipboard()->setText(tableText(table));
}

void ComparePage::measureMissing() {
  if (context_.jobs == nullptr) return;
  int queued = 0;
  for (const QString& name : std::as_const(runs_)) {
    const qint64 step = shownSteps_.value(name, -1);
    const MeasureRecord* record = recordOf(name);
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
