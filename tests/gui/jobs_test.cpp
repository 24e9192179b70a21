#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "gui/support.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/export/job_binding.h"
#include "ui/export/job_queue.h"
#include "ui/model/notices.h"
#include "ui/model/project_model.h"
#include "ui/model/studio_context.h"
#include "ui/pages/jobs/job_row.h"
#include "ui/pages/jobs/jobs_page.h"

namespace unroll::ui {
namespace {

Job job(const QString& title, JobState state) {
  Job made;
  made.id = title;
  made.kind = QStringLiteral("export");
  made.title = title;
  made.arguments = {QStringLiteral("export")};
  made.output = QStringLiteral("/nowhere/") + title;
  made.state = state;
  return made;
}

/// A project whose queue was left by another window: one job done, one failed, two that wait, all
/// paused.
struct Place {
  QTemporaryDir folder;
  EngineLauncher launcher{QStringLiteral("/nowhere/unroll"), nullptr};
  JobQueue jobs{launcher};
  Notices notices;
  StudioContext context;

  Place() {
    Job done = job(QStringLiteral("done.mp4"), JobState::Done);
    done.output = folder.filePath(QStringLiteral("done.mp4"));
    QFile file(done.output);
    if (!file.open(QIODevice::WriteOnly)) qFatal("The video cannot be written.");
    done.total = 48;
    done.bytes = 2'100'000;
    Job failed = job(QStringLiteral("failed.mp4"), JobState::Failed);
    failed.error = QStringLiteral("The disk is full.");
    QJsonArray list;
    for (const Job& one : {done, failed, job(QStringLiteral("a.mp4"), JobState::Waiting),
                           job(QStringLiteral("b.mp4"), JobState::Waiting)}) {
      list.append(toJson(one));
    }
    QDir(folder.path()).mkpath(QStringLiteral("exports"));
    QFile queue(folder.filePath(QStringLiteral("exports/queue.json")));
    if (!queue.open(QIODevice::WriteOnly)) qFatal("The queue cannot be written.");
    queue.write(
        QJsonDocument(QJsonObject{{QStringLiteral("paused"), true}, {QStringLiteral("jobs"), list}})
            .toJson());
    queue.close();
    context.jobs = &jobs;
    context.notices = &notices;
    jobs.setProject(folder.path());
  }
};

JobRow* rowOf(const JobsPage& page, const QString& id) {
  for (JobRow* row : page.findChildren<JobRow*>()) {
    if (row->id() == id) return row;
  }
  return nullptr;
}

bool offers(const JobRow* row, const char* button) {
  return !row->findChild<QToolButton*>(QLatin1String(button))->isHidden();
}

QString textOf(const JobRow* row, const char* label) {
  return row->findChild<QLabel*>(QLatin1String(label))->text();
}

}  // namespace

class JobsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachStateOffersWhatMakesSense() {
    const Place place;
    StudioContext context = place.context;
    JobsPage page(context, nullptr);
    const JobRow* done = rowOf(page, QStringLiteral("done.mp4"));
    QVERIFY(offers(done, "jobPlay") && offers(done, "jobShow") && offers(done, "jobRemove"));
    QVERIFY(!offers(done, "jobCancel") && !offers(done, "jobPause"));
    QVERIFY(textOf(done, "jobDetail").contains(QStringLiteral("2.1 MB")));
    const JobRow* failed = rowOf(page, QStringLiteral("failed.mp4"));
    QVERIFY(offers(failed, "jobRetry") && !offers(failed, "jobPlay"));
    QCOMPARE(textOf(failed, "jobDetail"), QStringLiteral("The disk is full."));
    const JobRow* first = rowOf(page, QStringLiteral("a.mp4"));
    const JobRow* last = rowOf(page, QStringLiteral("b.mp4"));
    QVERIFY(offers(first, "jobDown") && !offers(first, "jobUp"));
    QVERIFY(offers(last, "jobUp") && !offers(last, "jobDown"));
    const QStringList unnamed = test::unnamedWidgets(page);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char('\n'))));
  }

  void buttonsWorkTheQueue() {
    Place place;
    JobsPage page(place.context, nullptr);
    page.show();
    rowOf(page, QStringLiteral("b.mp4"))->findChild<QToolButton*>(QStringLiteral("jobUp"))->click();
    QCOMPARE(place.jobs.jobs()[2].title, QStringLiteral("b.mp4"));
    rowOf(page, QStringLiteral("b.mp4"))
        ->findChild<QToolButton*>(QStringLiteral("jobPause"))
        ->click();
    QCOMPARE(textOf(rowOf(page, QStringLiteral("b.mp4")), "jobState"), QStringLiteral("Paused"));
    rowOf(page, QStringLiteral("a.mp4"))
        ->findChild<QToolButton*>(QStringLiteral("jobCancel"))
        ->click();
    QCOMPARE(textOf(rowOf(page, QStringLiteral("a.mp4")), "jobState"), QStringLiteral("Cancelled"));
    test::named<QPushButton>(page, "clearEndedJobs")->click();
    QCOMPARE(place.jobs.jobs().size(), 1);
    QTRY_COMPARE(page.findChildren<JobRow*>().size(), 1);
  }

  void aMissingEngineIsSaidOnTheJob() {
    Place place;
    JobsPage page(place.context, nullptr);
    page.show();
    test::named<QPushButton>(page, "pauseAllJobs")->click();  // It says "Go on with all".
    QTRY_COMPARE(textOf(rowOf(page, QStringLiteral("a.mp4")), "jobState"),
                 QStringLiteral("Failed"));
    QVERIFY(!textOf(rowOf(page, QStringLiteral("a.mp4")), "jobDetail").isEmpty());
  }

  void anEmptyQueueSaysHowToFillIt() {
    const QTemporaryDir folder;
    EngineLauncher launcher;
    JobQueue jobs(launcher);
    jobs.setProject(folder.path());
    StudioContext context;
    context.jobs = &jobs;
    JobsPage page(context, nullptr);
    page.show();
    QVERIFY(test::named<QLabel>(page, "jobsEmpty")->isVisible());
    QVERIFY(test::named<QLabel>(page, "jobsEmpty")->text().contains(QStringLiteral("Ctrl+E")));
  }

  void theEndOfAJobIsAToast() {
    Place place;
    ProjectModel project;
    bindJobs(place.jobs, project, place.notices);
    place.jobs.setAllPaused(false);
    QTRY_VERIFY(place.notices.all().size() >= 2);
    QVERIFY(place.notices.all()[0].sentence.contains(QStringLiteral("a.mp4 failed")));
    QCOMPARE(place.notices.all()[0].actionText, QStringLiteral("Retry"));
  }

  void progressIsSaidInNumbers() {
    Job running = job(QStringLiteral("x"), JobState::Running);
    running.started = 1;
    running.done = 54;
    running.total = 128;
    running.bytes = 2'100'000;
    running.secondsLeft = 3.2;
    QCOMPARE(jobDetail(running), QStringLiteral("frame 54/128   2.1 MB   3 s left"));
    running.secondsLeft = 3700;
    QVERIFY(jobDetail(running).endsWith(QStringLiteral("1 h 2 min left")));
    running.secondsLeft = -1;
    QVERIFY(jobDetail(running).endsWith(QStringLiteral("measuring")));
  }
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::JobsTest)
#include "jobs_test.moc"
