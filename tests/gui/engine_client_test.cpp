// The window's half of the protocol against an engine that plays from a script.
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include "base/file_system.h"
#include "gui/fake_engine.h"
#include "gui/support.h"
#include "io/npy.h"
#include "ui/engine_client/engine_launcher.h"
#include "ui/engine_client/serve_client.h"
#include "ui/engine_client/trainer_client.h"

namespace unroll::ui {

using protocol::RunState;
using test::FakeTrainer;
using test::ScratchProject;

class EngineClientTest : public QObject {
  Q_OBJECT

  static QString fakeProgram() { return QStringLiteral(UNROLL_BIN_DIR "/fake_unroll"); }

  const QString run_ = QStringLiteral("first");
  std::unique_ptr<ScratchProject> project_;  ///< with that run
  QString folder_;                           ///< of the run

 private Q_SLOTS:
  void init() {
    project_ = std::make_unique<ScratchProject>();
    project_->addRun(run_);
    folder_ = project_->runFolder(run_);
  }
  void followsATrainerThatComesLater();
  void sendsCommandsAndHearsRefusals();
  void aKilledTrainerIsNoticedWithinFiveSeconds();
  void aFailureGivesItsReason();
  void connectsToTheNextTrainer();
  void anotherVersionIsRefused();
  void nonsenseFromTheEngineIsPassedOver();
  void aTrainerThatCouldNotBeginGivesItsLastWords();
  void knowsHowAnEarlierTrainerEnded();
  void trainingWordsSayWhatWasAsked();
  void samplesOneAfterTheOther();
  void measuresAreTold();
  void aReplacedOrCancelledRequestEnds();
  void aCrashedServiceIsStartedAgain();
  void jobsTellTheirProgressAndResult();
  void jobsThatFailSayWhy();
  void aJobCanBeCancelled();
};

void EngineClientTest::followsATrainerThatComesLater() {
  TrainerClient client;
  QSignalSpy connected(&client, &TrainerClient::connected);
  QSignalSpy metrics(&client, &TrainerClient::metric);
  QSignalSpy previews(&client, &TrainerClient::previewReady);
  QSignalSpy messages(&client, &TrainerClient::message);
  client.attach(folder_);
  QCOMPARE(client.state(), RunState::Idle);
  QVERIFY(!client.pause());
  QCOMPARE(client.silentSeconds(), -1.0);

  FakeTrainer trainer(folder_);
  trainer.now.checkpoint = protocol::CheckpointSaved{1, 40, "c.safetensors", 0};
  trainer.now.progress.step = 41;
  trainer.begin();
  QTRY_COMPARE(connected.count(), 1);
  QTRY_COMPARE(client.state(), RunState::Running);
  QVERIFY(client.isConnected());
  QCOMPARE(client.trainerPid(), QCoreApplication::applicationPid());
  QCOMPARE(client.lastProgress()->step, int64_t{41});
  QCOMPARE(client.lastCheckpoint()->step, int64_t{40});
  QVERIFY(client.silentSeconds() >= 0);

  protocol::Progress at = trainer.now.progress;
  at.state = RunState::Running;
  at.step = 42;
  at.silentSeconds = 12;
  trainer.tell("progress", toJson(at));
  QTRY_COMPARE(client.lastProgress()->step, int64_t{42});
  QVERIFY(client.silentSeconds() >= 12);
  trainer.tell("metric", toJson(protocol::Metric{1, 42, "loss/critic", 0.5, 0}));
  QTRY_COMPARE(metrics.count(), 1);
  QCOMPARE(metrics[0][0].value<protocol::Metric>().value, 0.5);
  trainer.tell("preview", toJson(protocol::PreviewReady{1, 42, "/p", {{0, "stage1", "/p/a"}}, 0}));
  QTRY_COMPARE(previews.count(), 1);
  QCOMPARE(client.lastPreview()->clips.size(), size_t{1});
  trainer.tell("log", toJson(protocol::LogLine{1, "Ärger", 0}));
  QTRY_COMPARE(messages.count(), 1);
  QCOMPARE(messages[0][0].toString(), QStringLiteral("Ärger"));
}

void EngineClientTest::sendsCommandsAndHearsRefusals() {
  FakeTrainer trainer(folder_);
  trainer.begin();
  TrainerClient client;
  QSignalSpy refused(&client, &TrainerClient::refused);
  client.attach(folder_);
  QTRY_VERIFY(client.isConnected());
  QVERIFY(client.pause(true));
  QVERIFY(client.pause());
  QVERIFY(client.resume());
  QVERIFY(client.checkpoint());
  QVERIFY(client.preview());
  QVERIFY(client.stop());
  QTRY_COMPARE(trainer.requests.size(), 6);
  QCOMPARE(trainer.requests[0].params.dump(), std::string(R"({"free":true})"));
  QCOMPARE(trainer.requests[1].params.dump(), std::string(R"({"free":false})"));
  QCOMPARE(trainer.requests[5].method, std::string("stop"));
  trainer.enter(RunState::Stopping);
  QTRY_COMPARE(client.state(), RunState::Stopping);
  trainer.refusal = protocol::ErrorReply{{}, protocol::RpcCode::Refused, "Not now."};
  QVERIFY(client.preview());
  QTRY_COMPARE(refused.count(), 1);
  QCOMPARE(refused[0][0].toString(), QStringLiteral("Not now."));
}

void EngineClientTest::aKilledTrainerIsNoticedWithinFiveSeconds() {
  project_->addEvent(run_, QStringLiteral("state"),
                     {{QStringLiteral("state"), QStringLiteral("running")}});
  project_->addEvent(
      run_, QStringLiteral("checkpoint"),
      {{QStringLiteral("stage"), 1},
       {QStringLiteral("step"), 30},
       {QStringLiteral("file"), QStringLiteral("stage1-step-00000030.safetensors")}});
  FakeTrainer trainer(folder_);
  trainer.begin();
  TrainerClient client;
  QSignalSpy failed(&client, &TrainerClient::failed);
  QSignalSpy disconnected(&client, &TrainerClient::disconnected);
  client.attach(folder_);
  QTRY_COMPARE(client.state(), RunState::Running);
  QElapsedTimer timer;
  timer.start();
  trainer.die();
  QTRY_COMPARE_WITH_TIMEOUT(client.state(), RunState::Failed, 5000);
  QVERIFY(timer.elapsed() < 5000);
  QCOMPARE(disconnected.count(), 1);
  QCOMPARE(failed.count(), 1);
  QVERIFY(client.lastFailure()->message.find("killed") != std::string::npos);
  QCOMPARE(client.lastFailure()->step, int64_t{30});
  QCOMPARE(client.lastFailure()->checkpoint, std::string("stage1-step-00000030.safetensors"));
  QCOMPARE(client.trainerPid(), qint64{0});
}

void EngineClientTest::aFailureGivesItsReason() {
  FakeTrainer trainer(folder_);
  trainer.begin();
  TrainerClient client;
  QSignalSpy failed(&client, &TrainerClient::failed);
  client.attach(folder_);
  QTRY_COMPARE(client.state(), RunState::Running);
  trainer.tell("failed", toJson(protocol::Failure{1, "The disk is full.", "disk", "c", 5, 1}));
  QTRY_COMPARE(client.state(), RunState::Failed);
  QCOMPARE(client.lastFailure()->message, std::string("The disk is full."));
  // The same comes from the log once the trainer has gone, as the same failure.
  project_->addEvent(run_, QStringLiteral("failed"),
                     {{QStringLiteral("stage"), 1},
                      {QStringLiteral("message"), QStringLiteral("The disk is full.")},
                      {QStringLiteral("kind"), QStringLiteral("disk")},
                      {QStringLiteral("checkpoint"), QStringLiteral("c")},
                      {QStringLiteral("step"), 5}},
                     1);
  trainer.end();
  QTRY_VERIFY(!client.isConnected());
  QTRY_COMPARE(client.trainerPid(), qint64{0});
  QCOMPARE(failed.count(), 1);
  QCOMPARE(client.state(), RunState::Failed);
}

void EngineClientTest::connectsToTheNextTrainer() {
  TrainerClient client;
  client.attach(folder_);
  QSignalSpy connected(&client, &TrainerClient::connected);
  for (int round = 1; round <= 2; ++round) {
    FakeTrainer trainer(folder_);
    trainer.begin();
    QTRY_COMPARE(connected.count(), round);
    QTRY_COMPARE(client.state(), RunState::Running);
    project_->addEvent(run_, QStringLiteral("state"),
                       {{QStringLiteral("state"), QStringLiteral("finished")}});
    trainer.end();
    QTRY_COMPARE(client.state(), RunState::Finished);
  }
  QVERIFY(!client.lastFailure());
}

void EngineClientTest::anotherVersionIsRefused() {
  FakeTrainer trainer(folder_);
  trainer.hello.protocol = 99;
  trainer.begin();
  TrainerClient client;
  QSignalSpy failed(&client, &TrainerClient::failed);
  client.attach(folder_);
  QTRY_COMPARE(failed.count(), 1);
  QVERIFY(client.lastFailure()->message.find("version") != std::string::npos);
  QVERIFY(!client.stop());
}

void EngineClientTest::nonsenseFromTheEngineIsPassedOver() {
  FakeTrainer trainer(folder_);
  trainer.begin();
  TrainerClient client;
  client.attach(folder_);
  QTRY_VERIFY(client.isConnected());
  trainer.sendRaw("{nonsense\n");
  trainer.sendRaw(QByteArray(2 << 20, 'x') + "\n");
  trainer.tell("progress", {{"step", "many"}});
  trainer.tell("unheard-of", {{"a", 1}});
  trainer.enter(RunState::Paused);
  QTRY_COMPARE(client.state(), RunState::Paused);
  QVERIFY(client.isConnected());
}

void EngineClientTest::aTrainerThatCouldNotBeginGivesItsLastWords() {
  const QString folder = project_->runFolder(QStringLiteral("never"));
  QVERIFY(QDir().mkpath(folder));
  QFile log(folder + QStringLiteral("/trainer.log"));
  QVERIFY(log.open(QIODevice::WriteOnly));
  log.write("unroll: There is no stage '9' in this recipe.\n");
  log.close();
  QProcess process;  // A process that has ended stands for the trainer.
  process.start(QStringLiteral("/bin/true"), {});
  QVERIFY(process.waitForStarted());
  const qint64 pid = process.processId();
  QVERIFY(process.waitForFinished());
  TrainerClient client;
  QSignalSpy failed(&client, &TrainerClient::failed);
  client.attach(folder, pid);
  QCOMPARE(client.state(), RunState::Preparing);
  QTRY_COMPARE(failed.count(), 1);
  QCOMPARE(client.lastFailure()->message, std::string("There is no stage '9' in this recipe."));
}

void EngineClientTest::knowsHowAnEarlierTrainerEnded() {
  const auto state = [&](const char* word) {
    project_->addEvent(run_, QStringLiteral("state"),
                       {{QStringLiteral("state"), QString::fromLatin1(word)}});
  };
  for (const auto& [word, wanted] :
       {std::pair{"stopped", RunState::Idle}, std::pair{"finished", RunState::Finished},
        std::pair{"training", RunState::Failed}}) {
    state(word);
    TrainerClient client;
    client.attach(folder_);
    QTRY_COMPARE(client.state(), wanted);
  }
}

void EngineClientTest::trainingWordsSayWhatWasAsked() {
  TrainingStart start;
  start.project = QStringLiteral("/p");
  start.run = QStringLiteral("r");
  start.stage = QStringLiteral("2");
  start.steps = 50;
  start.settings = {QStringLiteral("stage2.matchingCritic=false")};
  start.from = QStringLiteral("base");
  start.threads = 1;
  QCOMPARE(EngineLauncher::trainingArguments(start).join(u' '),
           QStringLiteral("train /p --run r --stage 2 --steps 50 --set "
                          "stage2.matchingCritic=false --from base --threads 1"));
  EngineLauncher launcher(QString(), nullptr);
  QVERIFY(!launcher.available());
  QVERIFY(!launcher.startTraining(start));
  start.run = QStringLiteral("../away");
  EngineLauncher there(fakeProgram(), nullptr);
  QVERIFY(!there.startTraining(start));
}

void EngineClientTest::samplesOneAfterTheOther() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  ServeClient client(launcher);
  QSignalSpy ready(&client, &ServeClient::sampleReady);
  QSignalSpy done(&client, &ServeClient::sampleDone);
  QSignalSpy progress(&client, &ServeClient::sampleProgress);
  SampleRequest request;
  request.model = "/m";
  request.seeds = {17, 3};
  const quint64 first = client.sample(request);
  request.seeds = {9};
  const quint64 second = client.sample(request);
  QCOMPARE(client.pending(), 2);
  QTRY_COMPARE(done.count(), 2);
  QCOMPARE(done[0][0].toULongLong(), first);
  QCOMPARE(done[1][0].toULongLong(), second);
  QCOMPARE(ready.count(), 3);
  QVERIFY(progress.count() > 0);
  const auto sample = ready[0][1].value<SampleReady>();
  QCOMPARE(sample.seed, uint64_t{17});
  QCOMPARE(sample.clips.size(), size_t{2});
  const auto clip = io::readNpy(realVfs(), sample.clips[1].file);
  QVERIFY(clip);
  QCOMPARE(clip->uint8()[0], uint8_t{17});
  QCOMPARE(client.pending(), 0);
  QVERIFY(client.isRunning());
  client.shutdown();
  QVERIFY(!QFile::exists(QString::fromStdString(sample.clips[1].file)));
}

