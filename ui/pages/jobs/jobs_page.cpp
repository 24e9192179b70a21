#include "ui/pages/jobs/jobs_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/studio_context.h"
#include "ui/pages/jobs/job_row.h"
#include "ui/theme/theme.h"

namespace unroll::ui {

JobsPage::JobsPage(StudioContext& context, QWidget* parent)
    : Page(parent),
      context_(context),
      jobs_(context.jobs),
      empty_(new QLabel(this)),
      problem_(new QLabel(this)),
      pauseAll_(new QPushButton(this)),
      removeEnded_(new QPushButton(tr("Clear the ended"), this)) {
  setObjectName(QStringLiteral("jobsPage"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::kPageMargin, Theme::kPageMargin, Theme::kPageMargin,
                             Theme::kPageMargin);
  layout->setSpacing(Theme::kGroupGap);
  auto* heading = new QHBoxLayout;
  auto* name = new QLabel(tr("Jobs"), this);
  name->setFont(Theme::titleFont());
  heading->addWidget(name, 1);
  pauseAll_->setObjectName(QStringLiteral("pauseAllJobs"));
  removeEnded_->setObjectName(QStringLiteral("clearEndedJobs"));
  removeEnded_->setAccessibleName(tr("Take all ended jobs off the list"));
  heading->addWidget(removeEnded_);
  heading->addWidget(pauseAll_);
  layout->addLayout(heading);
  for (QLabel* label : {problem_, empty_}) {
    label->setWordWrap(true);
    layout->addWidget(label);
  }
  problem_->setObjectName(QStringLiteral("jobsProblem"));
  empty_->setObjectName(QStringLiteral("jobsEmpty"));
  empty_->setText(
      tr("Nothing is queued. Choose Export Video (Ctrl+E) on the Samples page to make a file of "
         "what you see."));
  auto* inside = new QWidget;
  rows_ = new QVBoxLayout(inside);
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(Theme::kGap);
  rows_->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(QStringLiteral("jobsScroll"));
  scroll->setAccessibleName(tr("List of jobs"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(inside);
  layout->addWidget(scroll, 1);

  auto* pause = new QAction(tr("Pause All Jobs"), this);
  pause->setObjectName(QStringLiteral("actionPauseJobs"));
  pause->setProperty("menu", QStringLiteral("Export"));
  pause->setCheckable(true);
  actions_.append(pause);
  connect(pause, &QAction::triggered, jobs_, &JobQueue::setAllPaused);
  connect(pauseAll_, &QPushButton::clicked, jobs_,
          [this] { jobs_->setAllPaused(!jobs_->allPaused()); });
  connect(removeEnded_, &QPushButton::clicked, jobs_, &JobQueue::removeEnded);
  connect(jobs_, &JobQueue::listChanged, this, [this, pause] {
    pause->setChecked(jobs_->allPaused());
    list();
  });
  connect(jobs_, &JobQueue::jobChanged, this, &JobsPage::refreshRow);
  connect(jobs_, &JobQueue::problemChanged, this, &JobsPage::list);
  pause->setChecked(jobs_->allPaused());
  list();
}

QString JobsPage::title() const { return tr("Jobs"); }
QIcon JobsPage::icon() const { return Theme::icon("jobs"); }

void JobsPage::list() {
  for (auto row = byId_.begin(); row != byId_.end();) {
    if (jobs_->job(row.key()) == nullptr) {
      row.value()->deleteLater();
      row = byId_.erase(row);
    } else {
      ++row;
    }
  }
  int place = 0;
  bool ended = false;
  for (const Job& job : jobs_->jobs()) {
    if (!byId_.contains(job.id)) byId_.insert(job.id, makeRow(job.id));
    rows_->removeWidget(byId_[job.id]);
    rows_->insertWidget(place++, byId_[job.id]);
    refreshRow(job.id);
    ended = ended || !job.isActive();
  }
  empty_->setVisible(jobs_->jobs().isEmpty());
  problem_->setText(jobs_->problem());
  problem_->setVisible(!jobs_->problem().isEmpty());
  pauseAll_->setText(jobs_->allPaused() ? tr("Go on with all") : tr("Pause all"));
  pauseAll_->setAccessibleName(pauseAll_->text());
  pauseAll_->setVisible(jobs_->activeCount() > 0 || jobs_->allPaused());
  removeEnded_->setVisible(ended);
}

void JobsPage::refreshRow(const QString& id) {
  const Job* job = jobs_->job(id);
  JobRow* row = byId_.value(id);
  if (job == nullptr || row == nullptr) return;
  // First and last among those that can still change places.
  QStringList waiting;
  for (const Job& one : jobs_->jobs()) {
    if (one.isActive() && &one != jobs_->running()) waiting.append(one.id);
  }
  row->showJob(*job, waiting.isEmpty() || waiting.first() == id,
               waiting.isEmpty() || waiting.last() == id);
  const bool ended = std::any_of(jobs_->jobs().begin(), jobs_->jobs().end(),
                                 [](const Job& one) { return !one.isActive(); });
  removeEnded_->setVisible(ended);
  pauseAll_->setVisible(jobs_->activeCount() > 0 || jobs_->allPaused());
}

JobRow* JobsPage::makeRow(const QString& id) {
  auto* row = new JobRow(id, this);
  connect(row, &JobRow::pauseAsked, jobs_, [this, id] { jobs_->pause(id); });
  connect(row, &JobRow::resumeAsked, jobs_, [this, id] { jobs_->resume(id); });
  connect(row, &JobRow::moveAsked, jobs_, [this, id](int places) { jobs_->move(id, places); });
  connect(row, &JobRow::cancelAsked, jobs_, [this, id] { jobs_->cancel(id); });
  connect(
      row, &JobRow::retryAsked, jobs_, [this, id] { jobs_->retry(id); }, Qt::QueuedConnection);
  connect(
      row, &JobRow::removeAsked, jobs_, [this, id] { jobs_->remove(id); }, Qt::QueuedConnection);
  connect(row, &JobRow::playAsked, this, [this, id] {
    if (const Job* job = jobs_->job(id)) openWithDesktop(job->output, context_.notices);
  });
  connect(row, &JobRow::folderAsked, this, [this, id] {
    if (const Job* job = jobs_->job(id)) showInFolder(job->output, context_.notices);
  });
  connect(row, &JobRow::logAsked, this, [this, id] { showLog(id); });
  return row;
}

void JobsPage::showLog(const QString& id) {
  const Job* job = jobs_->job(id);
  if (job == nullptr) return;
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("What the Engine Said"), job->log.right(4000),
                              QMessageBox::Close, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextInteractionFlags(Qt::TextSelectableByMouse);
  box->open();
}

}  // namespace unroll::ui
