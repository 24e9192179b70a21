#include <signal.h>

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QLockFile>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QtTest>

#include "gui/player_clips.h"
#include "gui/support.h"
#include "protocol/built_in_recipes.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/export/export_dialog.h"
#include "ui/export/export_settings.h"
#include "ui/export/job_queue.h"

namespace unroll::ui {
namespace {

/// An engine that does as the words of its command line say: "slow" waits for PROJECT/go, "fail"
/// refuses, and whatever follows --out is written.
constexpr const char* kEngine = R"(#!/bin/sh
out=""; mode="$2"
while [ $# -gt 0 ]; do
  if [ "$1" = "--out" ]; then out="$2"; fi
  shift
done
folder=$(dirname "$0")
echo '{"title":"Exporting","done":1,"total":4,"secondsLeft":3}' >&2
if [ "$mode" = "fail" ]; then
  echo '{"error":{"kind":"not_found","message":"There is no such run."}}'
  exit 4
fi
if [ "$mode" = "slow" ]; then
  trap 'exit 130' TERM INT
  while [ ! -e "$folder/go" ]; do sleep 0.02; done
fi
echo video > "$out"
echo '{"note":"one column was repeated"}'
)";

struct Place {
  QTemporaryDir folder;
  QString project = folder.filePath(QStringLiteral("project"));

  Place() {
    QDir().mkpath(project);
    QFile file(engine());
    if (!file.open(QIODevice::WriteOnly)) qFatal("The engine's script cannot be written.");
    file.write(kEngine);
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
  }
  QString engine() const { return folder.filePath(QStringLiteral("engine")); }
  void letSlowJobsEnd() const {
    QFile go(folder.filePath(QStringLiteral("go")));
    if (!go.open(QIODevice::WriteOnly)) qFatal("The sign for the engine cannot be written.");
  }
  Job job(const QString& mode, const QString& name) const {
    Job job;
    job.kind = QStringLiteral("export");
    job.title = name;
    job.output = folder.filePath(name);
    job.arguments = {QStringLiteral("export"), mode, QStringLiteral("--out"), job.output};
    return job;
  }
};

/// A place whose queue is worked through.
struct Office : Place {
  EngineLauncher launcher{engine(), nullptr};
  JobQueue queue{launcher};

  Office() { queue.setProject(project); }
};

QString stateOf(const JobQueue& queue, const QString& id) {
  const Job* job = queue.job(id);
  return job == nullptr ? QStringLiteral("gone") : jobStateKey(job->state);
}

QStringList titles(const JobQueue& queue) {
  QStringList list;
  for (const Job& job : queue.jobs()) list.append(job.title);
  return list;
}

ExportSource sourceIn(const QString& project) {
  ExportSource source;
  source.project = project;
  source.run = QStringLiteral("first");
  source.step = 1366;
  source.recipe = *builtInRecipe("demo-32");
  source.trainedStages = 2;
  source.seed = 17;
  source.frames = 48;
  return source;
}

}  // namespace

class ExportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void jobsRunOneAtATimeAndTellTheirEnd() {
    Office place;
    JobQueue& queue = place.queue;
    QSignalSpy ended(&queue, &JobQueue::jobEnded);
    const QString slow = queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a.mp4")));
    const QString fast = queue.add(place.job(QStringLiteral("fast"), QStringLiteral("b.mp4")));
    const QString bad = queue.add(place.job(QStringLiteral("fail"), QStringLiteral("c.mp4")));
    QTRY_COMPARE(queue.job(slow)->done, 1);
    QCOMPARE(stateOf(queue, slow), QStringLiteral("running"));
    QCOMPARE(stateOf(queue, fast), QStringLiteral("waiting"));
    QCOMPARE(queue.summary(), QStringLiteral("export 1/3  25 %"));
    place.letSlowJobsEnd();
    QTRY_COMPARE(ended.count(), 3);
    QCOMPARE(stateOf(queue, slow), QStringLiteral("done"));
    QCOMPARE(stateOf(queue, fast), QStringLiteral("done"));
    QTRY_COMPARE(queue.job(fast)->bytes, 6);
    QCOMPARE(queue.job(fast)->note, QStringLiteral("one column was repeated"));
    QCOMPARE(stateOf(queue, bad), QStringLiteral("failed"));
    QCOMPARE(queue.job(bad)->error, QStringLiteral("There is no such run."));
    QCOMPARE(queue.summary(), QString());
  }