void EngineClientTest::measuresAreTold() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  ServeClient client(launcher);
  QSignalSpy measured(&client, &ServeClient::stageMeasured);
  QSignalSpy progress(&client, &ServeClient::measureProgress);
  QSignalSpy done(&client, &ServeClient::measureDone);
  QSignalSpy sampled(&client, &ServeClient::sampleDone);
  QSignalSpy failed(&client, &ServeClient::requestFailed);
  protocol::MeasureRequest request;
  request.project = "/p";
  request.run = "r";
  request.stages = {2};
  request.at = 40;
  const quint64 id = client.measure(request);
  QTRY_COMPARE(done.count(), 1);
  QCOMPARE(done[0][0].toULongLong(), id);
  QCOMPARE(sampled.count(), 0);  // Whoever waits for samples is not told.
  QCOMPARE(progress.count(), 1);
  QCOMPARE(measured.count(), 1);
  const auto stage = measured[0][1].value<protocol::StageMeasured>();
  QCOMPARE(stage.step, int64_t{40});
  QVERIFY(QFile::exists(QString::fromStdString(stage.file)));
  request.at = 666;
  client.measure(request);
  QTRY_COMPARE(failed.count(), 1);
  QCOMPARE(failed[0][1].toString(), QStringLiteral("There is no checkpoint 666."));
  QCOMPARE(client.pending(), 0);
}

