// The window's half of the protocol against the real program: a tiny training, the sampling
// service.
#include <signal.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

#include "base/file_system.h"
#include "gui/real_engine.h"
#include "io/npy.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/run_watch.h"
#include "ui/engine_client/serve_client.h"
#include "ui/engine_client/trainer_client.h"

namespace unroll::ui {
namespace {

using protocol::RunState;

constexpr int kPatienceMs = test::kEnginePatienceMs;

QString program() { return test::engineProgram(); }

using test::words;

QStringList join(const QStringList& before, const QString& word, const QStringList& after = {}) {
  return before + QStringList{word} + after;
}

}  // namespace

class EngineRealTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cleanupTestCase();
  void aTrainingIsFollowedFromStartToStop();
  void aTrainingOutlivesItsWindow();
  void aKilledTrainerIsNoticedAndGoesOn();
  void aRefusedTrainingSaysWhy();
  void samplesAreMade();
  void staleSamplesAreDropped();
  void jobsOfTheProgram();

 private:
  TrainingStart training(const char* run) const;
  void stopAndWait(TrainerClient& client);

  QTemporaryDir folder_;
  QString project_;
  QList<qint64> started_;
};

void EngineRealTest::initTestCase() {
  if (!QFile::exists(program())) QSKIP("The engine's program is not built beside this test.");
  project_ = folder_.filePath(QStringLiteral("tiny"));
  QVERIFY(test::makeTinyProject(project_));
  QVERIFY(test::importScenes(project_));
}

void EngineRealTest::cleanupTestCase() {
  for (const qint64 pid : started_) {
    if (processAlive(pid)) ::kill(static_cast<pid_t>(pid), SIGKILL);
  }
}

TrainingStart EngineRealTest::training(const char* run) const {
  TrainingStart start;
  start.project = project_;
  start.run = QString::fromLatin1(run);
  start.stage = QStringLiteral("1");
  start.steps = 1'000'000;
  start.threads = 1;
  start.device = QStringLiteral("cpu");
  return start;
}

void EngineRealTest::stopAndWait(TrainerClient& client) {
  QVERIFY(client.stop());
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Idle, kPatienceMs);
  QTRY_COMPARE_WITH_TIMEOUT(client.trainerPid(), qint64{0}, kPatienceMs);
}

void EngineRealTest::aTrainingIsFollowedFromStartToStop() {
  EngineLauncher launcher(program(), nullptr);
  const auto pid = launcher.startTraining(training("first"));
  QVERIFY2(pid, pid ? "" : pid.error().message.c_str());
  started_ << *pid;
  TrainerClient client;
  QSignalSpy metrics(&client, &TrainerClient::metric);
  QSignalSpy previews(&client, &TrainerClient::previewReady);
  QSignalSpy checkpoints(&client, &TrainerClient::checkpointSaved);
  const QString folder = project_ + QStringLiteral("/runs/first");
  client.attach(folder, *pid);
  QCOMPARE(client.state(), RunState::Preparing);
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Running, kPatienceMs);
  QCOMPARE(client.trainerPid(), *pid);
  QTRY_VERIFY_WITH_TIMEOUT(metrics.count() > 0, kPatienceMs);

  QVERIFY(client.pause());
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Paused, kPatienceMs);
  QTRY_VERIFY_WITH_TIMEOUT(checkpoints.count() > 0, kPatienceMs);
  const int64_t step = client.lastCheckpoint()->step;
  QVERIFY(QFile::exists(folder + QStringLiteral("/checkpoints/") +
                        QString::fromStdString(client.lastCheckpoint()->file)));
  QVERIFY(client.preview());
  QTRY_COMPARE_WITH_TIMEOUT(previews.count(), 1, kPatienceMs);
  const PreviewReady preview = *client.lastPreview();
  QCOMPARE(preview.step, step);
  QVERIFY(!preview.clips.empty());
  const auto clip = io::readNpy(realVfs(), preview.clips[0].file);
  QVERIFY(clip);
  QCOMPARE(clip->shape.size(), size_t{4});

  QVERIFY(client.pause(true));
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::PausedFreed, kPatienceMs);
  QVERIFY(client.resume());
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Running, kPatienceMs);
  QTRY_VERIFY_WITH_TIMEOUT(client.lastProgress()->step > step, kPatienceMs);

  // A second window sees the same run as it is.
  TrainerClient second;
  second.attach(folder);
  QTRY_COMPARE_WITH_TIMEOUT(second.state(), RunState::Running, kPatienceMs);
  QTRY_VERIFY(second.lastPreview().has_value());
  QCOMPARE(second.lastPreview()->step, step);
  QVERIFY(client.checkpoint());
  QTRY_VERIFY_WITH_TIMEOUT(second.lastCheckpoint() && second.lastCheckpoint()->step > step,
                           kPatienceMs);
  stopAndWait(client);
  QTRY_COMPARE(second.state(), RunState::Idle);
  QVERIFY(QFile::exists(folder + QStringLiteral("/trainer.log")));
}