  void whatIsWrittenSoFarIsMeasured() {
    Office place;
    JobQueue& queue = place.queue;
    const QString id = queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a.mp4")));
    const QString pictures = place.folder.filePath(QStringLiteral("a.part-1/inside"));
    QVERIFY(QDir().mkpath(pictures));
    const QStringList paths{place.folder.filePath(QStringLiteral("a.mp4.part")),
                            pictures + QStringLiteral("/1.png"),
                            place.folder.filePath(QStringLiteral("b.part"))};
    for (const QString& path : paths) {
      QFile file(path);
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write("12345");
    }
    QTRY_COMPARE(queue.job(id)->bytes, 10);  // That of another name does not count.
    place.letSlowJobsEnd();
    QTRY_COMPARE(queue.job(id)->bytes, 6);
    // It is kept with the queue.
    const auto kept = [&] {
      QFile file(place.project + QStringLiteral("/exports/queue.json"));
      return file.open(QIODevice::ReadOnly) && file.readAll().contains("\"bytes\": 6");
    };
    QTRY_VERIFY(kept());
  }

  void aJobIsCancelledAndTriedAgain() {
    Office place;
    JobQueue& queue = place.queue;
    const QString id = queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a.mp4")));
    QTRY_COMPARE(queue.job(id)->done, 1);
    queue.cancel(id);
    QTRY_COMPARE(stateOf(queue, id), QStringLiteral("cancelled"));
    QVERIFY(!QFile::exists(place.folder.filePath(QStringLiteral("a.mp4"))));
    place.letSlowJobsEnd();
    queue.retry(id);
    QTRY_COMPARE(stateOf(queue, id), QStringLiteral("done"));
    queue.remove(id);
    QCOMPARE(queue.jobs().size(), 0);
    QVERIFY(QFile::exists(place.folder.filePath(QStringLiteral("a.mp4"))));
  }

  void waitingJobsChangePlacesAndArePassedOver() {
    Office place;
    JobQueue& queue = place.queue;
    const QString a = queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a")));
    const QString b = queue.add(place.job(QStringLiteral("fast"), QStringLiteral("b")));
    const QString c = queue.add(place.job(QStringLiteral("fast"), QStringLiteral("c")));
    queue.move(c, -1);
    QCOMPARE(titles(queue),
             QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
    queue.move(c, -1);  // What runs keeps its place.
    QCOMPARE(titles(queue),
             QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
    queue.pause(c);
    place.letSlowJobsEnd();
    QTRY_COMPARE(stateOf(queue, b), QStringLiteral("done"));
    QCOMPARE(stateOf(queue, a), QStringLiteral("done"));
    QCOMPARE(stateOf(queue, c), QStringLiteral("paused"));
    QCOMPARE(queue.summary(), QStringLiteral("jobs paused: 1"));
    queue.resume(c);
    QTRY_COMPARE(stateOf(queue, c), QStringLiteral("done"));
  }

  void pausingStopsTheEngineWhereItStands() {
    Office place;
    JobQueue& queue = place.queue;
    const QString id = queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a.mp4")));
    QTRY_COMPARE(queue.job(id)->done, 1);
    queue.setAllPaused(true);
    QCOMPARE(stateOf(queue, id), QStringLiteral("paused"));
    place.letSlowJobsEnd();
    QTest::qWait(200);  // Time in which a running engine would have ended.
    QCOMPARE(stateOf(queue, id), QStringLiteral("paused"));
    QVERIFY(!QFile::exists(place.folder.filePath(QStringLiteral("a.mp4"))));
    queue.setAllPaused(false);
    QTRY_COMPARE(stateOf(queue, id), QStringLiteral("done"));
  }

  void closingTheProjectStopsItsJobAndKeepsItsPlace() {
    Office place;
    JobQueue& queue = place.queue;
    const QString id = queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a.mp4")));
    QTRY_COMPARE(queue.job(id)->done, 1);
    queue.setProject({});
    QCOMPARE(queue.jobs().size(), 0);
    QCOMPARE(queue.summary(), QString());
    QVERIFY(queue.add(place.job(QStringLiteral("fast"), QStringLiteral("b.mp4"))).isEmpty());
    queue.setProject(place.project);
    QCOMPARE(queue.jobs().size(), 1);
    place.letSlowJobsEnd();
    QTRY_COMPARE(stateOf(queue, id), QStringLiteral("done"));
  }

  /// A real window is killed with SIGKILL while its first job runs; the next one goes on with the
  /// queue.
  void theQueueSurvivesAKill() {
    const Place place;
    QProcess window;
    window.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("--queue"), place.engine(), place.project, place.folder.path()});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += window.readAllStandardOutput()).contains("running"), 20'000);
    ::kill(static_cast<pid_t>(window.processId()), SIGKILL);
    QVERIFY(window.waitForFinished());

