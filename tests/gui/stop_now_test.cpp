// Stopping a trainer at once, also one that does not answer: what is kept, and what is said of it.
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "gui/fake_engine.h"
#include "gui/seats.h"
#include "ui/engine_client/stop_now.h"
#include "ui/engine_client/trainer_client.h"
#include "ui/model/cursors.h"
#include "ui/model/project_model.h"
#include "ui/model/run_model.h"
#include "ui/pages/train/failure_card.h"
#include "ui/pages/train/train_page.h"
#include "ui/shell/studio.h"

namespace unroll::ui {

using test::FakeTrainer;
using test::named;

class StopNowTest : public QObject, private test::StudioSeat {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    begin();
    project_->addRun(run_);
    project_->addEvent(run_, QStringLiteral("state"),
                       {{QStringLiteral("state"), QStringLiteral("running")},
                        {QStringLiteral("training"), QStringLiteral("stage1")},
                        {QStringLiteral("stage"), 1},
                        {QStringLiteral("step"), 7},
                        {QStringLiteral("steps"), 90}});
    project_->addScalar(run_, 1, 41, QStringLiteral("loss/critic"), 1, 1700000041);
    project_->addCheckpoint(run_, 1, 30);
    // A process that stands for the trainer: the lock is noted as its own.
    process_ = std::make_unique<QProcess>();
    process_->start(QStringLiteral("sleep"), {QStringLiteral("600")});
    QVERIFY(process_->waitForStarted());
    trainer_ = std::make_unique<FakeTrainer>(project_->runFolder(run_));
    trainer_->hello.pid = process_->processId();
    trainer_->now.progress.step = 41;
    trainer_->now.progress.steps = 100;
    trainer_->begin();
    connect(process_.get(), &QProcess::finished, trainer_.get(), &FakeTrainer::die);
  }

  void cleanup() {
    process_->kill();
    process_->waitForFinished();
    trainer_.reset();
    process_.reset();
    end();
  }

  void theTrainerEndsAndItIsNoFailure() {
    TrainerClient client;
    QSignalSpy failed(&client, &TrainerClient::failed);
    client.attach(project_->runFolder(run_));
    QTRY_COMPARE(client.trainerPid(), process_->processId());
    QTRY_COMPARE(client.state(), RunState::Running);
    QVERIFY(client.stopNow());
    QVERIFY(!client.stopNow());  // Once is enough.
    QTRY_COMPARE(process_->state(), QProcess::NotRunning);
    QCOMPARE(process_->exitStatus(), QProcess::CrashExit);
    QTRY_COMPARE(client.state(), RunState::Idle);
    QCOMPARE(failed.count(), 0);
    // The run's own log says so: whoever opens the project later sees no failure either.
    const RunLook look = lookAtRun(project_->runFolder(run_), 0);
    QVERIFY(!look.held);
    QCOMPARE(look.last, RunState::Idle);
    QFile events(project_->runFolder(run_) + QStringLiteral("/events.jsonl"));
    QVERIFY(events.open(QIODevice::ReadOnly));
    const QByteArray text = events.readAll();
    QVERIFY2(text.contains("Stopped at once"), text);
    QVERIFY2(text.contains("\"step\":41"), text);
    QVERIFY(requestsOf("stop").isEmpty());
  }

  void whatIsNoTrainerIsNotKilled() {
    const StopNow self{project_->runFolder(run_), QCoreApplication::applicationPid(), {}, 0, 0, 0};
    QVERIFY(!stopNow(self));
    const StopNow nobody{project_->runFolder(run_), 0, {}, 0, 0, 0};
    QVERIFY(!stopNow(nobody));
    TrainerClient client;
    QSignalSpy refused(&client, &TrainerClient::refused);
    QVERIFY(!client.stopNow());
    QCOMPARE(refused.count(), 1);
    QCOMPARE(process_->state(), QProcess::Running);
  }

  void whoDoesNotHoldTheLockIsNotKilled() {
    QProcess other;
    other.start(QStringLiteral("sleep"), {QStringLiteral("600")});
    QVERIFY(other.waitForStarted());
    const QString folder = project_->runFolder(run_);
    const auto first = stopNow({folder, other.processId(), {}, 0, 0, 0});
    QVERIFY(!first);
    QVERIFY(QString::fromStdString(first.error().message).contains(QStringLiteral("ended")));
    // The holder's number on another machine is somebody else here.
    trainer_->noteHolder(process_->processId(), QStringLiteral("far-away"));
    const auto second = stopNow({folder, process_->processId(), {}, 0, 0, 0});
    QVERIFY(!second);
    QVERIFY(QString::fromStdString(second.error().message).contains(QStringLiteral("far-away")));
    // A signal would have arrived by now.
    QVERIFY(!other.waitForFinished(300));
    QVERIFY(!process_->waitForFinished(300));
    other.kill();
    QVERIFY(other.waitForFinished());
  }