void EngineRealTest::aTrainingOutlivesItsWindow() {
  // This program again, as a window that starts a training and is then killed with all its group.
  QProcess window;
  window.setChildProcessModifier([] { ::setpgid(0, 0); });
  window.start(QCoreApplication::applicationFilePath(),
               {QStringLiteral("--as-window"), program(), project_});
  QVERIFY(window.waitForReadyRead(kPatienceMs));
  const qint64 pid = window.readAllStandardOutput().trimmed().toLongLong();
  QVERIFY(pid > 0);
  started_ << pid;
  QCOMPARE(::kill(-static_cast<pid_t>(window.processId()), SIGKILL), 0);
  QVERIFY(window.waitForFinished(kPatienceMs));
  TrainerClient client;
  client.attach(project_ + QStringLiteral("/runs/detached"));
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Running, kPatienceMs);
  QCOMPARE(client.trainerPid(), pid);
  QVERIFY(processAlive(pid));
  stopAndWait(client);
}

void EngineRealTest::aKilledTrainerIsNoticedAndGoesOn() {
  EngineLauncher launcher(program(), nullptr);
  TrainingStart start = training("killed");
  const auto pid = launcher.startTraining(start);
  QVERIFY(pid);
  started_ << *pid;
  TrainerClient client;
  client.attach(project_ + QStringLiteral("/runs/killed"), *pid);
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Running, kPatienceMs);
  QVERIFY(client.checkpoint());
  QTRY_VERIFY_WITH_TIMEOUT(client.lastCheckpoint().has_value(), kPatienceMs);
  const int64_t step = client.lastCheckpoint()->step;
  QElapsedTimer timer;
  timer.start();
  QCOMPARE(::kill(static_cast<pid_t>(*pid), SIGKILL), 0);
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Failed, 5000);
  QVERIFY(timer.elapsed() < 5000);
  QCOMPARE(client.lastFailure()->step, step);
  start.resume = true;
  const auto next = launcher.startTraining(start);
  QVERIFY(next);
  started_ << *next;
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Running, kPatienceMs);
  QTRY_VERIFY_WITH_TIMEOUT(client.lastProgress()->step > step, kPatienceMs);
  stopAndWait(client);
}

void EngineRealTest::aRefusedTrainingSaysWhy() {
  EngineLauncher launcher(program(), nullptr);
  TrainingStart start = training("refused");
  start.settings = {QStringLiteral("bach=3")};
  const auto pid = launcher.startTraining(start);
  QVERIFY(pid);
  TrainerClient client;
  client.attach(project_ + QStringLiteral("/runs/refused"), *pid);
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Failed, kPatienceMs);
  const QString why = QString::fromStdString(client.lastFailure()->message);
  QVERIFY2(why.contains(QLatin1String("batch")), qPrintable(why));
}