void EngineClientTest::aReplacedOrCancelledRequestEnds() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  ServeClient client(launcher);
  QSignalSpy failed(&client, &ServeClient::requestFailed);
  QSignalSpy done(&client, &ServeClient::sampleDone);
  SampleRequest request;
  request.model = "/m";
  request.slot = "grid";
  request.seeds = {1};
  const quint64 stale = client.sample(request);  // The service is not up yet: never sent.
  request.seeds = {2};
  const quint64 fresh = client.sample(request);
  QTRY_COMPARE(done.count(), 1);
  QCOMPARE(done[0][0].toULongLong(), fresh);
  QCOMPARE(failed.count(), 1);
  QCOMPARE(failed[0][0].toULongLong(), stale);
  QCOMPARE(failed[0][2].toString(), QStringLiteral("cancelled"));

  request.model = "/slow";
  request.slot.clear();
  const quint64 slow = client.sample(request);
  client.cancel(slow);  // Before the service has said its number.
  QTRY_COMPARE(failed.count(), 2);
  QCOMPARE(failed[1][0].toULongLong(), slow);
  QCOMPARE(client.pending(), 0);
  client.cancel(slow);  // Nothing is left to cancel.
}

void EngineClientTest::aCrashedServiceIsStartedAgain() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  ServeClient client(launcher);
  QSignalSpy failed(&client, &ServeClient::requestFailed);
  QSignalSpy done(&client, &ServeClient::sampleDone);
  SampleRequest request;
  request.model = "/crash";
  request.seeds = {1};
  client.sample(request);
  QTRY_COMPARE(failed.count(), 1);
  QVERIFY(!client.isRunning());
  request.model = "/m";
  client.sample(request);
  QTRY_COMPARE(done.count(), 1);

  EngineLauncher none(QString(), nullptr);
  ServeClient without(none);
  QSignalSpy missing(&without, &ServeClient::requestFailed);
  without.sample(request);
  QCOMPARE(missing.count(), 0);
  QTRY_COMPARE(missing.count(), 1);
  QCOMPARE(missing[0][2].toString(), QStringLiteral("not_found"));
}