    EngineLauncher launcher(place.engine(), nullptr);
    JobQueue queue(launcher);
    queue.setProject(place.project);
    QCOMPARE(queue.problem(), QString());
    QCOMPARE(titles(queue),
             QStringList({QStringLiteral("first.mp4"), QStringLiteral("second.mp4")}));
    place.letSlowJobsEnd();
    QTRY_COMPARE_WITH_TIMEOUT(queue.activeCount(), 0, 20'000);
    for (const Job& job : queue.jobs()) QCOMPARE(jobStateKey(job.state), QStringLiteral("done"));
    QVERIFY(QFile::exists(place.folder.filePath(QStringLiteral("second.mp4"))));
  }

  void twoWindowsDoNotWorkThroughOneQueue() {
    Office place;
    JobQueue other(place.launcher);
    other.setProject(place.project);
    QVERIFY(other.problem().contains(QStringLiteral("Another window")));
    QCOMPARE(other.add(place.job(QStringLiteral("fast"), QStringLiteral("a"))), QString());
  }

  void anUnreadableQueueIsPutAside() {
    const Place place;
    QDir().mkpath(place.project + QStringLiteral("/exports"));
    QFile file(place.project + QStringLiteral("/exports/queue.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ cut short");
    file.close();
    EngineLauncher launcher(place.engine(), nullptr);
    JobQueue queue(launcher);
    queue.setProject(place.project);
    QVERIFY(queue.problem().contains(QStringLiteral("put aside")));
    QVERIFY(QFile::exists(file.fileName() + QStringLiteral(".unreadable")));
    QVERIFY(!queue.add(place.job(QStringLiteral("fast"), QStringLiteral("a"))).isEmpty());
  }

  void sizesLengthsAndNamesAreTheEngines() {
    const Place place;
    ExportSource source = sourceIn(place.project);
    ExportSettings settings;
    settings.scale = 8;
    QCOMPARE(exportSize(source, settings),
             QSize(516, 256));  // As `unroll export --what pair` makes it.
    settings.what = QStringLiteral("stage1");
    QCOMPARE(exportSize(source, settings), QSize(128, 128));
    QCOMPARE(exportRate(source, settings), 12.5);
    settings.what = QStringLiteral("grid");
    settings.count = 6;
    settings.scale = 2;
    QCOMPARE(exportSize(source, settings), QSize(3 * 64 + 4, 2 * 64 + 2));
    settings.frames = 50;
    settings.loop = 3;
    QCOMPARE(exportSeconds(source, settings), 6.0);
    QCOMPARE(exportName(source, settings), QStringLiteral("first_1366_s17_grid.mp4"));
  }

  void aTakenNameGetsANumber() {
    Office place;
    JobQueue& queue = place.queue;
    const QString path = place.folder.filePath(QStringLiteral("a.mp4"));
    QCOMPARE(freePath(path, &queue), path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(freePath(path, &queue), place.folder.filePath(QStringLiteral("a-2.mp4")));
    queue.setAllPaused(true);
    queue.add(place.job(QStringLiteral("slow"), QStringLiteral("a-2.mp4")));
    QCOMPARE(freePath(path, &queue), place.folder.filePath(QStringLiteral("a-3.mp4")));
  }

  void whatCannotWorkIsRefusedBeforeItStarts() {
    const Place place;
    const auto refusal = [&](const ExportSource& source, const ExportSettings& settings) {
      for (const ExportProblem& problem : checkExport(source, settings, nullptr)) {
        if (problem.refuses) return problem.sentence;
      }
      return QString();
    };
    ExportSettings good;
    good.output = place.folder.filePath(QStringLiteral("a.mp4"));
    QCOMPARE(refusal(sourceIn(place.project), good), QString());

    ExportSource untrained = sourceIn(place.project);
    untrained.trainedStages = 1;
    QVERIFY(refusal(untrained, good).contains(QStringLiteral("second stage")));
    ExportSettings stage2 = good;
    stage2.what = QStringLiteral("stage2");
    QVERIFY(refusal(untrained, stage2).contains(QStringLiteral("not trained yet")));
    ExportSettings huge = good;
    huge.what = QStringLiteral("grid");
    huge.count = 10'000;
    huge.scale = 64;
    QVERIFY(refusal(sourceIn(place.project), huge).contains(QStringLiteral("16384")));
    ExportSettings fast = good;
    fast.preset = ExportPreset::Gif;
    fast.output = place.folder.filePath(QStringLiteral("a.gif"));
    fast.frameRate = 60;
    QVERIFY(refusal(sourceIn(place.project), fast).contains(QStringLiteral("50 frames")));
    ExportSettings nowhere = good;
    nowhere.output = QStringLiteral("/nowhere/a.mp4");
    QVERIFY(refusal(sourceIn(place.project), nowhere).contains(QStringLiteral("no folder")));
    ExportSettings ending = good;
    ending.output = place.folder.filePath(QStringLiteral("a.avi"));
    QVERIFY(refusal(sourceIn(place.project), ending).contains(QStringLiteral(".mp4")));
    // What is only changed is said and does not refuse.
    ExportSettings odd = good;
    odd.what = QStringLiteral("grid");
    odd.count = 4;
    odd.scale = 1;
    QVERIFY(refusal(sourceIn(place.project), odd).isEmpty());
    QVERIFY(!checkExport(sourceIn(place.project), odd, nullptr).isEmpty());
  }

  void theDialogExplainsAndQueues() {
    Office place;
    JobQueue& queue = place.queue;
    queue.setAllPaused(true);
    QSettings settings(place.folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    PairRecord shown;
    shown.parts = {{ClipRole::Stage1, {}, test::numberedClip(12, 16, 12.5), {}},
                   {ClipRole::Stage2, {}, test::numberedClip(24, 32, 25), {}}};
    ExportDialog dialog(sourceIn(place.project), shown, queue, &settings);
    dialog.show();
    auto* start = test::named<QPushButton>(dialog, "exportStart");
    auto* file = test::named<QLineEdit>(dialog, "exportFile");
    auto* problems = test::named<QLabel>(dialog, "exportProblems");
    QVERIFY(start->isEnabled());
    QVERIFY(file->text().endsWith(QStringLiteral("exports/first_1366_s17_pair.mp4")));
    QCOMPARE(test::named<QLabel>(dialog, "exportSize")->text(), QStringLiteral("516 x 256 pixels"));
    QCOMPARE(test::named<QLabel>(dialog, "exportSeconds")->text(), QStringLiteral("1.9 s"));
    auto* estimate = test::named<QLabel>(dialog, "exportEstimate");
    QTRY_VERIFY2(estimate->text().startsWith(QStringLiteral("about ")),
                 qPrintable(estimate->text()));

    test::named<QToolButton>(dialog, "preset-gif")->click();
    QVERIFY(file->text().endsWith(QStringLiteral(".gif")));
    auto* what = test::named<QComboBox>(dialog, "exportWhat");
    what->setCurrentIndex(what->findData(QStringLiteral("stage1")));
    Q_EMIT what->activated(what->currentIndex());
    QCOMPARE(test::named<QSpinBox>(dialog, "exportFrames")->value(), 24);
    test::named<QSpinBox>(dialog, "exportLoop")->setValue(0);
    test::named<QCheckBox>(dialog, "exportPingPong")->click();
    QCOMPARE(test::named<QLabel>(dialog, "exportSeconds")->text(), QStringLiteral("3.7 s"));
    file->setText(QStringLiteral("/nowhere/a.gif"));
    QVERIFY(!start->isEnabled());
    QVERIFY(problems->isVisible());
    QVERIFY(problems->text().contains(QStringLiteral("/nowhere")));
    const QString wanted = place.folder.filePath(QStringLiteral("mine.gif"));
    file->setText(wanted);
    QVERIFY(start->isEnabled());
    start->click();
    QCOMPARE(dialog.result(), int{QDialog::Accepted});
    const Job* job = queue.job(dialog.jobId());
    QVERIFY(job != nullptr);
    const QStringList words = job->arguments;
    QCOMPARE(words.value(words.indexOf(QStringLiteral("--what")) + 1), QStringLiteral("stage1"));
    QCOMPARE(words.value(words.indexOf(QStringLiteral("--loop")) + 1), QStringLiteral("0"));
    QVERIFY(words.contains(QStringLiteral("--ping-pong")));
    QCOMPARE(words.value(words.indexOf(QStringLiteral("--out")) + 1), wanted);
    QCOMPARE(words.value(words.indexOf(QStringLiteral("--preset")) + 1), QStringLiteral("gif"));
    const QStringList unnamed = test::unnamedWidgets(dialog);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(QLatin1Char(','))));
  }

  void theRealEngineExports() {
    EngineLauncher launcher;
    if (!launcher.available())
      QSKIP("The engine's program 'unroll' is not built beside the tests.");
    const Place place;
    JobQueue queue(launcher);
    queue.setProject(place.project);
    Job job;
    job.kind = QStringLiteral("export");
    job.output = place.folder.filePath(QStringLiteral("pair.mp4"));
    job.arguments = {QStringLiteral("export"),
                     QStringLiteral("--model"),
                     QStringLiteral(UNROLL_SOURCE_DIR "/models/signs-32.safetensors"),
                     QStringLiteral("--what"),
                     QStringLiteral("pair"),
                     QStringLiteral("--frames"),
                     QStringLiteral("20"),
                     QStringLiteral("--threads"),
                     QStringLiteral("1"),
                     QStringLiteral("--out"),
                     job.output};
    const QString id = queue.add(job);
    QTRY_COMPARE_WITH_TIMEOUT(queue.activeCount(), 0, 60'000);
    QVERIFY2(stateOf(queue, id) == QLatin1String("done"), qPrintable(queue.job(id)->error));
    QTRY_VERIFY(queue.job(id)->bytes > 1000);
    QCOMPARE(queue.job(id)->done, 20);
  }
};

}  // namespace unroll::ui

namespace {

/// The window that gets killed: queues a slow and a fast job and says when the first runs.
int killedWindow(int argc, char** argv) {
  using namespace unroll::ui;
  const QCoreApplication app(argc, argv);
  const QStringList words = QCoreApplication::arguments();
  EngineLauncher launcher(words.at(2), nullptr);
  JobQueue queue(launcher);
  queue.setProject(words.at(3));
  for (const auto& [mode, name] :
       {std::pair(QStringLiteral("slow"), QStringLiteral("first.mp4")),
        std::pair(QStringLiteral("fast"), QStringLiteral("second.mp4"))}) {
    Job job;
    job.kind = QStringLiteral("export");
    job.title = name;
    job.output = words.at(4) + QLatin1Char('/') + name;
    job.arguments = {QStringLiteral("export"), mode, QStringLiteral("--out"), job.output};
    queue.add(job);
  }
  // The file follows a moment later, on a thread of its own.
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &queue, [&words] {
    QFile file(words.at(3) + QStringLiteral("/exports/queue.json"));
    if (!file.open(QIODevice::ReadOnly)) return;
    const QByteArray text = file.readAll();
    if (!text.contains("\"running\"") || !text.contains("second.mp4")) return;
    std::puts("running");
    std::fflush(stdout);
  });
  look.start(20);
  return QCoreApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && QLatin1String(argv[1]) == QLatin1String("--queue"))
    return killedWindow(argc, argv);
  QApplication app(argc, argv);
  unroll::ui::ExportTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "export_test.moc"