void EngineRealTest::samplesAreMade() {
  EngineLauncher launcher(program(), nullptr);
  ServeClient client(launcher);
  client.setThreads(1);
  QSignalSpy ready(&client, &ServeClient::sampleReady);
  QSignalSpy done(&client, &ServeClient::sampleDone);
  QSignalSpy failed(&client, &ServeClient::requestFailed);
  SampleRequest request;
  request.model = UNROLL_SOURCE_DIR "/models/signs-32.safetensors";
  request.seeds = {17, 99};
  request.frames = 8;
  const quint64 id = client.sample(request);
  QTRY_COMPARE_WITH_TIMEOUT(done.count() + failed.count(), 1, kPatienceMs);
  QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(1).toString()));
  QCOMPARE(done[0][0].toULongLong(), id);
  QCOMPARE(ready.count(), 2);
  const auto sample = ready[1][1].value<SampleReady>();
  QCOMPARE(sample.seed, uint64_t{99});
  const auto clip = io::readNpy(realVfs(), sample.clips.back().file);
  QVERIFY(clip);
  QCOMPARE(clip->shape, (std::vector<int64_t>{8, 32, 32, 3}));
  request.model = "/no/such.safetensors";
  client.sample(request);
  QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatienceMs);
  QCOMPARE(failed[0][2].toString(), QStringLiteral("not_found"));
  client.shutdown();
  QVERIFY(!QFile::exists(QString::fromStdString(sample.clips[0].file)));
}

void EngineRealTest::staleSamplesAreDropped() {
  EngineLauncher launcher(program(), nullptr);
  ServeClient client(launcher);
  client.setThreads(1);
  QSignalSpy progress(&client, &ServeClient::sampleProgress);
  QSignalSpy done(&client, &ServeClient::sampleDone);
  QSignalSpy failed(&client, &ServeClient::requestFailed);
  SampleRequest request;
  request.model = UNROLL_SOURCE_DIR "/models/signs-32.safetensors";
  request.seeds = {1};
  request.frames = 200'000;  // An hour.
  request.slot = "grid";
  const quint64 stale = client.sample(request);
  QTRY_VERIFY_WITH_TIMEOUT(progress.count() > 0, kPatienceMs);
  request.frames = 8;
  const quint64 fresh = client.sample(request);
  QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, kPatienceMs);
  QCOMPARE(done[0][0].toULongLong(), fresh);
  QCOMPARE(failed.count(), 1);
  QCOMPARE(failed[0][0].toULongLong(), stale);
  QCOMPARE(failed[0][2].toString(), QStringLiteral("cancelled"));
}

void EngineRealTest::jobsOfTheProgram() {
  EngineLauncher launcher(program(), nullptr);
  const QString out = folder_.filePath(QStringLiteral("samples"));
  EngineJob* job =
      launcher.run(join(words("sample --model"),
                        QStringLiteral(UNROLL_SOURCE_DIR "/models/signs-32.safetensors"),
                        join(words("--count 2 --frames 64 --threads 1 --no-sheet --out"), out)),
                   this);
  QSignalSpy progress(job, &EngineJob::progress);
  QTRY_COMPARE_WITH_TIMEOUT(job->outcome(), EngineJob::Outcome::Done, kPatienceMs);
  QVERIFY(progress.count() > 0);
  QCOMPARE(job->lastProgress().done, qint64{128});
  QCOMPARE(job->lastProgress().total, qint64{128});
  QVERIFY(job->result().contains(QLatin1String("samples")));
  EngineJob* refused =
      launcher.run(join(words("data"), folder_.filePath(QStringLiteral("none"))), this);
  QTRY_COMPARE_WITH_TIMEOUT(refused->outcome(), EngineJob::Outcome::Failed, kPatienceMs);
  QCOMPARE(refused->exitCode(), 4);
  QCOMPARE(refused->errorKind(), QStringLiteral("not_found"));
}

}  // namespace unroll::ui

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() == 4 && arguments[1] == QLatin1String("--as-window")) {
    unroll::ui::EngineLauncher launcher(arguments[2], nullptr);
    unroll::ui::TrainingStart start;
    start.project = arguments[3];
    start.run = QStringLiteral("detached");
    start.stage = QStringLiteral("1");
    start.steps = 1'000'000;
    start.threads = 1;
    start.device = QStringLiteral("cpu");
    const auto pid = launcher.startTraining(start);
    std::printf("%lld\n", static_cast<long long>(pid.value_or(0)));
    std::fflush(stdout);
    return QCoreApplication::exec();  // Until it is killed.
  }
  unroll::ui::EngineRealTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "engine_real_test.moc"