  void aTrainerThatNeverSpokeIsStoppedToo() {
    trainer_->mute = true;
    TrainerClient client;
    client.attach(project_->runFolder(run_));
    QTRY_COMPARE(trainer_->connections, 1);
    QCOMPARE(client.state(), RunState::Running);  // By its log.
    QVERIFY(!client.isConnected());
    QVERIFY(client.stopNow());
    QTRY_COMPARE(process_->state(), QProcess::NotRunning);
    QTRY_COMPARE(client.state(), RunState::Idle);
    // Where it was is known by the log alone: going on must not take it for a joint training.
    QFile events(project_->runFolder(run_) + QStringLiteral("/events.jsonl"));
    QVERIFY(events.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = events.readAll().trimmed().split('\n');
    const QJsonObject last = QJsonDocument::fromJson(lines.last()).object();
    QCOMPARE(last.value(u"state").toString(), QStringLiteral("idle"));
    QCOMPARE(last.value(u"training").toString(), QStringLiteral("stage1"));
    QCOMPARE(last.value(u"stage").toInt(), 1);
    QCOMPARE(last.value(u"step").toInt(), 7);
    QCOMPARE(last.value(u"steps").toInt(), 90);
  }

  void thePageSaysWhatIsLostBeforeItIs() {
    Studio studio(settingsFile());
    TrainPage page(studio.context(), nullptr);
    page.show();
    studio.context().project->open(project_->path());
    auto* action = named<QAction>(page, "stopNow");
    QVERIFY(!action->isEnabled());
    QTRY_VERIFY(action->isEnabled());
    QTRY_COMPARE(studio.context().project->run(run_)->checkpoints().size(), 1);
    QTRY_VERIFY(studio.context().trainer->lastProgress().has_value());
    // It stands in the list behind the button, and takes the button over while a stop hangs.
    auto* button = named<QToolButton>(page, "stopTrainingButton");
    auto* stop = named<QAction>(page, "stopTraining");
    QCOMPARE(button->menu()->actions(), (QList<QAction*>{stop, action}));
    QTRY_COMPARE(button->defaultAction(), stop);
    QCOMPARE(button->accessibleName(), stop->text());
    QTRY_VERIFY(button->isEnabled());
    trainer_->enter(RunState::Stopping);
    QTRY_COMPARE(button->defaultAction(), action);
    QCOMPARE(button->accessibleName(), action->text());
    QVERIFY(button->isEnabled());
    trainer_->enter(RunState::Running);
    QTRY_COMPARE(button->defaultAction(), stop);
    action->trigger();
    auto* question = named<QMessageBox>(page, "stopNowQuestion");
    // 41 steps were done, 30 are kept.
    QVERIFY2(question->text().contains(QStringLiteral("step 30")), qPrintable(question->text()));
    QVERIFY2(question->text().contains(QStringLiteral("11 step")), qPrintable(question->text()));
    QCOMPARE(question->defaultButton(), question->button(QMessageBox::Cancel));
    QCOMPARE(process_->state(), QProcess::Running);
    named<QPushButton>(*question, "stopNowYes")->click();
    QTRY_COMPARE(process_->state(), QProcess::NotRunning);
    QTRY_COMPARE(studio.context().project->run(run_)->stateText(), QStringLiteral("Stopped"));
    QTRY_COMPARE(studio.context().trainer->state(), RunState::Idle);
    QVERIFY(!named<FailureCard>(page, "failureCard")->isVisible());
  }

 private:
  QList<protocol::Request> requestsOf(const char* method) const {
    QList<protocol::Request> found;
    for (const protocol::Request& one : trainer_->requests) {
      if (one.method == method) found.append(one);
    }
    return found;
  }

  const QString run_ = QStringLiteral("first");
  std::unique_ptr<QProcess> process_;
  std::unique_ptr<FakeTrainer> trainer_;
};

}  // namespace unroll::ui

QTEST_MAIN(unroll::ui::StopNowTest)
#include "stop_now_test.moc"
