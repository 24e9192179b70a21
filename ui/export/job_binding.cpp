#include "ui/export/job_binding.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

#include "ui/export/job_queue.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"

namespace unroll::ui {
namespace {

// Free functions: the translations name them by their namespace.
QString tr(const char* text) { return QCoreApplication::translate("unroll::ui", text); }

}  // namespace

QString openingWord(const Job& job) {
  if (job.kind == QLatin1String("report")) return tr("Open");
  const bool plays = job.kind == QLatin1String("export") && !QFileInfo(job.output).isDir();
  return plays ? tr("Play") : QString();
}

void bindJobs(JobQueue& jobs, ProjectModel& project, Notices& notices) {
  QObject::connect(&project, &ProjectModel::opened, &jobs,
                   [&jobs, &project] { jobs.setProject(project.path()); });
  QObject::connect(&project, &ProjectModel::closed, &jobs, [&jobs] { jobs.setProject({}); });
  QObject::connect(&jobs, &JobQueue::problemChanged, &notices, [&jobs, &notices] {
    if (!jobs.problem().isEmpty()) notices.error(jobs.problem());
  });
  QObject::connect(&jobs, &JobQueue::jobEnded, &notices, [&jobs, &notices](const QString& id) {
    const Job* job = jobs.job(id);
    if (job == nullptr) return;
    const QString output = job->output;
    if (job->state == JobState::Done) {
      const QString word = openingWord(*job);
      const auto use = word.isEmpty() ? showInFolder : openWithDesktop;
      notices.done(tr("%1 is done.").arg(job->title), word.isEmpty() ? tr("Show") : word,
                   [output, use, &notices] { use(output, &notices); });
    } else if (job->state == JobState::Failed) {
      notices.error(tr("%1 failed: %2").arg(job->title, job->error), tr("Retry"),
                    [id, &jobs] { jobs.retry(id); });
    }
  });
  if (project.isOpen()) jobs.setProject(project.path());
}

void sayWritten(const QString& path, Notices& notices) {
  notices.done(tr("%1 was written.").arg(QFileInfo(path).fileName()), tr("Show"),
               [path, &notices] { showInFolder(path, &notices); });
}

void openWithDesktop(const QString& path, Notices* notices) {
  if (QDesktopServices::openUrl(QUrl::fromLocalFile(path)) || notices == nullptr) return;
  notices->error(tr("No program opens '%1': open it from your file manager.").arg(path));
}

void showInFolder(const QString& path, Notices* notices) {
  const QFileInfo info(path);
  openWithDesktop(info.isDir() ? path : info.absolutePath(), notices);
}

}  // namespace unroll::ui
