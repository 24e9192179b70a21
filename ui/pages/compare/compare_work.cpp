// What the compare page has done elsewhere: reading measures, training the counterpart, asking
// people.
#include <memory>

#include <QClipboard>
#include <QGuiApplication>
#include <QRandomGenerator>
#include <QTabWidget>

#include "ui/engine_client/engine_launcher.h"
#include "ui/model/background.h"
#include "ui/model/checkpoints.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/compare/blind_dialog.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/compare/measure_panel.h"
#include "ui/pages/compare/setting_panel.h"

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
    showCurves();
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
  const QTableWidget& table = measures ? static_cast<const QTableWidget&>(measurePanel_->table())
                                       : static_cast<const QTableWidget&>(settingPanel_->table());
  if (table.rowCount() == 0) {
    if (context_.notices != nullptr)
      context_.notices->info(tr("There are no numbers to copy: measure the runs first."));
    return;
  }
  QGuiApplication::clipboard()->setText(tableText(table));
}

QString ComparePage::whyNotBlind() const {
  const QList<Recipe> recipes = recipesOfRuns();
  // A run that was taken away since has no recipe.
  if (runs_.size() < 2 || recipes.size() != runs_.size() || context_.serve == nullptr)
    return tr("A blind test needs two runs.");
  for (int i = 0; i < 2; ++i) {
    if (shownSteps_.value(runs_[i], -1) < 0)
      return tr("A blind test needs a checkpoint of stage %1 of %2.").arg(stage()).arg(runs_[i]);
  }
  // A larger or longer clip would tell which run it is.
  const QString unlike =
      unlikeMeasures(runs_.first(2), recipes.first(2), QList<QStringList>(), stage());
  return unlike.isEmpty() ? QString() : tr("The test would not be blind. %1").arg(unlike);
}

void ComparePage::openBlindTest() {
  changed();
  if (const QString why = whyNotBlind(); !why.isEmpty()) {
    if (context_.notices != nullptr) context_.notices->error(why);
    return;
  }
  clock_.pause();
  BlindDialog::Setup setup;
  setup.project = context_.project->path();
  setup.folder = context_.project->exportsFolder();
  setup.baseline = {runs_[0], shownSteps_.value(runs_[0])};
  setup.other = {runs_[1], shownSteps_.value(runs_[1])};
  setup.stage = stage();
  setup.firstSeed = quint64(context_.cursors->seed());
  setup.shuffle = QRandomGenerator::global()->generate();
  auto* dialog = new BlindDialog(*context_.serve, setup, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (context_.notices != nullptr) {
    connect(dialog, &BlindDialog::failed, context_.notices,
            [notices = context_.notices](const QString& sentence) { notices->error(sentence); });
  }
  dialog->open();
}

}  // namespace unroll::ui
