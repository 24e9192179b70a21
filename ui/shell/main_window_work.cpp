// What the menus' actions do with the open project: files that are written, settings, reports.
#include <utility>

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QTimer>

#include "ui/engine_client/trainer_client.h"
#include "ui/export/job_binding.h"
#include "ui/export/pack_dialog.h"
#include "ui/export/report_dialog.h"
#include "ui/model/background.h"
#include "ui/model/cursors.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/model/run_state.h"
#include "ui/pages/page.h"
#include "ui/plots/plot_dialog.h"
#include "ui/plots/plot_view.h"
#include "ui/shell/desktop_message.h"
#include "ui/shell/main_window.h"
#include "ui/shell/model_dialog.h"
#include "ui/shell/problem_report.h"
#include "ui/shell/project_dialog.h"
#include "ui/shell/save_as_dialog.h"
#include "ui/shell/session.h"

namespace unroll::ui {

void MainWindow::savePlot() {
  const Page* shown = pages_.value(current_);
  const QList<PlotView*> plots =
      shown == nullptr ? QList<PlotView*>() : PlotDialog::plotsOn(*shown);
  if (plots.isEmpty()) {
    context_.notices->info(
        tr("There is no plot with points on this page: the Train and Compare pages have some."));
    return;
  }
  PlotView* first = plots.first();
  for (PlotView* plot : plots) {
    if (plot->isAncestorOf(focusWidget())) first = plot;
  }
  auto* dialog = new PlotDialog(plots, first, this);
  connect(dialog, &PlotDialog::saved, context_.notices,
          [this](const QString& path) { sayWritten(path, *context_.notices); });
  connect(dialog, &PlotDialog::failed, context_.notices,
          [this](const QString& sentence) { context_.notices->error(sentence); });
  dialog->open();
}

void MainWindow::writeReport() {
  if (context_.project->runNames().isEmpty()) {
    context_.notices->info(
        tr("There is no run to report on yet: train one on the Train page first."));
    return;
  }
  auto* dialog = new ReportDialog(context_.project->path(), *context_.jobs, this);
  connect(dialog, &ReportDialog::queued, this, &MainWindow::jobQueued);
  dialog->open();
}

void MainWindow::packModel() {
  const RunModel* run = context_.project->run(context_.cursors->run());
  if (run == nullptr || run->checkpoints().isEmpty()) {
    context_.notices->info(
        tr("There is no trained network to pack yet: the run needs a checkpoint of every stage."));
    return;
  }
  auto* dialog = new PackDialog(context_.project->path(), run->name(), *context_.jobs, this);
  connect(dialog, &PackDialog::queued, this, &MainWindow::jobQueued);
  dialog->open();
}

void MainWindow::jobQueued() {
  context_.notices->info(tr("It is in the queue; the bar at the bottom says how far it is."),
                         tr("Show"), [this] { showPage(QStringLiteral("jobs")); });
}

void MainWindow::chooseModel() {
  openModel(QFileDialog::getOpenFileName(this, tr("Open a packed model"), {},
                                         tr("Packed models (*.safetensors)")));
}

void MainWindow::openModel(const QString& path) {
  if (path.isEmpty()) return;
  inBackground(
      this, [path] { return readModelCard(path); },
      [this](const Result<ModelCard>& card) {
        if (!card) return context_.notices->error(QString::fromStdString(card.error().message));
        (new ModelDialog(context_, *card, this))->open();
      });
}

void MainWindow::followTraining(protocol::RunState state) {
  const bool ended = std::exchange(trained_, isAtWork(state)) && !trained_;
  const QString run = QFileInfo(context_.trainer->runFolder()).fileName();
  const auto show = [this] { showPage(QStringLiteral("train")); };
  if (ended && state == protocol::RunState::Finished)
    context_.notices->done(tr("Training %1 is finished.").arg(run), tr("Show"), show);
  // The reason follows the state.
  if (ended && state == protocol::RunState::Failed) {
    QTimer::singleShot(0, this, [this, run, show] {
      const auto& failure = context_.trainer->lastFailure();
      const QString why = failure ? QString::fromStdString(failure->message) : QString();
      context_.notices->error(tr("Training %1 failed. %2").arg(run, why), tr("Show"), show);
    });
  }
}

void MainWindow::tellOutside(const Notice& notice) {
  // Whoever looks at a window of the program sees the toast, or will in a moment.
  if (QApplication::activeWindow() != nullptr || notice.kind == Notice::Kind::Info) return;
  QApplication::alert(this);
  tellDesktop(notice.sentence);
}

void MainWindow::savePages() {
  for (Page* page : findChildren<Page*>()) page->saveNow();
}

void MainWindow::saveAll() {
  savePages();
  session_->save();
  context_.notices->done(
      tr("All is saved: every change is written down when it is made, and undone with Undo."));
}

void MainWindow::saveAs() {
  if (isBusy()) {
    context_.notices->info(
        tr("An export or import is at work in this project: save the copy when it is done."));
    return;
  }
  savePages();  // What is being edited belongs into the copy.
  auto* dialog = new SaveAsDialog(context_, this);
  connect(dialog, &SaveAsDialog::made, this, [this](const QString& path) {
    context_.notices->done(tr("The copy '%1' was made.").arg(path));
    openProject(path);
  });
  dialog->open();
}

void MainWindow::showProjectSettings() {
  auto* dialog = new ProjectDialog(context_, this);
  connect(dialog, &ProjectDialog::recipeWanted, this, [this] {
    showPage(QStringLiteral("train"));
    page(QStringLiteral("train"))->showPart(QStringLiteral("recipe"));
  });
  dialog->open();
}

void MainWindow::reportProblem() { (new ProblemReport(context_, this))->open(); }

}  // namespace unroll::ui