void EngineClientTest::jobsTellTheirProgressAndResult() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  EngineJob* job = launcher.run({QStringLiteral("job")}, this);
  QSignalSpy progress(job, &EngineJob::progress);
  QSignalSpy notes(job, &EngineJob::note);
  QSignalSpy finished(job, &EngineJob::finished);
  QTRY_COMPARE(finished.count(), 1);
  QCOMPARE(job->outcome(), EngineJob::Outcome::Done);
  QCOMPARE(job->exitCode(), 0);
  QCOMPARE(job->result().value(QLatin1String("made")).toInt(), 7);
  QCOMPARE(progress.count(), 2);
  const auto first = progress[0][0].value<JobProgress>();
  QCOMPARE(first.title, QStringLiteral("Working"));
  QCOMPARE(first.total, qint64{4});
  QCOMPARE(first.secondsLeft, 3.5);
  QCOMPARE(job->lastProgress().done, qint64{4});
  QCOMPARE(notes.count(), 1);
  QVERIFY(job->log().contains(QLatin1String("a plain line")));
  delete job;
}

void EngineClientTest::jobsThatFailSayWhy() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  EngineJob* refused = launcher.run({QStringLiteral("job"), QStringLiteral("refuse")}, this);
  QTRY_COMPARE(refused->outcome(), EngineJob::Outcome::Failed);
  QCOMPARE(refused->error(), QStringLiteral("There is no such thing."));
  QCOMPARE(refused->errorKind(), QStringLiteral("not_found"));
  QCOMPARE(refused->exitCode(), 4);
  EngineJob* crashed = launcher.run({QStringLiteral("job"), QStringLiteral("crash")}, this);
  QTRY_COMPARE(crashed->outcome(), EngineJob::Outcome::Failed);
  QVERIFY(!crashed->error().isEmpty());
  EngineLauncher none(QStringLiteral("/no/such/program"), nullptr);
  EngineJob* missing = none.run({QStringLiteral("job")}, this);
  QSignalSpy finished(missing, &EngineJob::finished);
  QCOMPARE(finished.count(), 0);
  QTRY_COMPARE(finished.count(), 1);
  QCOMPARE(missing->outcome(), EngineJob::Outcome::Failed);
}

void EngineClientTest::aJobCanBeCancelled() {
  EngineLauncher launcher(fakeProgram(), nullptr);
  EngineJob* job = launcher.run({QStringLiteral("job"), QStringLiteral("wait")}, this);
  QSignalSpy progress(job, &EngineJob::progress);
  QTRY_VERIFY(progress.count() > 0);
  job->cancel();
  QTRY_COMPARE(job->outcome(), EngineJob::Outcome::Cancelled);
  EngineJob* never = launcher.run({QStringLiteral("job")}, this);
  never->cancel();  // Before it was started.
  QTRY_COMPARE(never->outcome(), EngineJob::Outcome::Cancelled);
}

}  // namespace unroll::ui

QTEST_GUILESS_MAIN(unroll::ui::EngineClientTest)
#include "engine_client_test.moc"
